"""The main job, end to end, in each language: registered offline, reviewed, answered, confirmed."""

import json
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import expect

from intermediary.complaints.models import Complaint
from tests.browser.conftest import MakeDesk
from tests.browser.desk import Desk
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


def register_without_signal(site: Site, phone: Phone, language: str) -> dict[str, str]:
    """Register five complaints with the server gone, close the browser, and find all of them.

    Returns text → slip code.
    """
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
    return slips


def ask_and_answer(site: Site, phone: Phone, review: Desk, complaint: Complaint) -> None:
    """The officer asks; the teacher sees the question and answers it without a signal."""
    language = complaint.lang
    review.open_case(complaint.reference)
    expect(review.page.locator(f"main [lang={language}]").first).to_contain_text(
        str(complaint.text)
    )
    review.decide("review")
    review.decide("question", text=QUESTION[language], lang=language)
    phone.home()
    expect(phone.cards("needs")).to_have_count(1)
    asked = phone.open_complaint(complaint.id).locator("act-form [data-part=question]")
    expect(asked).to_have_text(QUESTION[language])
    expect(asked).to_have_attribute("lang", language)
    site.lose()
    phone.act(complaint.id, "answer", text=ANSWER[language])
    site.find()
    phone.send()
    assert site.happened(complaint.id)[-1] == "complaint:answered"


def assign_and_claim(review: Desk, worklist: Desk, complaint: Complaint) -> None:
    """The officer assigns it with a summary; the office reads that alone, and claims it done."""
    review.open_case(complaint.reference)
    expect(review.page.locator("main")).to_contain_text(ANSWER[complaint.lang])
    summary = "Somebody must come and look."
    review.decide("assignment", office=HEALTH_KARAK, text=summary, lang="en")
    worklist.open_case(complaint.reference)
    expect(worklist.page.locator("main")).to_contain_text(summary)
    expect(worklist.page.locator("main")).not_to_contain_text(str(complaint.text))
    worklist.decide("acceptance")
    worklist.decide("claim", outcome="done", text="We came, and it is done.", lang="en")


def confirm_by_slip(resident: Desk, slip: str, complaint: Complaint) -> None:
    """The resident looks with the slip, and says that it is solved."""
    resident.track(slip)
    expect(resident.page.locator("main")).to_contain_text(complaint.reference)
    resident.page.locator("#confirm > summary").click()
    resident.submit(resident.page.locator("#confirm form > button[type=submit]"))
    expect(resident.page.locator("main [role=status]")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "engine"), [("ps", "postgresql"), ("ur", "sqlite"), ("en", "postgresql")]
)
def test_complaints_of_a_day_without_signal_arrive_are_answered_and_confirmed(
    site: Site, phone: Phone, desk: MakeDesk, language: str
) -> None:
    teacher, officer = site.person("intermediary"), site.person("district_officer")
    office = site.person("department_officer")
    phone.sign_in(teacher, language)
    slips = register_without_signal(site, phone, language)

    site.find()
    phone.send()
    assert site.texts() == sorted(unicodedata.normalize("NFC", text) for text in slips)
    text, slip = list(slips.items())[2]
    complaint = site.complaint(text)
    assert (complaint.intermediary_id, complaint.lang) == (teacher.id, language)
    assert site.happened(complaint.id) == ["complaint:received"]

    ask_and_answer(site, phone, desk("en").sign_in(officer), complaint)
    assign_and_claim(desk("en").sign_in(officer), desk("ur").sign_in(office), complaint)
    confirm_by_slip(desk(language), slip, complaint)
    assert site.complaint(text).state == "confirmed"
    phone.home()
    expect(phone.cards("sent")).to_have_count(4)
    assert len(site.texts()) == 5
    site.server.command("verify")
