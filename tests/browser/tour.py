"""A walk through all pages and all screens, as each person, in a language.

Separate because the pictures of `make shots` and the checks of every page go the same way. A page
of a door is a line in PAGES; a screen of the teacher's app is a line in SCREENS.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from intermediary.demo.complaints import read_samples
from tests.server import Server

PHONE = {"width": 360, "height": 760}  # px
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True)
class Shot:
    """One page: who looks at it, where it is, and which links lead on from there."""

    name: str
    person: str | None
    path: str
    #: CSS selectors of links that are followed, first match each.
    follow: tuple[str, ...] = ()
    #: CSS selector → what is typed into it; the last form that holds one of them is sent.
    typed: dict[str, str] = field(default_factory=dict)


#: Slips of sample complaints in different states, as residents hold them.
SLIPS = {s["source"]: s["slip"] for s in read_samples() if s["source"] in ("p01", "p12", "u02")}
PAGES = (
    Shot("start", None, "/"),
    Shot("track", None, "/track"),
    *(Shot(f"slip-{name}", None, "/track", typed={"#slip": slip}) for name, slip in SLIPS.items()),
    Shot("sign-in", None, "/accounts/login"),
    Shot(
        "sign-in-wrong", None, "/accounts/login", typed={"#username": "teacher", "#password": "x"}
    ),
    Shot("not-found", None, "/nowhere"),
    Shot("please-sign-in", None, "/wording/"),
    Shot("password", "officer", "/accounts/change"),
    Shot("plain-form", "teacher", "/field/complaints/new"),
    Shot("queue", "officer", "/review/"),
    Shot("complaint", "officer", "/review/", ("main a[href*='/review/complaints/']",)),
    Shot("worklist", "department", "/review/"),
    Shot("case", "department", "/review/", ("main a[href*='/review/complaints/']",)),
    Shot("audit", "auditor", "/review/"),
    Shot("wording", "admin", "/wording/"),
    Shot("wording-missing", "translator", "/wording/?show=missing"),
    Shot("wording-text", "translator", "/wording/", ("main a[href*='/wording/strings/']",)),
    Shot("publishing", "admin", "/wording/releases"),
    Shot("release", "admin", "/wording/releases", ("main .card-list a",)),
)
STEPS = ("who", "what", "where", "consent", "check")
SCREENS = ("home", "complaints", "more")
#: What the teacher types, so that the pictures show a filled form.
TYPED = {
    "ps": ("ګل خان", "زمونږ د کلي ټرانسفارمر سوځېدلی دی، شل ورځې کېږي چې بجلي نشته."),
    "ur": ("گل خان", "ہمارے گاؤں کا ٹرانسفارمر جل گیا ہے، بیس دن سے بجلی نہیں ہے۔"),
    "en": ("Gul Khan", "The transformer of our village has burnt out. No power for twenty days."),
}


class Tour:
    """Walks through one server in one browser; `look` is called with every page as it stands."""

    def __init__(
        self, server: Server, browser: Browser, look: Callable[[Page, str, str], None]
    ) -> None:
        self.server, self.browser, self.look = server, browser, look
        self.troubles: list[str] = []

    def open(self, language: str, person: str | None) -> BrowserContext:
        """Return a browser of a person, signed in, in a language."""
        context = self.browser.new_context(
            base_url=self.server.origin, viewport=PHONE, bypass_csp=True
        )  # else axe could not be put into the page
        context.add_cookies([{"name": "language", "value": language, "url": self.server.origin}])
        if person is not None:
            page = context.new_page()
            page.goto("/accounts/login?next=/accounts/change")
            page.fill("#username", person)
            page.fill("#password", f"demo-{person}")
            with page.expect_navigation():
                page.click("main button[type=submit]")
            page.close()
        return context

    def pages(self, language: str) -> None:
        """Take every page of the doors."""
        contexts: dict[str | None, BrowserContext] = {}
        for shot in PAGES:
            if shot.person not in contexts:
                contexts[shot.person] = self.open(language, shot.person)
            page = contexts[shot.person].new_page()
            page.goto(shot.path)
            for link in shot.follow:
                if page.locator(link).count():
                    with page.expect_navigation():
                        page.locator(link).first.click()
                else:
                    self.troubles.append(f"{shot.name} {language}: nothing to follow at {link}")
            for place, text in shot.typed.items():
                page.fill(place, text)
            if shot.typed:
                with page.expect_navigation():
                    page.locator("main form").last.locator("button[type=submit]").click()
            self.look(page, shot.name, language)
            page.close()
        for context in contexts.values():
            context.close()

    def app(self, language: str) -> None:
        """Take every screen of the teacher's app, and register a complaint on the way."""
        context = self.open(language, "teacher")
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"app {language}: {error}"))
        page.goto("/field/")
        page.wait_for_selector("body[data-ready]")
        page.wait_for_selector("ready-line[data-ready=true]")
        page.click("[data-part=new]")
        for step in _filled_steps(page, language):
            self.look(page, f"app-{step}", language)
        page.click("[data-part=save]")
        page.wait_for_selector("slip-card svg")
        self.look(page, "app-slip", language)
        page.click("[data-part=done]")
        for screen in SCREENS:
            page.click(f".bottom-bar [data-place={screen}]")
            page.wait_for_timeout(300)
            self.look(page, f"app-{screen}", language)
        page.click(".bottom-bar [data-place=complaints]")
        page.click("complaint-list .card-link")
        page.wait_for_selector("complaint-detail [data-part=chip]:not(:empty)")
        self.look(page, "app-complaint", language)
        context.close()


def _filled_steps(page: Page, language: str) -> Iterator[str]:
    """Fill the five steps one after the other, and stop at each for its picture."""
    name, text = TYPED[language]
    for step in STEPS:
        page.click(f".steps button[data-step={step}]")
        if step == "who":
            page.fill("[name='resident.name']", name)
        elif step == "what":
            page.select_option("[name=lang]", language)
            page.fill("[name=text]", text)
            page.wait_for_timeout(500)  # the suggestions follow the words
            page.locator("[data-part=tops] .picture").nth(3).click()
        elif step == "consent":
            page.fill("[name='consent.witness']", name)
        yield step


@contextmanager
def demo_server() -> Iterator[Server]:
    """Run the product with its sample people and complaints, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), f"sqlite:///{folder}/tour.db")
        for command in (("db", "upgrade"), ("directory", "load"), ("demo", "load")):
            server.command(*command)
        try:
            yield server.start()
        finally:
            server.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        try:
            yield browser
        finally:
            browser.close()
