"""A browser without JavaScript: one page, a slip, and two taps on "Save" are one complaint."""

import re

import pytest
from playwright.sync_api import expect

from intermediary.core.languages import LANGUAGES
from tests.browser.conftest import MakeDesk
from tests.browser.phone import SIZE
from tests.browser.site import Site

TEXT = {
    "ps": "زمونږ د کلي اوبه درې اونۍ کېږي چې نشته.",
    "ur": "ہمارے گاؤں میں تین ہفتے سے پانی نہیں ہے۔",
    "en": "There has been no water in our village for three weeks.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_complaint_goes_without_scripts_and_twice_sent_is_once_stored(
    site: Site, desk: MakeDesk, language: str
) -> None:
    plain = desk(language, java_script_enabled=False, viewport=SIZE)
    page = plain.sign_in(site.person("intermediary")).page
    page.goto("/field/complaints/new")
    save = page.locator("main button[type=submit]")
    plain.submit(save)
    expect(page.locator(".error-summary a[href='#text']")).to_be_visible()  # nothing is stored yet
    assert site.texts() == []
    page.fill("[name='resident.name']", "Gul Khan")
    page.select_option("[name=lang]", language)
    page.fill("[name=text]", TEXT[language])
    page.select_option("[name=category]", "WATER_TUBEWELL")
    page.fill("[name='place.village']", "Sabirabad")
    page.select_option("[name='consent.method']", "witness")
    page.fill("[name='consent.witness']", "Zarin Khan")
    plain.submit(save)
    slip = page.locator(".slip-code").inner_text()
    page.reload()  # the same form is sent once more
    assert page.locator(".slip-code").inner_text() == slip
    assert site.texts() == [TEXT[language]]
    complaint = site.complaint(TEXT[language])
    assert (complaint.district_code, complaint.category_code) == ("PK512", "WATER_TUBEWELL")
    assert site.happened(complaint.id) == ["complaint:received"]

    resident = desk(language, java_script_enabled=False, viewport=SIZE)
    resident.track(re.sub(r"\D", "", slip))
    expect(resident.page.locator("main")).to_contain_text(complaint.reference)
