"""The whole form by keyboard alone: nobody needs a finger or a mouse to register a complaint."""

from playwright.sync_api import Page, expect

from tests.browser.phone import Phone
from tests.browser.site import Site

MOST_TABS = 80
FOCUS = """() => {
    const { name, dataset, id, type } = document.activeElement;
    return [name, dataset.part, dataset.place, id, type].filter(Boolean);
}"""


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus stands on an element of this name, part or id."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted in page.evaluate(FOCUS):
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", f"the focus on {wanted} cannot be seen"
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def test_complaint_is_registered_by_keyboard_alone(site: Site, phone: Phone) -> None:
    phone.sign_in(site.person("intermediary"), "en")
    page = phone.page
    site.line.cut()
    tab_to(page, "new")
    page.keyboard.press("Enter")
    phone.see_step("who")
    tab_to(page, "resident.name")
    page.keyboard.type("Gul Khan")
    tab_to(page, "next")
    page.keyboard.press("Enter")
    phone.see_step("what")
    tab_to(page, "text")
    page.keyboard.type("The tube well has been dry for three weeks.")
    tab_to(page, "unsure")
    page.keyboard.press("Space")
    tab_to(page, "next")
    page.keyboard.press("Enter")
    phone.see_step("where")
    tab_to(page, "place.village")
    page.keyboard.type("Sabirabad")
    tab_to(page, "next")
    page.keyboard.press("Enter")
    phone.see_step("consent")
    tab_to(page, "consent.witness")
    page.keyboard.type("Zarin Khan")
    tab_to(page, "consent.scope")
    page.keyboard.press("Space")
    tab_to(page, "next")
    page.keyboard.press("Enter")
    phone.see_step("check")
    tab_to(page, "save")
    page.keyboard.press("Enter")
    expect(page.locator("slip-card [data-part=code]")).not_to_be_empty()
    tab_to(page, "done")
    page.keyboard.press("Enter")
    phone.waiting(1)
    site.line.mend()
    tab_to(page, "send")
    page.keyboard.press("Enter")
    phone.waiting(0)
    assert site.texts() == ["The tube well has been dry for three weeks."]
