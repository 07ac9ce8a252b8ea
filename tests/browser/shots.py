"""`make shots`: every page × language × width as a picture under build/shots/, to be looked at.

A page of a door is a line in PAGES; a screen of the teacher's app is a line in SCREENS.
"""

import html
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from intermediary.core.languages import LANGUAGES
from tests.server import Server

FOLDER = Path("build/shots")
WIDTHS = {360: 760, 1280: 900}  # px: a phone's and a desk's width, each with its height
NARROWEST = 320  # px: nothing may need sideways scrolling (UI.md 4)
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


PAGES = (
    Shot("start", None, "/"),
    Shot("track", None, "/track"),
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
    Shot("audit", "auditor", "/review/"),
    Shot("wording", "admin", "/wording/"),
    Shot("wording-missing", "translator", "/wording/?show=missing"),
    Shot("wording-text", "translator", "/wording/", ("main a[href*='/wording/strings/']",)),
    Shot("publishing", "admin", "/wording/releases"),
)
STEPS = ("who", "what", "where", "consent", "check")
SCREENS = ("home", "complaints", "more")
#: What the teacher types, so that the pictures show a filled form.
TYPED = {
    "ps": ("ګل خان", "زمونږ د کلي ټرانسفارمر سوځېدلی دی، شل ورځې کېږي چې بجلي نشته."),
    "ur": ("گل خان", "ہمارے گاؤں کا ٹرانسفارمر جل گیا ہے، بیس دن سے بجلی نہیں ہے۔"),
    "en": ("Gul Khan", "The transformer of our village has burnt out. No power for twenty days."),
}


class Photographer:
    """Takes the pictures of one server in one browser and remembers what there is."""

    def __init__(self, server: Server, browser: Browser) -> None:
        self.server, self.browser = server, browser
        self.taken: dict[str, dict[str, list[str]]] = {}
        self.troubles: list[str] = []

    def open(self, language: str, person: str | None) -> BrowserContext:
        """Return a browser of a person, signed in, in a language."""
        context = self.browser.new_context(
            base_url=self.server.origin, viewport={"width": 360, "height": WIDTHS[360]}
        )
        context.add_cookies([{"name": "language", "value": language, "url": self.server.origin}])
        if person is not None:
            page = context.new_page()
            page.goto("/accounts/login?next=/accounts/change")
            page.fill("#username", person)
            page.fill("#password", f"demo-{person}")
            page.click("main button[type=submit]")
            page.close()
        return context

    def take(self, page: Page, name: str, language: str) -> None:
        """Take the page as it stands, in every width."""
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            file = f"{name}-{language}-{width}.png"
            page.screenshot(path=FOLDER / file, full_page=True)
            self.taken.setdefault(name, {}).setdefault(language, []).append(file)
        for width in (NARROWEST, *WIDTHS):
            page.set_viewport_size({"width": width, "height": WIDTHS[360]})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.troubles.append(f"{name} {language}: {wide} px wide on a screen of {width}")
        page.set_viewport_size({"width": 360, "height": WIDTHS[360]})

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
                    page.locator(link).first.click()
                else:
                    self.troubles.append(f"{shot.name} {language}: nothing to follow at {link}")
            for place, text in shot.typed.items():
                page.fill(place, text)
            if shot.typed:
                page.locator("main form").last.locator("button[type=submit]").click()
            self.take(page, shot.name, language)
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
            self.take(page, f"app-{step}", language)
        page.click("[data-part=save]")
        page.wait_for_selector("slip-card svg")
        self.take(page, "app-slip", language)
        page.click("[data-part=done]")
        for screen in SCREENS:
            page.click(f".bottom-bar [data-place={screen}]")
            page.wait_for_timeout(300)
            self.take(page, f"app-{screen}", language)
        page.click(".bottom-bar [data-place=complaints]")
        page.click("complaint-list .card-link")
        page.wait_for_selector("complaint-detail [data-part=chip]:not(:empty)")
        self.take(page, "app-complaint", language)
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


def write_index(taken: dict[str, dict[str, list[str]]]) -> None:
    """Write the page on which all pictures stand beside each other."""
    rows = []
    for name, languages in taken.items():
        pictures = "".join(
            f'<a href="{file}"><img src="{file}" alt="{name} {language}" loading="lazy"></a>'
            for language, files in languages.items()
            for file in files
        )
        rows.append(f"<h2>{html.escape(name)}</h2><div>{pictures}</div>")
    style = "body{font:1rem system-ui}div{display:flex;gap:1rem;overflow:auto;align-items:start}"
    style += "img{inline-size:18rem;border:1px solid #999}"
    page = f"<!doctype html><meta charset=utf-8><title>Shots</title><style>{style}</style>"
    (FOLDER / "index.html").write_text(page + "".join(rows), encoding="utf-8")


def main() -> None:
    """Take all pictures; pages or languages named on the command line only those."""
    wanted = [code for code in sys.argv[1:] if code in LANGUAGES] or list(LANGUAGES)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), f"sqlite:///{folder}/shots.db")
        for command in (("db", "upgrade"), ("directory", "load"), ("demo", "load")):
            server.command(*command)
        server.start()
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        photographer = Photographer(server, browser)
        try:
            for language in wanted:
                photographer.app(language)
            for language in wanted:
                photographer.pages(language)
        finally:
            browser.close()
            server.stop()
    write_index(photographer.taken)
    print(f"{sum(len(f) for p in photographer.taken.values() for f in p.values())} pictures,"
          f" all on {FOLDER / 'index.html'}")  # fmt: skip
    for trouble in photographer.troubles:
        print("LOOK:", trouble)


if __name__ == "__main__":
    main()
