"""The main job, end to end, in each language: registered offline, reviewed, answered, confirmed."""

import json
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeDesk
from tests.browser.phone import Phone
from tests.browser.site import Site
from tests.factories import HEALTH_KARAK

SAMPLES = Path(__file__).parent.parent / "data" / "complaints.jsonl"
QUESTION = {
    "ps": "دا پېښه په کومه ورځ وشوه؟",
    "ur": "یہ واقعہ کس دن ہوا؟",
    "en": "On which day did this happen?",
}
ANSWER = {"ps": "د پنجشنبې په ورځ.", "ur": "جمعرات کے دن۔", "en": "On Thursday."}


def samples(language: str, count: int) -> list[dict[str, str]]:
    """Return the first real complaints of a language."""
    lines = SAMPLES.read_text("utf-8").splitlines()
    return [s for s in map(json.loads, lines) if s["lang"] == language][:count]


@pytest.mark.parametrize(
    ("language", "engine"), [("ps", "postgresql"), ("ur", "sqlite"), ("en", "postgresql")]
)
def test_complaints_of_a_day_without_signal_arrive_are_answered_and_confirmed(
    site: Site, phone: Phone, desk: MakeDesk, language: str
) -> None:
    teacher, officer = site.person("intermediary"), site.person("district_officer")
    office = site.person("department_officer")
    phone.sign_in(teacher, language)

    site.lose()
    slips = {}
    for sample in samples(language, 5):
        category = sample["expected_subcategory"]
        slips[sample["text"]] = phone.register(sample["text"], language, category=category)
    phone.waiting(5)
    phone.close()
    phone.open()
    phone.home()
    phone.waiting(5)
    expect(phone.cards("waiting")).to_have_count(5)
    assert site.texts() == []

    site.find()
    phone.send()
    assert site.texts() == sorted(unicodedata.normalize("NFC", text) for text in slips)
    text, slip = list(slips.items())[2]
    complaint = site.complaint(text)
    assert (complaint.intermediary_id, complaint.lang) == (teacher.id, language)
    assert site.happened(complaint.id) == ["complaint:received"]

    review = desk("en").sign_in(officer)
    review.open_case(complaint.reference)
    expect(review.page.locator(f"main [lang={language}]").first).to_contain_text(complaint.text)
    review.decide("review")
    review.decide("question", text=QUESTION[language], lang=language)

    phone.home()
    expect(phone.cards("needs")).to_have_count(1)
    expect(phone.open_complaint(complaint.id)).to_contain_text(QUESTION[language])
    site.lose()
    phone.act(complaint.id, "answer", text=ANSWER[language])
    site.find()
    phone.send()
    assert site.happened(complaint.id)[-1] == "complaint:answered"

    review = desk("en").sign_in(officer)
    review.open_case(complaint.reference)
    expect(review.page.locator("main")).to_contain_text(ANSWER[language])
    summary = "Somebody must come and look."
    review.decide("assignment", office=HEALTH_KARAK, text=summary, lang="en")
    worklist = desk("ur").sign_in(office)
    worklist.open_case(complaint.reference)
    expect(worklist.page.locator("main")).to_contain_text(summary)
    expect(worklist.page.locator("main")).not_to_contain_text(complaint.text)
    worklist.decide("acceptance")
    worklist.decide("claim", outcome="done", text="We came, and it is done.", lang="en")

    resident = desk(language)
    resident.track(slip)
    expect(resident.page.locator("main")).to_contain_text(complaint.reference)
    resident.page.locator("#confirm > summary").click()
    resident.submit(resident.page.locator("#confirm form > button[type=submit]"))
    expect(resident.page.locator("main [role=status]")).to_be_visible()
    assert site.complaint(text).state == "confirmed"
    phone.home()
    expect(phone.cards("sent")).to_have_count(4)
    assert len(site.texts()) == 5
    site.server.command("verify")
