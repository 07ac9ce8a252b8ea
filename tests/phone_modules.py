"""A page in real Chromium that can import the phone's modules, without an app behind it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

STATIC = Path(__file__).parents[1] / "static"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

Run = Callable[..., Any]


class _QuietHandler(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def log_message(self, *_arguments: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == "/":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a real Chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def module_origin() -> Iterator[str]:
    """Return the address of a server that has nothing but an empty page and the modules."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(STATIC)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def in_chromium(browser: Browser, module_origin: str) -> Iterator[Run]:
    """Return `run(function, argument)`: the JavaScript function's result from a real browser."""
    page = browser.new_page()
    page.goto(f"{module_origin}/")
    yield page.evaluate
    page.close()
