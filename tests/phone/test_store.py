"""What stands on the phone: kept as one types, saved when on the disk, lost by nobody else."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error

from tests.phone.conftest import Phone
from tests.phone.far_side import FarSide

ROOM_BYTES = 500_000

KEEP = """async ([id, account, text]) => {
    const { newDraft } = await import('/js/outbox/outbox.js');
    const { keepDraft } = await import('/js/outbox/store.js');
    await keepDraft(newDraft({ id, account, slip: '1', fields: { text } }, 1));
}"""
SAVE_OR_CODE = """async ([account, text]) => {
    const drafts = await import('/js/outbox/drafts.js');
    const fields = { text, place: {} };
    const id = drafts.beginDraft(account, fields);
    try {
        await drafts.writeDraft(id, fields, 'check');
        await drafts.queueComplaint(id, {});
        return 'saved';
    } catch (error) { return error.code; }
}"""


def test_a_draft_is_there_after_the_window_was_closed(phone: Phone) -> None:
    phone.run(KEEP, ["d1", "teacher-a", "half a sen"])
    phone.page.close()
    phone.page = phone.window()
    assert phone.row("d1")["fields"] == {"text": "half a sen"}


def test_what_was_saved_cannot_be_typed_over(phone: Phone) -> None:
    saved = phone.save("first words")
    before = phone.row(saved)
    with pytest.raises(Error, match="cannot become"):
        phone.run(KEEP, [saved, "teacher-a", "other words"])
    assert phone.row(saved) == before


def test_saving_twice_is_one_complaint(phone: Phone) -> None:
    saved = phone.save()
    again = "async (id) => (await import('/js/outbox/drafts.js')).queueComplaint(id, {})"
    with pytest.raises(Error, match="cannot become"):
        phone.run(again, saved)
    assert phone.row(saved)["state"] == "queued"


def test_another_teachers_draft_is_never_touched(phone: Phone) -> None:
    phone.run(KEEP, ["d1", "teacher-a", "mine"])
    with pytest.raises(Error, match="cannot become"):
        phone.run(KEEP, ["d1", "teacher-b", "not mine"])
    assert phone.row("d1")["account"] == "teacher-a"


@pytest.fixture
def small_phone(browser: Browser, module_origin: str, far: FarSide) -> Iterator[Phone]:
    """Return a phone with hardly any room; the limit holds only from before the first use."""
    context = browser.new_context()
    made = Phone(context, module_origin, far)
    link = context.new_cdp_session(made.page)
    quota = {"origin": module_origin, "quotaSize": ROOM_BYTES}
    link.send("Storage.overrideQuotaForOrigin", quota)
    made.use("teacher-a")
    yield made
    context.close()


def test_a_full_phone_says_so_and_keeps_the_draft(small_phone: Phone) -> None:
    small_phone.run(KEEP, ["d1", "teacher-a", "typed before"])
    assert small_phone.run(SAVE_OR_CODE, ["teacher-a", "x" * 40_000_000]) == "full"
    assert small_phone.row("d1")["fields"] == {"text": "typed before"}
    items = json.loads(small_phone.everything())[2]
    assert [row["id"] for row in items] == ["d1"], "nothing half-saved"


def test_the_reserve_is_given_up_for_a_text(phone: Phone) -> None:
    phone.run("async () => (await import('/js/outbox/reserve.js')).keepReserve()")
    tried: list[int] = phone.run("""async () => {
        const { StorageError } = await import('/js/lib/database.js');
        const { withReserve } = await import('/js/outbox/reserve.js');
        const { database } = await import('/js/outbox/store.js');
        const all = () => database.read(['blobs'], (tx) => tx.all('blobs'));
        const fillers = async () => (await all()).length;
        const seen = [await fillers()];
        await withReserve(async () => {
            seen.push(await fillers());
            if (seen.length === 2) throw new StorageError('full');
        });
        return seen;
    }""")
    assert tried == [1, 1, 0]


def test_every_move_is_logged_without_a_word_and_the_log_stays_short(phone: Phone) -> None:
    secret = "د ګل بیبي نوم"
    saved = phone.save(secret)
    phone.deliver()
    log = json.loads(phone.everything())[-1]
    assert [line["move"] for line in log if line["id"] == saved] == ["queued", "queued done"]
    assert secret not in json.dumps(log, ensure_ascii=False)
    lines = phone.run("""async (id) => {
        const { change, database } = await import('/js/outbox/store.js');
        for (let i = 0; i < 520; i += 1) await change(id, (row) => ({ ...row, turn: i }));
        return (await database.read(['log'], (tx) => tx.all('log'))).length;
    }""", saved)  # fmt: skip
    assert lines == 500


def test_a_lost_connection_to_the_store_is_opened_again(phone: Phone) -> None:
    phone.run("async () => (await import('/js/outbox/store.js')).database.close()")
    assert phone.row(phone.save())["state"] == "queued"


def test_a_second_window_waits_for_the_draft_and_then_sees_what_was_typed(phone: Phone) -> None:
    phone.run(KEEP, ["d1", "teacher-a", "first"])
    open_draft = """async () => {
        const drafts = await import('/js/outbox/drafts.js');
        window.draft = await drafts.openDraft('d1', 'teacher-a');
        return Boolean(window.draft.isTaken);
    }"""
    other = phone.window()
    assert phone.run(open_draft) is False
    assert other.evaluate(open_draft) is True
    phone.run("""async () => {
        const drafts = await import('/js/outbox/drafts.js');
        await drafts.writeDraft('d1', { text: 'second' }, 'what');
        drafts.closeDraft('d1');
    }""")
    other.evaluate("async () => window.draft.freed")
    assert other.evaluate(open_draft) is False
    assert other.evaluate("() => window.draft.fields") == {"text": "second"}


def test_nobody_opens_another_teachers_draft(phone: Phone) -> None:
    phone.run(KEEP, ["d1", "teacher-a", "mine"])
    opened = phone.run(
        "async () => (await import('/js/outbox/drafts.js')).openDraft('d1', 'teacher-b')"
    )
    assert opened is None
