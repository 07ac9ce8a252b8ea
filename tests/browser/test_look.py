"""Every page and screen under axe, on the narrowest screen, and the slip on paper."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from intermediary.core.languages import LANGUAGES
from tests.browser.tour import PHONE, Tour, chromium, demo_server
from tests.server import Server

DESK = {"width": 1280, "height": 900}  # px
NARROWEST = 320  # px (UI.md 4)
PAPERS = {"A6": ("105mm", "148mm"), "roll": ("58mm", "210mm"), "A4": ("210mm", "297mm")}
SHEET = re.compile(rb"/Type\s*/Page[^s]")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with demo_server() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


class Inspector:
    """Collects what is wrong with the pages it is shown."""

    def __init__(self, *sizes: dict[str, int]) -> None:
        self.sizes, self.axe = sizes, Axe()
        self.faults: list[str] = []
        self.seen: set[str] = set()

    def look(self, page: Page, name: str, language: str) -> None:
        """Measure the narrowest screen, then let axe look at every size."""
        self.seen.add(name)
        page.set_viewport_size({"width": NARROWEST, "height": PHONE["height"]})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > NARROWEST:
            self.faults.append(f"{name} {language}: {wide} px wide")
        for size in self.sizes:
            page.set_viewport_size(size)
            for fault in self.axe.run(page).response["violations"]:
                where = [node["target"] for node in fault["nodes"]][:3]
                self.faults.append(f"{name} {language} {size['width']}: {fault['id']} {where}")
        page.set_viewport_size(PHONE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_open_to_everybody(server: Server, browser: Browser, language: str) -> None:
    inspector = Inspector(PHONE, *([DESK] if language == "en" else []))
    tour = Tour(server, browser, inspector.look)
    tour.app(language)
    tour.pages(language)
    assert inspector.faults + tour.troubles == []
    assert {"app-slip", "complaint", "wording-text", "start"} <= inspector.seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_resident_takes_the_slip_home_on_one_sheet(
    server: Server, browser: Browser, language: str
) -> None:
    sheets = {}

    def look(page: Page, name: str, _language: str) -> None:
        if name == "app-slip":
            for paper, (width, height) in PAPERS.items():
                sheets[paper] = len(SHEET.findall(page.pdf(width=width, height=height)))

    Tour(server, browser, look).app(language)
    assert sheets == dict.fromkeys(PAPERS, 1)
