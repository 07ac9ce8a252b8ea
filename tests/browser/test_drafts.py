"""Words that were typed stay, whatever happens to the page the moment after."""

import pytest
from playwright.sync_api import expect

from tests.browser.phone import Phone
from tests.browser.site import Site

NAME = "ګل خان"
WORDS = "زموږ د کلي اوبه ودرېدې"
QUICKEST_MS = 300  # from the last letter to the next tap of a hurried thumb


@pytest.mark.parametrize("ending", ["reload", "close"])
def test_a_page_that_ends_soon_after_the_last_letter_loses_no_word(
    site: Site, phone: Phone, ending: str
) -> None:
    phone.sign_in(site.person("intermediary"), "ps")
    site.lose()
    form = phone.begin()
    form.locator("[name='resident.name']").fill(NAME)
    phone.next("what")
    form.locator("[name=text]").press_sequentially(WORDS)  # without a pause
    address = phone.page.url
    phone.page.wait_for_timeout(QUICKEST_MS)
    if ending == "reload":
        phone.page.reload()
    else:
        phone.close()
        phone.open()
        phone.page.goto(address)
    phone.ready()
    kept = phone.page.locator("complaint-form")
    expect(kept.locator("[name='resident.name']")).to_have_value(NAME)
    expect(kept.locator("[name=text]")).to_have_value(WORDS)


def test_nothing_can_be_typed_before_the_form_keeps_it(site: Site, phone: Phone) -> None:
    phone.sign_in(site.person("intermediary"), "ps")
    template = phone.page.evaluate(
        "document.getElementById('screen-new').content.querySelector('form').inert"
    )
    assert template, "the form wakes when it listens, not before"
    form = phone.begin()
    expect(form.locator("form")).not_to_have_attribute("inert", "")


def test_a_step_left_incomplete_is_marked_at_once(site: Site, phone: Phone) -> None:
    phone.sign_in(site.person("intermediary"), "ps")
    form = phone.begin()
    phone.next("what")
    expect(form.locator(".steps li.is-missing")).to_have_count(1)
