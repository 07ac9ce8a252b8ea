"""Coming by the slip's picture, in a real browser: the code leaves no trace, and types itself."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright

from intermediary.complaints.codes import group_slip_code
from tests.conftest import Databases
from tests.public.journey import Journey
from tests.server import Server

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def server(app: Flask, databases: Databases) -> Iterator[Server]:
    running = Server(databases.folder, app.config["DATABASE_URL"]).start()
    yield running
    running.stop()


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        yield chromium
        chromium.close()


def page_of(browser: Browser, server: Server, *, script: bool = True) -> Page:
    """Return a phone-sized page in English."""
    context = browser.new_context(
        base_url=server.origin, viewport={"width": 360, "height": 760}, java_script_enabled=script
    )
    context.add_cookies([{"name": "language", "value": "en", "url": server.origin}])
    return context.new_page()


def test_the_picture_opens_the_complaint_and_leaves_no_code_behind(
    server: Server, browser: Browser, journey: Callable[..., Journey]
) -> None:
    case = journey().claim()
    page = page_of(browser, server)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/track#{case.slip}")
    expect(page.locator("h1")).to_have_text("Your complaint")
    expect(page.locator("main .chip").first).to_have_text("Claimed resolved")
    assert page.url == f"{server.origin}/track"
    assert not any(case.slip in url.partition("#")[0] for url in asked)
    page.go_back()
    assert case.slip not in page.url
    assert case.slip not in server.log.read_text()


def test_a_resident_has_the_last_word_on_a_phone(
    server: Server, browser: Browser, journey: Callable[..., Journey]
) -> None:
    case = journey().claim()
    page = page_of(browser, server)
    page.goto(f"/track#{case.slip}")
    page.get_by_text("No, it is not solved").first.click()
    page.get_by_label("Why?").select_option("nobody_came")
    page.get_by_role("button", name="No, it is not solved").click()
    expect(page.get_by_role("status")).to_contain_text("You said that it is not solved.")
    assert case.state() == "disputed"


def test_without_a_script_the_code_is_typed(
    server: Server, browser: Browser, journey: Callable[..., Journey]
) -> None:
    case = journey().claim()
    page = page_of(browser, server, script=False)
    page.goto("/track")
    page.get_by_label("Slip code").fill(group_slip_code(case.slip))
    page.get_by_role("button", name="Show my complaint").click()
    expect(page.locator("main .chip").first).to_have_text("Claimed resolved")
    page.locator("#confirm > summary").click()
    page.get_by_role("button", name="Yes, it is solved").click()
    expect(page.locator("main .chip").first).to_have_text("Confirmed")
    assert case.state() == "confirmed"


def test_half_a_code_waits_for_the_rest(server: Server, browser: Browser) -> None:
    page = page_of(browser, server)
    page.goto("/track#1234")
    expect(page.get_by_label("Slip code")).to_have_value("1234")
    expect(page.locator("h1")).to_have_text("What became of my complaint?")
    assert page.url == f"{server.origin}/track"
