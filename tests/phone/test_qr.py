"""The picture on the slip: any camera reads what another maker of codes would have drawn."""

import random

import pytest
import segno
from playwright.sync_api import Error

from tests.phone_modules import Run

MODULES = "async (text) => (await import('/js/lib/qr.js')).qrModules(text)"
SVG = """async (text) => {
    const svg = (await import('/js/lib/qr.js')).qrSvg(text);
    return [svg.getAttribute('viewBox'), svg.querySelector('path').getAttribute('d')];
}"""


def expected(text: str) -> list[list[int]]:
    """Return the modules that segno draws, without a quiet zone."""
    code = segno.make(text, error="l", version=4, micro=False, boost_error=False, mode="byte")
    return [list(row) for row in code.matrix]


def addresses() -> list[str]:
    """Return addresses of slips as they occur, of every length that fits."""
    draw = random.Random(20260101)
    found = ["https://wasila.example/track#" + "".join(draw.choices("0123456789", k=17))]
    for size in range(1, 79, 3):
        found.append("".join(draw.choices("abcdefghijklmnopqrstuvwxyz:/.#0123456789-", k=size)))
    return [*found, "x" * 78]


def test_every_module_is_where_segno_puts_it(in_chromium: Run) -> None:
    for text in addresses():
        assert in_chromium(MODULES, text) == expected(text), text


def test_the_picture_has_a_quiet_zone(in_chromium: Run) -> None:
    box, path = in_chromium(SVG, "http://127.0.0.1:8000/track#12345678901234567")
    assert box == "0 0 41 41"
    assert path.startswith("M4 4h1v1h-1z")


def test_a_text_that_does_not_fit_is_refused(in_chromium: Run) -> None:
    with pytest.raises(Error, match="too long"):
        in_chromium(MODULES, "x" * 79)
