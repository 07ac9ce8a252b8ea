"""One sender at a time: two windows, a frozen window, a stolen lease."""

from tests.phone.conftest import DELIVER, Phone, sent
from tests.phone.far_side import FarSide

HOLD_LOCK = """() => new Promise((got) => {
    const forEver = () => { got(); return new Promise(() => {}); };
    navigator.locks.request('outbox', forEver).catch(() => {});
})"""
LEASE = """async (age) => {
    const { setMeta } = await import('/js/outbox/store.js');
    await setMeta({ lease: { holder: 'a frozen window', at: Date.now() - age } });
}"""


def test_f27_two_windows_at_once_double_nothing(phone: Phone, far: FarSide) -> None:
    ids = [phone.save(f"words {n}") for n in range(3)]
    other = phone.window()
    start = f"async () => {{ window.done = ({DELIVER})({{ isForced: true }}).then(() => true); }}"
    phone.run(start)
    other.evaluate(start)
    for page in (phone.page, other):
        assert page.evaluate("() => window.done") is True
    phone.deliver()
    assert sorted(far.stored) == sorted(ids)
    assert [phone.row(id_)["state"] for id_ in ids] == ["done"] * 3


def test_a_living_sender_is_left_alone(phone: Phone, far: FarSide) -> None:
    saved = phone.save()
    phone.window().evaluate(HOLD_LOCK)
    phone.run(LEASE, 30_000)
    phone.deliver()
    assert phone.row(saved)["state"] == "queued"
    assert not far.requests


def test_f28_a_frozen_windows_lease_is_stolen_after_a_minute(phone: Phone, far: FarSide) -> None:
    saved = phone.save()
    phone.window().evaluate(HOLD_LOCK)
    phone.run(LEASE, 61_000)
    phone.deliver()
    assert phone.row(saved)["state"] == "done"
    assert list(far.stored) == [saved]


def test_who_was_robbed_of_the_lease_neither_sends_nor_stores(phone: Phone, far: FarSide) -> None:
    saved = phone.save()
    outcome = phone.run("""async () => {
        const { withLease } = await import('/js/outbox/lease.js');
        const { Round } = await import('/js/outbox/round.js');
        const { setMeta } = await import('/js/outbox/store.js');
        return withLease(async (isMine) => {
            await setMeta({ lease: { holder: 'another', at: Date.now() } });
            return new Round('teacher-a', { isForced: true }).step(isMine);
        });
    }""")
    assert outcome == "lost"
    assert saved not in sent(far)
