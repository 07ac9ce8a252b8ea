"""The courier on every kind of line: nothing lost, nothing doubled."""

import json

import pytest

from tests.phone.conftest import DELIVER, Phone, sent
from tests.phone.far_side import FarSide

CUTS = ("cut-after", "drop-after", "drop")
NOT_OURS = ("portal", "redirect", *CUTS, "502", "404", "405", "204", "503")


def test_what_was_saved_arrives_letter_for_letter(phone: Phone, far: FarSide) -> None:
    words = "د کلي اوبه نشته 😢 «سل روپۍ»\nWater"
    saved = phone.save(words)
    frozen = phone.row(saved)["bytes"]
    phone.deliver()
    assert far.stored[saved].decode() == frozen
    assert json.loads(far.stored[saved])["text"] == words
    assert phone.row(saved)["state"] == "done"
    assert phone.row(saved)["reference"] == "KRK-26-000001"


def test_f01_a_lost_answer_doubles_nothing(phone: Phone, far: FarSide) -> None:
    saved = phone.save()
    far.faults = ["drop-after"] * 5
    for _ in range(6):
        phone.deliver()
    assert list(far.stored) == [saved]
    assert sent(far).count(saved) == 6
    assert phone.row(saved)["state"] == "done"
    assert phone.run("""async (id) => {
        const { database } = await import('/js/outbox/store.js');
        return (await database.read(['receipts'], (tx) => tx.get('receipts', id))).sig;
    }""", saved) == far.receipts[saved]["sig"]  # fmt: skip


@pytest.mark.parametrize("fault", NOT_OURS)
def test_f11_what_is_not_provably_our_server_changes_nothing(
    phone: Phone, far: FarSide, fault: str
) -> None:
    saved = phone.save()
    before = phone.row(saved)
    far.faults = [fault] * 3
    phone.deliver()
    after = phone.row(saved)
    assert after["state"] == "queued"
    assert (after["bytes"], after["sha256"]) == (before["bytes"], before["sha256"])
    assert after["attempts"] == 1
    far.faults = []
    phone.deliver()
    assert phone.row(saved)["state"] == "done"


def test_a_receipt_of_other_bytes_or_with_a_false_signature_is_none(
    phone: Phone, far: FarSide
) -> None:
    saved = phone.save()
    phone.deliver()
    real = far.receipts[saved]
    second = phone.save("second")
    for wrong in ({"payload_sha256": "00" * 32}, {"id": saved}, {"sig": real["sig"]}):
        good = far._receipt(second, phone.row(second)["bytes"].encode())
        far.refusals[second] = (200, {"receipt": {**good, **wrong}, "state": "received"})
        phone.deliver()
        assert phone.row(second)["state"] == "queued", wrong
    far.refusals.clear()
    phone.deliver()
    assert phone.row(second)["state"] == "done"


def test_f49_a_broken_ping_does_not_stop_the_queue(phone: Phone, far: FarSide) -> None:
    saved = phone.save()
    phone.page.route("**/sync/v1/ping*", lambda route: route.fulfill(status=500, body="?"))
    phone.deliver()
    assert phone.row(saved)["state"] == "done"


def test_f50_one_row_that_fails_for_ever_stops_no_other(phone: Phone, far: FarSide) -> None:
    ids = [phone.save(f"words {n}") for n in range(4)]
    far.refusals[ids[0]] = far._problem(500, "internal", "later")
    phone.deliver()
    assert [phone.row(id_)["state"] for id_ in ids] == ["queued", "done", "done", "done"]


def test_a_request_that_is_refused_as_a_whole_is_sent_row_by_row(
    phone: Phone, far: FarSide
) -> None:
    ids = [phone.save(f"words {n}") for n in range(3)]
    far.refusals[ids[1]] = far._problem(413, "too-large", "user")
    phone.page.route(
        "**/sync/v1/sync",
        lambda route: route.fulfill(
            status=413,
            headers={"X-Proto": "1", "Content-Type": "application/problem+json"},
            body=json.dumps({"code": "too-large", "retry": "user"}),
        ),
    )
    phone.deliver()
    assert [phone.row(id_)["state"] for id_ in ids] == ["done", "held", "done"]


def test_f31_what_only_the_user_can_help_is_held_and_kept(phone: Phone, far: FarSide) -> None:
    saved = phone.save("the words")
    far.stored[saved] = b"another complaint"
    phone.deliver()
    row = phone.row(saved)
    assert (row["state"], row["reason"]) == ("held", "id-reused")
    assert "the words" in row["bytes"]


def test_a_held_complaint_opens_as_a_copy_with_the_same_slip(phone: Phone, far: FarSide) -> None:
    saved = phone.save("the words")
    far.stored[saved] = b"another complaint"
    phone.deliver()
    copy = phone.run("""async (id) => {
        const drafts = await import('/js/outbox/drafts.js');
        const { rowOf } = await import('/js/outbox/store.js');
        const row = await rowOf(id);
        const fields = drafts.writtenIn(row);
        const copy = drafts.beginDraft(row.account, fields, { copy_of: id, slip: row.slip });
        await drafts.writeDraft(copy, { ...fields, text: 'the words, corrected' }, 'check');
        await drafts.queueComplaint(copy, {});
        return copy;
    }""", saved)  # fmt: skip
    phone.deliver()
    original = phone.row(saved)
    assert copy != saved
    assert json.loads(far.stored[copy])["slip"] == json.loads(original["bytes"])["slip"]
    assert json.loads(far.stored[copy])["id"] == copy
    assert original["state"] == "withdrawn", "kept, but it asks for nothing any more"


def test_f23_an_ended_credential_holds_the_queue_and_loses_nothing(
    phone: Phone, far: FarSide
) -> None:
    saved = phone.save()
    far.lost_credentials.add("teacher-a")
    phone.deliver()
    assert phone.meta("hold:teacher-a")["code"] == "login"
    assert phone.row(saved)["attempts"] == 0
    far.requests.clear()
    phone.run(DELIVER, {})
    assert not far.requests, "the account waits, without asking again and again"
    phone.run("async () => (await import('/js/outbox/account.js')).register()")
    assert phone.meta("hold:teacher-a") is None
    phone.run(DELIVER, {})
    assert phone.row(saved)["state"] == "done"


def test_f24_each_teachers_work_leaves_under_their_own_name(phone: Phone, far: FarSide) -> None:
    first = phone.save("of A", "teacher-a")
    phone.use("teacher-b")
    far.session = "teacher-b"
    second = phone.save("of B", "teacher-b")
    phone.deliver()
    spoken_for = {
        item["id"]: body["account"]
        for _, path, body in far.requests
        if path == "sync"
        for item in body["put"]
    }
    assert spoken_for == {first: "teacher-a", second: "teacher-b"}
    assert phone.row(first)["state"] == phone.row(second)["state"] == "done"


def test_when_one_account_is_held_the_other_goes_on(phone: Phone, far: FarSide) -> None:
    first = phone.save("of A", "teacher-a")
    second = phone.save("of B", "teacher-b")
    far.lost_credentials.add("teacher-a")
    phone.deliver()
    assert phone.row(first)["state"] == "queued"
    assert phone.row(second)["state"] == "done"


def test_after_the_receipt_neither_words_nor_name_nor_code_stay(phone: Phone, far: FarSide) -> None:
    secret = "د ګل بیبي خبره"
    saved = phone.save(secret)
    slip = json.loads(phone.row(saved)["bytes"])["slip"]
    phone.deliver()
    assert secret not in phone.everything()
    assert slip in phone.everything(), "until the resident has the slip"
    phone.run("""async (id) => {
        const { slipShown } = await import('/js/outbox/outbox.js');
        await (await import('/js/outbox/store.js')).change(id, (row) => slipShown(row, 1));
    }""", saved)  # fmt: skip
    assert slip not in phone.everything()
    assert phone.row(saved)["card"]["village"] == "Kalay"


def test_f35_damaged_bytes_are_shown_and_never_sent(phone: Phone, far: FarSide) -> None:
    saved = phone.save()
    phone.run("""async (id) => {
        const { change } = await import('/js/outbox/store.js');
        await change(id, (row) => ({ ...row, bytes: row.bytes.slice(1) }));
    }""", saved)  # fmt: skip
    phone.deliver()
    assert phone.row(saved)["reason"] == "damaged"
    assert saved not in sent(far)


def test_an_expired_cursor_reads_everything_again(phone: Phone, far: FarSide) -> None:
    far.changes = [{"seq": 1, "id": "c1", "state": "received", "at": "t", "card": {}}]
    phone.deliver()
    far.knows_cursor = False
    far.changes = [{"seq": 4, "id": "c2", "state": "received", "at": "t", "card": {}}]
    phone.deliver()
    far.knows_cursor = True
    seqs = phone.run("""async () => {
        const { changesOf } = await import('/js/outbox/feed.js');
        return (await changesOf('teacher-a')).map((one) => one.seq);
    }""")
    assert seqs == [4]


def test_a_row_waits_for_its_time_unless_a_person_taps(phone: Phone, far: FarSide) -> None:
    saved = phone.save()
    phone.run("""async (id) => {
        const { change } = await import('/js/outbox/store.js');
        await change(id, (row) => ({ ...row, next_at: Date.now() + 1e9 }));
    }""", saved)  # fmt: skip
    phone.run(DELIVER, {})
    assert saved not in sent(far)
    phone.deliver()
    assert phone.row(saved)["state"] == "done"


def test_signing_out_keeps_everything_and_the_queue_still_drains(
    phone: Phone, far: FarSide
) -> None:
    saved = phone.save()
    phone.run("async () => (await import('/js/outbox/account.js')).leave()")
    assert phone.meta("account") is None
    assert ("DELETE", "device/session", None) in far.requests
    phone.deliver()
    assert phone.row(saved)["state"] == "done"


def test_a_sign_out_without_a_signal_is_told_at_the_next_contact(
    phone: Phone, far: FarSide
) -> None:
    far.faults = ["drop"]
    phone.run("async () => (await import('/js/outbox/account.js')).leave()")
    assert phone.meta("leaving") is True
    far.requests.clear()
    phone.run("async () => (await import('/js/outbox/account.js')).register()")
    assert [path for _, path, _ in far.requests] == ["device/session", "device"]


def test_opening_the_app_tries_at_once_unless_the_server_named_a_time(
    phone: Phone, far: FarSide
) -> None:
    tired, told = phone.save("tired"), phone.save("told")
    phone.run("""async ([tired, told]) => {
        const { change } = await import('/js/outbox/store.js');
        const later = { next_at: Date.now() + 1e9 };
        await change(tired, (row) => ({ ...row, ...later }));
        await change(told, (row) => ({ ...row, ...later, told: true }));
    }""", [tired, told])  # fmt: skip
    phone.deliver(isOpening=True)
    assert [phone.row(id_)["state"] for id_ in (tired, told)] == ["done", "queued"]
