"""The phone's modules in a real browser: a fresh phone for each test, and its far side."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.phone.far_side import FarSide
from tests.phone_modules import browser, in_chromium, module_origin

__all__ = ["browser", "in_chromium", "module_origin"]

SAVE = """async ([account, text]) => {
    const drafts = await import('/js/outbox/drafts.js');
    const place = { district: 'PK512', village: 'Kalay' };
    const fields = { text, lang: 'ps', category: 'WATER', place };
    const id = drafts.beginDraft(account, fields);
    await drafts.writeDraft(id, fields, 'check');
    await drafts.queueComplaint(id, { build: 'b1', release: 'r1' });
    return id;
}"""
DELIVER = "async (wish) => (await import('/js/outbox/courier.js')).deliver(wish)"
ROW = """async (id) => {
    const row = await (await import('/js/outbox/store.js')).rowOf(id);
    if (!row) return null;
    return { ...row, bytes: row.bytes ? new TextDecoder().decode(row.bytes) : null };
}"""
SET_META = "async (values) => (await import('/js/outbox/store.js')).setMeta(values)"
META = "async (name) => (await import('/js/outbox/store.js')).meta(name)"
EVERYTHING = """async () => {
    const { database } = await import('/js/outbox/store.js');
    const stores = ['meta', 'keys', 'items', 'receipts', 'changes', 'directory', 'log'];
    const read = (store) => database.read([store], (tx) => tx.all(store));
    const text = (value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value);
    return JSON.stringify(await Promise.all(stores.map(read)), (key, value) => text(value));
}"""


def sent(far: FarSide) -> list[str]:
    """Return the ids that came, as often as they came."""
    batches = [body["put"] for _, path, body in far.requests if path == "sync"]
    together = [item["id"] for batch in batches for item in batch]
    return together + [body["id"] for method, _, body in far.requests if method == "PUT"]


class Phone:
    """One phone: its windows share what is stored."""

    def __init__(self, context: BrowserContext, origin: str, far: FarSide) -> None:
        self.context, self.origin, self.far = context, origin, far
        self.page = self.window()

    def window(self) -> Page:
        """Open one more window of the app."""
        page = self.context.new_page()
        page.goto(f"{self.origin}/")
        self.far.listen(page)
        return page

    def run(self, function: str, argument: Any = None) -> Any:
        """Return what a JavaScript function returns in the first window."""
        return self.page.evaluate(function, argument)

    def use(self, account: str) -> None:
        """Make an account the phone's current one."""
        self.run(SET_META, {"account": account, f"profile:{account}": {"account": account}})

    def save(self, text: str = "اوبه نشته", account: str = "teacher-a") -> str:
        """Save a complaint for sending and return its id."""
        return str(self.run(SAVE, [account, text]))

    def deliver(self, **wish: bool) -> None:
        """Let the courier go; forced, as by a tap, unless told otherwise."""
        self.run(DELIVER, wish or {"isForced": True})

    def row(self, id_: str) -> Any:
        """Return a row with its bytes as text."""
        return self.run(ROW, id_)

    def meta(self, name: str) -> Any:
        """Return one value that the phone remembers."""
        return self.run(META, name)

    def everything(self) -> str:
        """Return all that stands on the phone, as one text."""
        return str(self.run(EVERYTHING))


@pytest.fixture
def far() -> FarSide:
    """Return the far side of the line."""
    return FarSide()


@pytest.fixture
def phone(browser: Browser, module_origin: str, far: FarSide) -> Iterator[Phone]:
    """Return a phone that was never used, with teacher A on it."""
    context = browser.new_context()
    made = Phone(context, module_origin, far)
    made.use("teacher-a")
    far.session = "teacher-a"
    yield made
    context.close()
