"""What a teacher reads aloud to the resident before the complaint is kept."""

from playwright.sync_api import expect

from tests.browser.phone import Phone
from tests.browser.site import Site


def test_the_category_is_read_back_by_its_name_alone(site: Site, phone: Phone) -> None:
    phone.sign_in(site.person("intermediary"), "en")
    form = phone.begin()
    phone.next("what")
    picture = form.locator(".picture[data-code=WATER]")
    name = picture.locator("[data-part=name]").inner_text()
    said = form.locator("read-back dt", has_text="Category").locator(
        "xpath=following-sibling::dd[1]"
    )
    for tapped, read in (
        (picture, name),
        (form.locator("[data-part=unsure]"), "Not sure: the district officer chooses."),
    ):
        tapped.tap()
        form.locator(".steps button[data-step=check]").tap()
        expect(said).to_have_text(read)
        form.locator(".steps button[data-step=what]").tap()
