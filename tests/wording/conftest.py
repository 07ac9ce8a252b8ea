"""People at the wording desk, on the sentences that the product ships."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from intermediary.core import translations
from intermediary.wording.forms import box
from intermediary.wording.messages import Sentence, key_of, search

TITLE = key_of(None, "Wording")  # the h1 of the list
WAITING = key_of(None, "%(num)d change waits")  # two forms, on the list
PAGE = key_of(None, "Page %(page)s of %(pages)s")  # two values, on the list
FIELD = re.compile(r'<textarea[^>]*?name="([^"]+)"[^>]*>(.*?)</textarea>', re.DOTALL)
HIDDEN = re.compile(
    r'<input type="hidden" name="(seen-[^"]+|mark|live|csrf_token)" value="([^"]*)"'
)


class Desk:
    """The desk as one person uses it: forms are read from the page and sent back."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.client.set_cookie("language", "en")

    def form(self, path: str) -> dict[str, str]:
        """Return the fields of a page as a browser would send them."""
        page = self.client.get(path).get_data(as_text=True)
        boxes = {name: html.unescape(text.lstrip("\n")) for name, text in FIELD.findall(page)}
        return {**boxes, **dict(HIDDEN.findall(page))}

    def send(self, key: str, fields: dict[str, str]) -> TestResponse:
        """Send the form of one sentence."""
        lines = {name: text.replace("\n", "\r\n") for name, text in fields.items()}
        return self.client.post(f"/wording/strings/{key}", data=lines)

    def write(self, key: str, language: str, *texts: str, **more: str) -> TestResponse:
        """Open a sentence, change one language, send it."""
        fields = self.form(f"/wording/strings/{key}") | more
        fields |= {box(language, form): text for form, text in enumerate(texts)}
        return self.send(key, fields)

    def publish(self) -> TestResponse:
        """Publish what waits."""
        return self.client.post("/wording/releases", data=self.form("/wording/releases"))

    def go_back(self, number: int) -> TestResponse:
        """Bring a release back."""
        path = f"/wording/releases/{number}"
        return self.client.post(f"{path}/return", data=self.form(path))

    def shows(self, path: str = "/wording/", language: str = "ps") -> str:
        """Return a page in a language."""
        self.client.set_cookie("language", language)
        answer = self.client.get(path)
        self.client.set_cookie("language", "en")
        assert answer.status_code == 200
        return html.unescape(answer.get_data(as_text=True))


@pytest.fixture
def open_desk(app: Flask, people, sign_in) -> Callable[..., Desk]:
    """Return the way to the desk: `open_desk("translator", languages=["ps"])`."""
    return lambda role, **where: Desk(sign_in(app.test_client(), people(role, **where)))


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    """Return an administrator's desk."""
    return open_desk("administrator")


class Clock:
    """Seconds that pass only when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the time of the look for a new release."""
    clock = Clock()
    monkeypatch.setattr(translations, "monotonic", clock)
    return clock


def script_sentence() -> Sentence:
    """Return a sentence without values that scripts say."""
    return next(
        sentence
        for sentence in search(lambda sentence: sentence.is_said_by_scripts)
        if len(sentence.forms) == 1 and "%" not in sentence.msgid
    )
