"""Every route and every form of the pages with the corpus: odd bodies and odd words, never a 5xx.

Made from `app.url_map` and from the pages' own forms, so a new door is in it by itself.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.corpus.reading import bytes_of, rows_of, text_of
from tests.test_access import Villages, address, routes, signed_in

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
CONTROL = re.compile(r"<(input|textarea|select)\b([^>]*)>")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
#: One of each kind of trouble; the whole list runs at the registration form, in test_fields.py.
BODIES = ("nested a hundred thousand deep", "an array", "NUL in a text", "lone surrogate as a text",
          "overlong UTF-8", "types confused", "nothing at all", "a form")  # fmt: skip
TYPES = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/xml")
WORDS = {
    "long": "x" * 60_000,
    "controls": "\u202ea\u2066b\u0000c\u001b[31m\u007f\ufeff",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "format": "{{7*7}} %(x)s %n %(count)50000000s ${x}",
    "digits": "۱۲۳٤٥٦²½",
    "marks": "ب" + "\u064e" * 500,
    "number": "9" * 5000,
    "negative": "-1",
    "uuid": "01890000-0000-7000-8000-000000000009",
    "SQL": "'; DROP TABLE complaint; -- %_\\",
    "path": "../../etc/passwd\r\nSet-Cookie: x=1",
    "empty": "",
}
ROLES = ("intermediary", "district_officer", "department_officer", "administrator")


def posts(app: Flask, villages: Villages, role: str) -> Iterator[tuple[str, str]]:
    """Yield method and address of every route that takes a body."""
    own = villages.own(role)
    for rule, method in routes(app):
        if method != "GET" and "logout" not in rule.endpoint and rule.endpoint != SIGN_OUT:
            yield method, address(app, rule, own)


SIGN_OUT = "sync.device_session"


@pytest.mark.parametrize("role", ROLES)
def test_no_odd_body_breaks_any_route(app: Flask, role: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    villages = Villages(app)
    client = signed_in(app, villages.people[role])
    bodies = {row["name"]: bytes_of(row["body"]) for row in rows_of("bodies")}
    broken = []
    for method, path in posts(app, villages, role):
        for name in BODIES:
            for type_ in TYPES:
                answer = client.open(
                    path, method=method, data=bodies[name], content_type=type_,
                    headers={"X-Proto": "1"},
                )  # fmt: skip
                if answer.status_code >= 500:
                    broken.append(f"{method} {path} {name} as {type_}: {answer.status_code}")
    assert broken == []


def forms_of(page: str, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield action and fields of every form on a page that is posted."""
    for attributes, inside in FORM.findall(page):
        about = dict(ATTRIBUTE.findall(attributes))
        if about.get("method", "get").lower() != "post":
            continue
        fields = {}
        for _tag, text in CONTROL.findall(inside):
            control = dict(ATTRIBUTE.findall(text))
            if control.get("name"):
                is_fixed = control.get("type") == "hidden"
                fields[control["name"]] = control.get("value", "") if is_fixed else "?"
        yield about.get("action") or path, fields


def pages_of(app: Flask, villages: Villages, role: str, client: FlaskClient) -> dict[str, str]:
    """Return every page that a role can open."""
    own = villages.own(role)
    found = {}
    for rule, method in routes(app):
        if method == "GET" and not rule.rule.startswith(("/sync/", "/static/")):
            path = address(app, rule, own)
            answer = client.get(path)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                found[path] = answer.get_data(as_text=True)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_odd_words_break_any_form(app: Flask, role: str) -> None:
    villages = Villages(app)
    client = signed_in_with_token(app, villages, role)
    broken = []
    for path, page in pages_of(app, villages, role, client).items():
        for action, fields in forms_of(page, path):
            if "logout" in action:
                continue
            for name, words in WORDS.items():
                data = {k: words if v == "?" else v for k, v in fields.items()}
                body = urlencode(data, errors="surrogatepass")
                answer = client.post(
                    action, data=body, content_type="application/x-www-form-urlencoded"
                )
                shown = answer.get_data(as_text=True)
                if answer.status_code >= 500 or "<script>alert" in shown:
                    broken.append(f"{action} on {path}, {name}: {answer.status_code}")
    assert broken == []


def signed_in_with_token(app: Flask, villages: Villages, role: str) -> FlaskClient:
    return factories.sign_in(app.test_client(), villages.people[role])


@pytest.mark.parametrize("row", [r for r in rows_of("bodies") if "hex" not in str(r["body"])][:8])
def test_the_slip_page_takes_any_text_for_a_code(client: FlaskClient, row: dict[str, str]) -> None:
    data = {"csrf_token": factories.csrf(client, "/track"), "slip": text_of(row["body"])[:5000]}
    assert client.post("/track", data=data).status_code == 422
