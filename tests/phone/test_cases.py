"""One's own complaints as the screens show them: the phone's rows and the server's word."""

from typing import Any

from tests.phone_modules import Run

CASES = """async ([rows, changes]) => {
    const { casesFrom } = await import('/js/outbox/cases.js');
    return casesFrom(rows, changes);
}"""


def complaint(state: str, **more: Any) -> dict[str, Any]:
    """Return a row of one complaint."""
    card = {"category": "WATER", "village": "Kalay", "district": "PK512"}
    row = {"id": "c1", "type": "complaint", "state": state, "created_at": 1, "at": 1}
    return {**row, "card": card, **more}


def told(state: str, seq: int = 1, **more: Any) -> dict[str, Any]:
    """Return one change as the server tells it."""
    at = f"2026-01-0{seq}T00:00:00.000000Z"
    event = {"seq": seq, "id": "c1", "state": state, "at": at, "event": "complaint:received"}
    return {**event, "due_on": "2026-02-01", "card": {"reference": "KRK-26-000001"}, **more}


def the_case(in_chromium: Run, rows: list[Any], changes: list[Any]) -> Any:
    """Return the one case that these make."""
    cases = in_chromium(CASES, [rows, changes])
    assert len(cases) == 1
    return cases[0]


def test_what_waits_is_shown_as_waiting(in_chromium: Run) -> None:
    case = the_case(in_chromium, [complaint("queued", slip="1")], [])
    assert (case["state"], case["group"], case["hasSlip"]) == ("queued", "waiting", True)


def test_what_is_held_needs_me_and_says_why(in_chromium: Run) -> None:
    case = the_case(in_chromium, [complaint("held", reason="id-reused")], [])
    assert (case["group"], case["reason"], case["needsMe"]) == ("needs", "id-reused", True)


def test_a_complaint_that_only_the_server_knows_is_shown_too(in_chromium: Run) -> None:
    case = the_case(in_chromium, [], [told("under_review")])
    assert (case["state"], case["group"]) == ("under_review", "sent")
    assert (case["reference"], case["dueOn"]) == ("KRK-26-000001", "2026-02-01")


def test_the_newer_word_of_the_server_counts(in_chromium: Run) -> None:
    server = {"state": "needs_attention", "at": "2026-01-05T00:00:00.000000Z", "fields": [{"a": 1}]}
    row = complaint("done", server=server)
    before = the_case(in_chromium, [row], [told("received", 1)])
    after = the_case(in_chromium, [row], [told("received", 1), told("under_review", 6)])
    assert (before["state"], before["asks"], before["fields"]) == (
        "needs_attention",
        ["repair"],
        [{"a": 1}],
    )
    assert (after["state"], after["asks"]) == ("under_review", [])


def test_a_question_is_mine_until_my_answer_waits(in_chromium: Run) -> None:
    asked = told("returned", 2, asks=["answer"])
    act = {"id": "a1", "type": "act", "state": "queued", "act": "answer", "complaint": "c1"}
    before = the_case(in_chromium, [complaint("done")], [asked])
    after = the_case(in_chromium, [complaint("done"), act], [asked])
    assert (before["group"], before["asks"]) == ("needs", ["answer"])
    assert (after["group"], after["asks"], after["pendingActs"]) == ("sent", [], ["answer"])


def test_an_act_that_was_refused_can_be_given_again(in_chromium: Run) -> None:
    act = {"id": "a1", "type": "act", "state": "held", "act": "confirm", "complaint": "c1"}
    rows = [complaint("done"), {**act, "reason": "slip-mismatch"}]
    case = the_case(in_chromium, rows, [told("claimed", 2, asks=["visit"])])
    assert (case["heldAct"], case["pendingActs"], case["group"]) == ("slip-mismatch", [], "needs")


def test_how_it_went_is_asked_once(in_chromium: Run) -> None:
    confirmed = told("confirmed", 3, asks=["feedback"], event="complaint:lapsed")
    given = told("confirmed", 4, asks=["feedback"], event="complaint:feedback_given")
    assert the_case(in_chromium, [], [confirmed])["asks"] == ["feedback"]
    assert the_case(in_chromium, [], [confirmed, given])["group"] == "closed"


def test_a_corrected_copy_leaves_its_original_closed(in_chromium: Run) -> None:
    assert the_case(in_chromium, [complaint("withdrawn")], [])["group"] == "closed"


def merged(state: str, seq: int, event: str, **more: Any) -> dict[str, Any]:
    """Return one change of a complaint that was merged into a case about the same matter."""
    return told(state, seq, event=f"complaint:{event}", merged=True, **more)


def test_a_merged_complaint_asks_for_a_visit_until_its_own_resident_spoke(
    in_chromium: Run,
) -> None:
    claimed = merged("claimed", 2, "claimed", shared=True, asks=["visit"])
    said = merged("claimed", 3, "confirmed", asks=["visit"])
    again = merged("claimed", 5, "claimed", shared=True, asks=["visit"])
    before = the_case(in_chromium, [], [claimed])
    after = the_case(in_chromium, [], [claimed, said])
    anew = the_case(in_chromium, [], [claimed, said, merged("disputed", 4, "disputed"), again])
    assert (before["group"], before["asks"], before["isMerged"]) == ("needs", ["visit"], True)
    assert (after["group"], after["asks"]) == ("sent", [])
    assert (anew["group"], anew["asks"]) == ("needs", ["visit"])


def test_a_neighbour_who_confirms_does_not_answer_for_others(in_chromium: Run) -> None:
    confirmed = merged("confirmed", 3, "confirmed", shared=True, asks=["feedback"])
    given = merged("confirmed", 4, "feedback_given", asks=["feedback"])
    assert the_case(in_chromium, [], [confirmed])["asks"] == ["feedback"]
    assert the_case(in_chromium, [], [confirmed, given])["group"] == "closed"


def test_a_complaint_that_was_separated_again_stands_alone(in_chromium: Run) -> None:
    claimed = merged("claimed", 2, "claimed", shared=True, asks=["visit"])
    case = the_case(in_chromium, [], [claimed, told("under_review", 3, event="complaint:unmerged")])
    assert (case["state"], case["isMerged"], case["asks"]) == ("under_review", False, [])
