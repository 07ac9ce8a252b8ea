"""The sign-in pages and the error pages, as people see them in each language."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from intermediary.core.languages import LANGUAGES
from tests.conftest import make_app
from tests.factories import PASSWORD, TOKEN, Person, csrf, sign_in
from tests.page import find_faults, visit

LOGIN, CHANGE = "/accounts/login", "/accounts/change"
each_language = pytest.mark.parametrize("language", LANGUAGES)
WRONG = {
    "ps": "غلط",
    "ur": "غلط",
    "en": "User name or password is wrong. Please try again.",
}


@each_language
def test_stranger_finds_the_sign_in_page_in_their_language(
    client: FlaskClient, language: str
) -> None:
    page = visit(client, LOGIN, language)
    assert 'autocomplete="current-password"' in page
    assert "/accounts/logout" not in page


@each_language
def test_wrong_password_and_unknown_name_get_the_same_answer(
    client: FlaskClient, people: Callable[..., Person], language: str
) -> None:
    teacher = people("intermediary")
    pages = []
    for name in (teacher.username, "nobody-of-this-name"):
        data = {"username": name, "password": "wrong", "csrf_token": csrf(client, LOGIN)}
        page = visit(client, LOGIN, language, data=data)
        assert WRONG[language] in page
        assert 'role="alert"' in page
        pages.append(TOKEN.sub("", page.replace(name, "")))
    assert pages[0] == pages[1]


@each_language
def test_empty_sign_in_names_both_fields_and_leads_to_them(
    client: FlaskClient, language: str
) -> None:
    data = {"username": "", "password": "", "csrf_token": csrf(client, LOGIN)}
    page = visit(client, LOGIN, language, data=data)
    for name in ("username", "password"):
        assert f'href="#{name}"' in page
        assert f'id="{name}-error"' in page
        assert f'aria-describedby="{name}-error"' in page


@each_language
def test_officer_changes_the_password_and_signs_in_again(
    client: FlaskClient, people: Callable[..., Person], language: str
) -> None:
    officer = people("district_officer")
    sign_in(client, officer)
    assert "/accounts/logout" in visit(client, CHANGE, language)
    new = "four words of mine"
    data = {
        "password": "not mine",
        "new_password": new,
        "new_password_confirm": new + "!",
        "csrf_token": csrf(client, CHANGE),
    }
    page = visit(client, CHANGE, language, data=data)
    assert 'id="password-error"' in page or 'id="new_password_confirm-error"' in page
    data |= {"password": PASSWORD, "new_password_confirm": new}
    assert client.post(CHANGE, data=data).status_code == 302
    assert client.get(CHANGE, headers={"Accept": "text/html"}).status_code == 401
    sign_in(client, Person(officer.id, officer.username, officer.role, new))


@each_language
def test_every_refusal_is_a_whole_page(
    app: Flask, client: FlaskClient, people: Callable[..., Person], language: str
) -> None:
    visit(client, "/nowhere", language, status=404)
    page = visit(client, CHANGE, language, status=401)
    assert f"{LOGIN}?next={CHANGE}" in page
    visit(client, LOGIN, language, data={"username": "x"}, status=400)  # no token
    visit(client, "/healthz", language, data={"csrf_token": csrf(client, LOGIN)}, status=405)
    sign_in(client, people("intermediary"))
    page = visit(client, "/wording/", language, status=403)
    assert "/accounts/logout" in page


@each_language
def test_our_own_fault_is_a_whole_page(app: Flask, client: FlaskClient, language: str) -> None:
    def broken() -> str:
        raise RuntimeError("as a bug would")

    app.view_functions["security.login"] = broken
    broken.is_public = True  # type: ignore[attr-defined]
    visit(client, LOGIN, language, status=500)


@each_language
def test_error_page_stands_without_a_database(tmp_path: Path, language: str) -> None:
    client = make_app(tmp_path, f"sqlite:///{tmp_path / 'gone' / 'away.db'}").test_client()
    data = {"username": "teacher", "password": "x", "csrf_token": csrf(client, LOGIN)}
    visit(client, LOGIN, language, data=data, status=503)


@each_language
def test_reader_of_another_language_can_switch_on_every_page(
    client: FlaskClient, language: str
) -> None:
    for path, status in ((LOGIN, 200), ("/nowhere", 404)):
        page = visit(client, path, language, status=status)
        assert 'action="/language"' in page
        for code, other in LANGUAGES.items():
            assert f'value="{code}" lang="{code}" dir="{other.direction}"' in page


def test_switching_leads_back_to_the_same_page(client: FlaskClient) -> None:
    for path, back in (
        ("/accounts/login?next=/field/", "/accounts/login?next=/field/"),
        ("/نشته?q=اوبه", "/%D9%86%D8%B4%D8%AA%D9%87?q=%D8%A7%D9%88%D8%A8%D9%87"),
        ("/nowhere?%ff=%00", "/nowhere?%FF=%00"),
    ):
        page = client.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
        assert f'name="next" value="{back}"' in page
    page = client.post("/language", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert 'name="next" value="/"' in page, "a page that cannot be opened again leads to the start"


def test_checks_of_a_page_can_fail() -> None:
    page = """<html lang="ps" dir="ltr"><head><title>Other</title></head><body>
    <h1>Sign in</h1><h1 id="a">Two</h1><p id="a" style="color:red" onclick="x()">User name</p>
    <p>We could not find this. Go back and choose from the list.</p>
    <p lang="en">Something went wrong on our side.</p><button></button>
    <form method="post"><input name="q"><input type="hidden" name="next"></form>
    <script>x()</script><a href="#nowhere">x</a></body></html>"""
    faults = " | ".join(find_faults(page, "ps"))
    for wanted in (
        "one h1 is owed", "no label: q", "one token is owed", "id used 2 times: a", "inline style",
        "inline script at p", "inline script |", "the page says", "leads to #nowhere",
        "not translated: 'We could not find this.", "not translated: 'Sign in'",
        "a button without words",
    ):  # fmt: skip
        assert wanted in faults, f"{wanted} is not in: {faults}"
    assert "Something went wrong" not in faults
