"""A phone in a person's hand: a browser that keeps its store, and the app driven by tapping.

Separate from the journeys: they say what people do, this knows where on the screen it is done.
"""

import gzip
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType, Locator, Page, Request, expect

from tests.browser.browsers import ARGUMENTS, EXECUTABLE
from tests.factories import Person

SIZE = {"width": 360, "height": 740}  # px
WAIT_MS = 30_000
GZIP = b"\x1f\x8b"
LOOK_AGAIN_MS = 100
STEPS = ("who", "what", "where", "consent", "check")


def _letter(request: Request) -> Any:
    """Return the body of a POST sync; None for other requests."""
    if request.method != "POST" or not request.url.endswith("/sync/v1/sync"):
        return None
    body = request.post_data_buffer or b""
    return json.loads(gzip.decompress(body) if body[:2] == GZIP else body)


def _set_text_size(folder: Path, text_px: int) -> None:
    """Set the browser's own text size, as people with weak eyes do."""
    (folder / "Default").mkdir(parents=True)
    wishes = {"webkit": {"webprefs": {"default_font_size": text_px}}}
    (folder / "Default" / "Preferences").write_text(json.dumps(wishes))


class Phone:
    """One phone; `page` is the window in front."""

    def __init__(
        self, chromium: BrowserType, origin: str, folder: Path, *, text_px: int = 16
    ) -> None:
        self.chromium, self.origin, self.folder = chromium, origin, folder
        #: Ids of the items in answered letters, as often as they were there.
        self.answered: list[str] = []
        #: Account of a letter → ids in it, answered or not.
        self.sent_as: dict[str, set[str]] = {}
        _set_text_size(folder, text_px)
        self.open()

    def open(self) -> None:
        """Open the browser with all that it kept."""
        self.context = self.chromium.launch_persistent_context(
            self.folder, executable_path=EXECUTABLE, args=ARGUMENTS, base_url=self.origin,
            viewport=SIZE, has_touch=True, locale="ur",
        )  # fmt: skip
        self.context.set_default_timeout(WAIT_MS)
        self.context.on("request", self._note)
        self.context.on("requestfinished", self._note_answer)
        self.page = self.context.pages[0]

    def close(self) -> None:
        """Close the browser; what is on the disk stays."""
        self.context.close()

    def _note(self, request: Request) -> None:
        if letter := _letter(request):
            ids = {item["id"] for item in letter["put"]}
            self.sent_as.setdefault(letter["account"], set()).update(ids)

    def _note_answer(self, request: Request) -> None:
        if letter := _letter(request):
            self.answered += [item["id"] for item in letter["put"]]

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait, as long as a screen may take, until something is so at the server."""
        deadline = time.monotonic() + WAIT_MS / 1000
        while not is_so():
            assert time.monotonic() < deadline, "it did not come true"
            self.page.wait_for_timeout(LOOK_AGAIN_MS)

    def sign_in(self, person: Person, language: str) -> None:
        """Sign in in a language, and wait until the app can do without a signal."""
        if "/field/" in self.page.url:
            self.page.locator("home-screen [data-part=sign-in] a").tap()
        else:
            self.page.goto("/accounts/login?next=/field/")
        with self.page.expect_navigation(url=re.compile("/accounts/login")):
            self.page.locator(f".languages button[value={language}]").tap()
        self.page.wait_for_selector(f"html[lang={language}]")
        self.page.fill("#username", person.username)
        self.page.fill("#password", person.password)
        self.page.locator("main button[type=submit]").tap()
        self.page.wait_for_selector("ready-line[data-ready=true]")
        expect(self.page.locator("[data-part=sign-in]")).to_be_hidden()

    def home(self, page: Page | None = None) -> None:
        """Open the app afresh, as by its icon."""
        window = page or self.page
        window.goto("about:blank")
        window.goto("/field/")
        self.ready(window)

    def ready(self, page: Page | None = None) -> None:
        """Wait until the app is drawn."""
        (page or self.page).wait_for_selector("body[data-ready=true]")

    def go(self, place: str) -> None:
        """Tap a place of the bottom bar."""
        self.page.locator(f".bottom-bar [data-place={place}]").tap()

    def waiting(self, count: int, page: Page | None = None) -> None:
        """See on the home screen how many wait to be sent."""
        queue = (page or self.page).locator("queue-state")
        expect(queue).to_have_attribute("data-waiting", str(count))

    def send(self, left: int = 0) -> None:
        """Open the app, which sends at once, and see how many are left."""
        self.home()
        self.waiting(left)

    # The new complaint.

    def begin(self) -> Locator:
        """Tap "New complaint"; return its form."""
        self.page.locator("[data-part=new]").tap()
        form = self.page.locator("complaint-form")
        expect(form.locator(".steps [aria-current=step]")).to_be_visible()  # it listens from now on
        self.see_step("who")
        return form

    def see_step(self, step: str) -> None:
        """Wait until a step stands on the screen."""
        expect(self.page.locator(f"fieldset.step[data-step={step}]")).to_be_visible()

    def next(self, step: str) -> None:
        """Tap "Next" and see the step that comes."""
        self.page.locator("[data-part=next]").tap()
        self.see_step(step)

    def register(self, text: str, lang: str, *, category: str = "", is_pasted: bool = False) -> str:
        """Register a complaint in five steps; return the slip code that the resident takes home."""
        page = self.page
        self.begin()
        page.locator("[name='resident.name']").press_sequentially("ګل خان")
        self.next("what")
        page.locator("[name=lang]").select_option(lang)
        words = page.locator("[name=text]")
        words.fill(text) if is_pasted else words.press_sequentially(text)
        if category:
            page.locator(f".picture[data-code={category.split('_')[0]}]").tap()
            page.locator(f"[data-part=subs] [data-code={category}]").tap()
        self.next("where")
        expect(page.locator("[name='place.district']")).to_have_value("PK512")  # of the own school
        page.locator("[name='place.village']").fill("Sabirabad")
        self.next("consent")
        page.locator("[name='consent.method']").select_option("witness")
        page.locator("[name='consent.witness']").fill("زرين خان")
        self.next("check")
        expect(page.locator("[data-part=answers]")).to_contain_text(text)
        return self.save()

    def save(self) -> str:
        """Tap "Save", read the slip, hand it over; return its code."""
        self.page.locator("[data-part=save]").tap()
        code = self.page.locator("slip-card [data-part=code]")
        expect(code).not_to_be_empty()
        slip = re.sub(r"\D", "", code.inner_text())
        self.page.locator("slip-card [data-part=done]").tap()
        self.page.wait_for_selector("queue-state[data-waiting]")
        return slip

    # One's own complaints.

    def cards(self, group: str) -> Locator:
        """Open "My complaints" and return the cards of a group: needs, waiting, sent, closed."""
        self.go("complaints")
        self.page.wait_for_selector("complaint-list")
        return self.page.locator(f"complaint-list [data-group={group}] .card")

    def open_complaint(self, id_: str) -> Locator:
        """Tap a complaint's card; return what the screen shows of it."""
        self.go("complaints")
        self.page.locator(f"a[href='#complaint/{id_}']").tap()
        detail = self.page.locator("complaint-detail")
        expect(detail.locator("[data-part=chip]")).not_to_be_empty()
        return detail

    def act(self, id_: str, kind: str, **typed: str) -> None:
        """Do something about a complaint: type into the act's form and save it on the phone."""
        form = self.open_complaint(id_).locator(f"act-form[data-act={kind}]")
        if not form.locator("form").is_visible():
            form.locator("summary").tap()
        for name, text in typed.items():
            form.locator(f"[name={name}]").fill(text)
        form.locator("button[type=submit]").tap()
        expect(self.page.locator("complaint-detail .notice-waiting").first).to_be_visible()

    def stored(self) -> Any:
        """Return the names of what the caches hold, with the addresses in each."""
        return self.page.evaluate(
            "async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async"
            " (n) => [n, (await (await caches.open(n)).keys()).map((r) => r.url)])))"
        )
