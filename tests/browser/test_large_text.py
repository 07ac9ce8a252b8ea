"""Text at 200 %: a teacher with weak eyes does the whole form, and nothing runs off the screen."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserType

from intermediary.core.languages import LANGUAGES
from tests.browser.phone import SIZE, STEPS, Phone
from tests.browser.site import Site

DOUBLED = 32  # px
SIZES = """() => {
    const root = document.documentElement;
    return [parseFloat(getComputedStyle(root).fontSize), root.scrollWidth];
}"""


def fits(phone: Phone) -> bool:
    """Tell whether the text is twice as large, and the page no wider than the screen."""
    size, width = phone.page.evaluate(SIZES)
    return bool(size >= DOUBLED and width <= SIZE["width"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_twice_as_large_text_fits_every_screen_of_the_app(
    chromium: BrowserType, site: Site, tmp_path: Path, language: str
) -> None:
    phone = Phone(chromium, site.origin, tmp_path / "large", text_px=DOUBLED)
    phone.sign_in(site.person("intermediary"), language)
    assert fits(phone)
    phone.begin()
    for step in STEPS:
        phone.page.locator(f".steps button[data-step={step}]").tap()
        phone.see_step(step)
        assert fits(phone), step
    phone.home()
    phone.register("There is no water.", "en")
    phone.waiting(0)
    assert site.texts() == ["There is no water."]
    for place in ("complaints", "more", "home"):
        phone.go(place)
        phone.page.wait_for_selector("h1")
        assert fits(phone), place
    phone.close()
