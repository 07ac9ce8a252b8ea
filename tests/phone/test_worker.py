"""The worker with the real server: one visit, then the app opens with the process stopped."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from intermediary.core import paths
from intermediary.core.db import db, utc_now
from intermediary.wording import operations as wording
from intermediary.wording.messages import key_of, sentences
from tests import factories
from tests.conftest import Databases, make_app
from tests.server import Server

WAIT_MS = 60_000
NEW_WORDS_ARE_WHOLE = """async () => {
    const files = async (name) => (await (await caches.open(name)).keys()).length;
    for (;;) {
        const names = (await caches.keys()).filter((one) => one.startsWith('words-'));
        const counts = await Promise.all(names.map(files));
        if (names.length === 2 && counts.every((count) => count === 7)) return;
        await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
}"""
#: Python runs it at the start of the server's process.
OTHER_SOURCES = """
from pathlib import Path
from intermediary.core import paths
paths.STATIC = Path(__file__).parent / "static"
"""
TEXTS = """async () => {
    const texts = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            texts.push(await (await cache.match(request)).text());
        }
    }
    return texts;
}"""


class Site:
    """The server with one teacher, and phones that visit it."""

    def __init__(self, folder: Path, url: str, browser: Browser) -> None:
        self.folder, self.browser = folder, browser
        self.server = Server(folder, url, workers=1)
        self.app = make_app(folder, url, ORIGIN=self.server.origin)
        self.teacher = factories.make_person(self.app, "intermediary")
        self.server.start()

    def phone(self) -> BrowserContext:
        """Return a phone that never visited."""
        return self.browser.new_context(base_url=self.server.origin, locale="en")

    def sign_in(self, page: Page, person: factories.Person | None = None) -> None:
        """Sign in on the sign-in page, and wait for the app."""
        who = person or self.teacher
        page.goto("/accounts/login?next=/field/")
        page.fill("[name=username]", who.username)
        page.fill("[name=password]", who.password)
        page.press("[name=password]", "Enter")
        page.wait_for_selector("body[data-ready=true]", timeout=WAIT_MS)

    def publish(self, msgid: str, language: str, words: str) -> None:
        """Publish other words for one sentence, as the wording desk does."""
        author = factories.make_person(self.app, "administrator").id
        with self.app.app_context():
            sentence = sentences()[key_of(None, msgid)]
            wording.save_override(sentence, language, [words], author, utc_now())
            live, changes = wording.planned_changes()
            wording.publish_release(wording.publishing_mark(live, changes), author, utc_now())
            db.session.commit()

    def rebuild(self) -> None:
        """Deploy another build: the same app with one more drawing in it."""
        self.server.stop()
        sources = self.folder / "sources"
        shutil.copytree(paths.STATIC, sources / "static")
        (sources / "static/icons/new.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
        (sources / "sitecustomize.py").write_text(OTHER_SOURCES)
        self.server.environment["PYTHONPATH"] = str(sources)
        self.server.start()


@pytest.fixture
def site(tmp_path: Path, databases: Databases, browser: Browser) -> Iterator[Site]:
    """Return a running site."""
    url = databases.fresh("sqlite")
    made = Site(tmp_path, url, browser)
    yield made
    made.server.stop()
    databases.drop(url)


@pytest.fixture
def page(site: Site) -> Iterator[Page]:
    """Return the window of a phone on that site."""
    context = site.phone()
    yield context.new_page()
    context.close()


def make_ready(site: Site, page: Page) -> None:
    """Visit once, until the app says that it works without a signal."""
    site.sign_in(page)
    page.wait_for_selector("ready-line[data-ready=true]", timeout=WAIT_MS)


def open_app(page: Page) -> None:
    """Open the app anew."""
    page.goto("/field/")
    page.wait_for_selector("body[data-ready=true]", timeout=WAIT_MS)


def test_after_one_visit_the_app_opens_without_a_server_in_every_language(
    site: Site, page: Page
) -> None:
    make_ready(site, page)
    site.server.stop()
    for language, direction in (("ps", "rtl"), ("ur", "rtl"), ("en", "ltr")):
        page.goto("/field/#more")
        page.click(f"language-choice [data-lang={language}]")
        page.wait_for_selector(f"html[lang={language}] body[data-ready=true]", timeout=WAIT_MS)
        assert page.locator("html").get_attribute("dir") == direction
        open_app(page)
        assert page.locator("html").get_attribute("lang") == language
        page.wait_for_selector("ready-line[data-ready=true]")
        page.goto("/field/#new")
        page.wait_for_selector("[name='place.district'] option:nth-child(30)", state="attached")


def test_ready_is_said_only_of_what_stands_on_the_phone(site: Site, page: Page) -> None:
    make_ready(site, page)
    page.evaluate("""async () => {
        const [name] = (await caches.keys()).filter((one) => one.startsWith('words-'));
        const cache = await caches.open(name);
        const [shell] = (await cache.keys()).filter((one) => one.url.includes('/field/shell/ur'));
        await cache.delete(shell);
    }""")
    site.server.stop()
    open_app(page)
    assert page.locator("ready-line").get_attribute("data-ready") == "false"
    assert page.locator("ready-line [data-lang=ur] [data-part=mark]").inner_text() == "…"
    assert page.locator("ready-line [data-lang=ps] [data-part=mark]").inner_text() == "✓"


def test_f12_a_gateways_page_is_never_kept(site: Site, page: Page) -> None:
    def portal(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<h1>Buy data</h1>")

    site.sign_in(page)
    page.wait_for_selector("ready-line[data-ready=true]", timeout=WAIT_MS)
    page.context.route("**/*", portal)
    page.evaluate("""async () => {
        const registration = await navigator.serviceWorker.getRegistration('/field/');
        await registration.update().catch(() => {});
    }""")
    open_app(page)
    page.click("[data-part=new]")
    page.wait_for_selector("complaint-form form")
    assert not [text for text in page.evaluate(TEXTS) if "Buy data" in text]


def test_f12_an_install_behind_a_gateway_fails_and_goes_on_later(site: Site, page: Page) -> None:
    site.sign_in(page)  # the page came; what the worker asks for does not
    page.wait_for_selector("ready-line[data-ready=true]", timeout=WAIT_MS)
    kept = page.evaluate("""async () => {
        const { build } = document.documentElement.dataset;
        const { files } = await (await fetch(`/static/${build}/manifest.json`)).json();
        const { url } = files.find((file) => file.path === 'js/shared.js');
        const { js_lib_shelf: shelf } = await import(url);
        const real = globalThis.fetch;
        const headers = { 'Content-Type': 'text/css' };
        const portal = () => new Response('<h1>Buy data</h1>', { headers });
        for (const name of await caches.keys()) await caches.delete(name);
        let asked = 0;
        globalThis.fetch = async (url, options) => {
            return String(url).endsWith('app.css') ? portal() : real(url, options);
        };
        const failed = await shelf.keepStatic(build).then(() => false, () => true);
        globalThis.fetch = async (url, options) => { asked += 1; return real(url, options); };
        await shelf.keepStatic(build);
        return [failed, asked, (await (await caches.open(`shell-${build}`)).keys()).length];
    }""")
    failed, asked, files = kept
    assert failed
    assert asked <= files, "what stood there already was not fetched again"


def test_the_plain_page_needs_the_server_and_gives_way_to_the_app_without_one(
    site: Site, page: Page
) -> None:
    make_ready(site, page)
    page.goto("/field/complaints/new")
    assert page.locator(".sheet form [name=csrf_token]").count() == 1
    site.server.stop()
    page.goto("/field/complaints/new")
    page.wait_for_selector("body[data-ready=true] home-screen")


def test_f38_an_update_waits_for_a_tap_and_the_draft_stays(site: Site, page: Page) -> None:
    make_ready(site, page)
    old = page.locator("html").get_attribute("data-build")
    page.click("[data-part=new]")
    page.fill("[name='resident.name']", "ګل خان")
    expect(page.locator("[data-part=saved]")).to_have_text("Kept on this phone.")
    site.rebuild()
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration('/field/')).update()")
    page.wait_for_selector("update-offer:not([hidden])", timeout=WAIT_MS)
    assert page.locator("html").get_attribute("data-build") == old, "nothing is taken unasked"
    page.fill("[name='resident.name']", "ګل خان بابا")
    page.click("update-offer [data-part=take]")
    page.wait_for_selector(f"html:not([data-build='{old}']) body[data-ready=true]", timeout=WAIT_MS)
    assert page.input_value("[name='resident.name']") == "ګل خان بابا"
    names = page.evaluate(
        "async () => (await caches.keys()).filter((one) => one.startsWith('shell-'))"
    )
    assert len(names) == 2, "the previous build is kept"


def test_an_update_fetches_only_what_changed(site: Site, page: Page) -> None:
    make_ready(site, page)
    site.rebuild()
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration('/field/')).update()")
    page.wait_for_selector("update-offer:not([hidden])", timeout=WAIT_MS)
    assert any(url.endswith("icons/new.svg") for url in asked), "the worker's requests are seen"
    assert not [url for url in asked if url.endswith(("app.css", "field.js", "sprite.svg"))]


def test_published_words_reach_the_phone_and_stay_without_a_server(site: Site, page: Page) -> None:
    make_ready(site, page)
    site.publish("New complaint", "ps", "تازه شکایت")
    page.goto("/field/#more")
    page.reload()
    page.wait_for_selector("body[data-ready=true]")
    page.evaluate(NEW_WORDS_ARE_WHOLE)
    site.server.stop()
    page.click("language-choice [data-lang=ps]")
    page.wait_for_selector("html[lang=ps] body[data-ready=true]", timeout=WAIT_MS)
    open_app(page)
    assert page.locator("[data-part=new]").inner_text() == "تازه شکایت"


def test_the_kill_switch_puts_files_away_and_leaves_the_work(site: Site, page: Page) -> None:
    make_ready(site, page)
    page.click("[data-part=new]")
    page.fill("[name='resident.name']", "ګل خان")
    expect(page.locator("[data-part=saved]")).to_have_text("Kept on this phone.")
    site.server.stop()
    site.server.environment["INTERMEDIARY_FIELD_WORKER"] = "off"
    site.server.start()
    page.evaluate("""async () => {
        const registration = await navigator.serviceWorker.getRegistration('/field/');
        await registration.update();
        while (await navigator.serviceWorker.getRegistration('/field/')) {
            await new Promise((resolve) => { setTimeout(resolve, 50); });
        }
    }""")
    assert page.evaluate(TEXTS) == []
    open_app(page)
    assert page.locator("[data-part=draft-list] a").count() == 1


def test_the_worker_leaves_everything_that_is_sent_alone(site: Site, page: Page) -> None:
    make_ready(site, page)
    open_app(page)
    answers: list[bool] = []
    page.on("response", lambda answer: answers.append(answer.from_service_worker))
    page.evaluate("""async () => {
        await fetch('/sync/v1/ping?n=1');
        await fetch('/accounts/login');
    }""")
    page.wait_for_timeout(100)
    assert answers
    assert not any(answers)
