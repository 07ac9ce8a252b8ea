"""Bytes on the wire of the teacher's app, counted by a proxy between a real browser and the server.

Everything counts: heads, answers, both directions. tests/test_wire.py guards the same numbers.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests import factories
from tests.conftest import make_app
from tests.proxy import Proxy
from tests.server import Server

PHONE = {"width": 360, "height": 740}
SLOWED = 4  # times; a cheap phone
WAIT_MS = 60_000
SETTLE_MS = 1500  # what still comes after the page says that it is done belongs to it


@dataclass(frozen=True)
class Wire:
    """Bytes both ways, answers, and the milliseconds until the app can be used offline."""

    first_bytes: int
    first_answers: int
    all_bytes: int
    all_answers: int
    complaint_bytes: int
    open_ms: float


@contextmanager
def field_server(folder: Path) -> Iterator[tuple[Proxy, factories.Person]]:
    """Run the server behind a counting proxy, with one teacher in it."""
    server = Server(folder, f"sqlite:///{folder / 'wire.db'}", workers=1)
    proxy = Proxy(server.port)
    server.environment["INTERMEDIARY_ORIGIN"] = proxy.origin
    server.command("db", "upgrade")
    server.command("directory", "load")
    app = make_app(folder, f"sqlite:///{folder / 'wire.db'}", ORIGIN=proxy.origin)
    teacher = factories.make_person(app, "intermediary")
    server.start()
    try:
        yield proxy, teacher
    finally:
        proxy.stop()
        server.stop()


def measure_wire(folder: Path) -> Wire:
    """Visit, prepare for offline, send one complaint, and open without a server."""
    with field_server(folder) as (proxy, teacher), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        with _phone(browser, proxy, teacher, service_workers="block") as context:
            page = _open(context, proxy)
            page.wait_for_timeout(SETTLE_MS)
            first_bytes, first_answers = proxy.traffic.total_bytes, proxy.traffic.answers
        with _phone(browser, proxy, teacher, service_workers="allow") as context:
            page = _open(context, proxy)
            page.wait_for_selector("ready-line[data-ready=true]", timeout=WAIT_MS)
            page.wait_for_timeout(SETTLE_MS)
            all_bytes, all_answers = proxy.traffic.total_bytes, proxy.traffic.answers
            complaint_bytes = _send_complaint(page, proxy)
            open_ms = _open_offline(context, page, proxy)
        browser.close()
    return Wire(first_bytes, first_answers, all_bytes, all_answers, complaint_bytes, open_ms)


@contextmanager
def _phone(
    browser: Browser, proxy: Proxy, teacher: factories.Person, **options: Any
) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=proxy.origin, viewport=PHONE, locale="ps", has_touch=True, **options
    )
    answer = context.request.get("/accounts/login")
    token = factories.TOKEN.search(answer.text())
    form = {
        "username": teacher.username,
        "password": teacher.password,
        "csrf_token": token[1] if token else "",
    }
    context.request.post("/accounts/login", form=form)
    yield context
    context.close()


def _open(context: BrowserContext, proxy: Proxy) -> Page:
    """Open the app in a browser that has nothing of it, and return its page, ready to use."""
    proxy.reset()
    page = context.new_page()
    page.goto("/field/")
    page.wait_for_selector("body[data-ready=true]", timeout=WAIT_MS)
    return page


def _send_complaint(page: Page, proxy: Proxy) -> int:
    """Register a complaint without a signal, then count what sending it costs."""
    proxy.cut()
    page.goto("/field/#new")
    page.fill("[name='resident.name']", "گل بي بي")
    _step(page, "what")
    page.fill("[name=text]", "زموږ د کلي ټرانسفارمر سوځېدلی دی، درې هفتې کېږي چې بریښنا نشته.")
    _step(page, "consent")
    page.select_option("[name='consent.method']", "witness")
    page.fill("[name='consent.witness']", "زرين خان")
    _step(page, "check")
    page.click("[data-part=save]")
    page.wait_for_selector("slip-card [data-part=code]:not(:empty)")
    page.goto("/field/#home")
    page.wait_for_selector("queue-state[data-waiting='1']")
    proxy.mend()
    proxy.reset()
    page.click("queue-state [data-part=send]")
    page.wait_for_selector("queue-state[data-waiting='0']", timeout=WAIT_MS)
    page.wait_for_timeout(SETTLE_MS)
    return proxy.traffic.total_bytes


def _step(page: Page, name: str) -> None:
    page.click(f".steps button[data-step={name}]")


def _open_offline(context: BrowserContext, page: Page, proxy: Proxy) -> float:
    """Open the installed app with the server gone, on a slowed processor."""
    page.close()
    proxy.cut()
    fresh = context.new_page()
    session: CDPSession = context.new_cdp_session(fresh)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    fresh.goto("/field/", wait_until="commit")
    fresh.wait_for_selector("body[data-ready=true]", timeout=WAIT_MS)
    elapsed: float = fresh.evaluate("performance.now()")
    return elapsed
