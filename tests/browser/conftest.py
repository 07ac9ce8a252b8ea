"""Sites, phones and desks for the journeys; one driver and one desk's browser for a module."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, expect, sync_playwright

from tests.browser.browsers import ARGUMENTS, EXECUTABLE
from tests.browser.desk import Desk
from tests.browser.phone import WAIT_MS, Phone
from tests.browser.site import Site
from tests.conftest import Databases

MakeDesk = Callable[..., Desk]


@pytest.fixture(scope="module")
def chromium() -> Iterator[BrowserType]:
    """Return the driver, from which each phone is a browser of its own."""
    expect.set_options(timeout=WAIT_MS)  # many tests share few processors
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="module")
def desk_browser(chromium: BrowserType) -> Iterator[Browser]:
    """Return the browser of all desks."""
    browser = chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def engine() -> str:
    """Return SQLite, for journeys that say nothing else."""
    return "sqlite"


@pytest.fixture
def site(databases: Databases, engine: str, tmp_path: Path) -> Iterator[Site]:
    """Return the running product on a fresh database."""
    made = Site(databases, engine, tmp_path)
    try:
        made.server.start()
        yield made
    finally:
        made.end()


@pytest.fixture
def phone(chromium: BrowserType, site: Site, tmp_path: Path) -> Iterator[Phone]:
    """Return a phone that was never used."""
    made = Phone(chromium, site.origin, tmp_path / "phone")
    yield made
    made.close()


@pytest.fixture
def desk(desk_browser: Browser, site: Site) -> Iterator[MakeDesk]:
    """Return the maker of desks: `desk("ur")`, `desk("en", java_script_enabled=False)`."""
    made: list[Desk] = []

    def make(language: str, **options: object) -> Desk:
        made.append(Desk(desk_browser, site.origin, language, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()
