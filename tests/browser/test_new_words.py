"""The administrator changes a sentence: open pages and phones say it without a restart."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import MakeDesk
from tests.browser.desk import Desk
from tests.browser.phone import Phone
from tests.browser.site import Site

SENTENCE = "What became of my complaint?"
SHOWN = "میری شکایت اب کہاں تک پہنچی؟"
ON_PHONE = "Nothing is registered yet. Begin with “New complaint”."
SAID = "ابھی کچھ درج نہیں ہوا۔ آئیے شروع کریں۔"


def reword(admin: Desk, sentence: str, words: str) -> None:
    """Look a sentence up and write it anew in Urdu."""
    page = admin.page
    page.goto("/wording/")
    page.fill("#q", sentence)
    admin.submit(page.locator(".wording-search button"))
    rows = page.locator(".wording-table tbody tr")
    admin.submit(rows.filter(has_text=sentence).first.locator("a.button"))
    page.locator("[name='ur-0']").fill(words)
    admin.submit(page.locator(".wording-columns form button[type=submit]"))
    expect(page.locator("main [role=status]").first).to_be_visible()


def see_words(phone: Phone, words: str) -> None:
    """Open the app until it says the words: a sync brings them, the next opening shows them."""

    def says(page: Page) -> bool:
        phone.home()
        page.wait_for_selector("[data-part=none]:not([hidden])")
        return page.locator("[data-part=none]").inner_text() == words

    phone.until(lambda: says(phone.page))


def heading_now(page: Page) -> str:
    """Ask for an open page again and return its heading; each worker follows within a second."""
    page.reload()
    return page.locator("h1").inner_text()


def test_new_words_reach_open_pages_and_phones_and_can_be_taken_back(
    site: Site, phone: Phone, desk: MakeDesk
) -> None:
    phone.sign_in(site.person("intermediary"), "ur")
    shipped = phone.page.locator("home-screen [data-part=none]").inner_text()
    resident = desk("ur")
    before = resident.page.locator("h1").inner_text()
    admin = desk("en").sign_in(site.person("administrator"))
    reword(admin, SENTENCE, SHOWN)
    reword(admin, ON_PHONE, SAID)
    resident.page.reload()
    expect(resident.page.locator("h1")).to_have_text(before)  # a draft is nobody's business yet

    admin.page.goto("/wording/releases")
    admin.submit(admin.page.locator("form[action$='/releases'] button"))
    phone.until(lambda: heading_now(resident.page) == SHOWN)
    see_words(phone, SAID)
    site.lose()
    phone.close()
    phone.open()
    see_words(phone, SAID)

    site.find()
    admin.page.goto("/wording/releases/0")
    admin.submit(admin.page.locator("form[action$='/return'] button"))
    phone.until(lambda: heading_now(resident.page) == before)
    see_words(phone, shipped)
