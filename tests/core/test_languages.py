"""Which language a visitor gets, and wording that people publish while the site runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.support import Translations
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_babel import force_locale, gettext, lazy_gettext
from jinja2 import DictLoader
from sqlalchemy import text
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from intermediary.core import db as database
from intermediary.core import languages, translations
from intermediary.core.forms import BaseForm
from intermediary.core.placeholders import fills_in
from tests.core.published import Clock, Desk, Rows, make_app


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    languages.set_override_source(desk)
    yield desk
    languages.set_override_source(None)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(translations, "monotonic", clock)
    return clock


PS = {"headers": {"Accept-Language": "ps"}}


def show(client: FlaskClient, path: str = "/count/1") -> str:
    answer = client.get(path, headers={"Accept-Language": "ps"})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("accepted", "shown"),
    [
        ("ps,en;q=0.5", "ps"), ("en-GB,en", "en"), ("ur-PK", "ur"), ("de,fr", "ur"),
        ("", "ur"), ("ps-AF", "ps"), ("de, en;q=0.2", "en"),
    ],
)  # fmt: skip
def test_a_visitor_gets_the_browsers_language_or_urdu(
    client: FlaskClient, accepted: str, shown: str
) -> None:
    answer = client.get("/page", headers={"Accept-Language": accepted})
    assert answer.text.startswith(shown)


def test_a_choice_is_kept_on_the_device(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        response = languages.remember_language(app.response_class(), "ps")
        assert (
            languages.remember_language(app.response_class(), "xx").headers.get("Set-Cookie")
            is None
        )
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("language=ps;")
    assert "SameSite=Lax" in cookie
    assert "HttpOnly" not in cookie
    client.set_cookie("language", "ps")
    answer = client.get("/page", headers={"Accept-Language": "en"})
    assert answer.text.startswith("ps rtl")
    client.set_cookie("language", "xx")
    assert client.get("/page", headers={"Accept-Language": "en"}).text.startswith("en ltr")


def test_commands_speak_english_and_messages_the_readers_language(app: Flask) -> None:
    with app.app_context():
        assert languages.current_language().code == "en"
        with force_locale("ps"):
            assert languages.current_language().own_name == "پښتو"


def test_imported_macros_know_the_language(app: Flask) -> None:
    app.jinja_loader = DictLoader(
        {
            "macro.html": "{% macro say() %}{{ language.code }}"
            " {{ _('Nothing like it') }}{% endmacro %}",
        }
    )
    with app.test_request_context(headers={"Accept-Language": "ps"}):
        page = "{% from 'macro.html' import say %}{{ say() }} {{ LANGUAGES['ur'].own_name }}"
        assert render_template_string(page) == "ps Nothing like it اردو"


def test_dates_on_a_page_are_in_the_pages_language(client: FlaskClient) -> None:
    assert show(client, "/page").endswith("9 جولایي 2025")


def test_published_wording_shows_without_a_restart_in_every_worker_within_a_second(
    tmp_path: Path, desk: Desk, clock: Clock
) -> None:
    workers = [make_app(tmp_path / name).test_client() for name in ("one", "two")]
    assert [show(worker) for worker in workers] == ["Good day, <b>|1 slip"] * 2
    desk.publish(ps=[
        (None, "Good day, %(name)s", ["سلام %(name)s"]),
        (None, "%(num)d slip", ["یوه پرچه", "%(num)d پرچې"]),
    ])  # fmt: skip
    clock.shift(1)
    assert [show(worker) for worker in workers] == ["سلام <b>|یوه پرچه"] * 2
    assert "سلام &lt;b&gt; 5 پرچې" in show(workers[0], "/page")
    assert workers[0].get("/count/5", headers={"Accept-Language": "en"}).text.endswith("5 slips")
    desk.publish(ps=[])
    clock.shift(1)
    assert [show(worker) for worker in workers] == ["Good day, <b>|1 slip"] * 2


def test_the_release_is_looked_up_once_a_second(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    for _request in range(20):
        show(client, "/page")
    assert desk.asked == 1
    clock.shift(1)
    show(client)
    assert desk.asked == 2


def test_one_page_is_of_one_release(app: Flask, desk: Desk, clock: Clock) -> None:
    desk.publish(en=[(None, "Yes", ["Yes 1"])])
    with app.test_request_context(headers={"Accept-Language": "en"}):
        app.preprocess_request()
        assert gettext("Yes") == "Yes 1"
        desk.publish(en=[(None, "Yes", ["Yes 2"])])
        clock.shift(5)
        assert gettext("Yes") == "Yes 1"
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert gettext("Yes") == "Yes 2"


@pytest.mark.parametrize(
    "bad",
    [
        "سلام %(nam)s",
        "100% سلام",
        "سلام %",
        "سلام %(name)d",
        "%s",
        "%(name)",
        "",
        "   ",
        "%(name)s %z",
    ],
)
def test_a_bad_translation_in_the_database_never_breaks_a_page(
    client: FlaskClient, desk: Desk, bad: str
) -> None:
    desk.publish(ps=[
        (None, "Good day, %(name)s", [bad]), (None, "%(num)d slip", ["%(num)d", bad]),
    ])  # fmt: skip
    assert show(client, "/count/5") == "Good day, <b>|5 slips"
    assert "Good day, &lt;b&gt; 5 slips" in show(client, "/page")


def test_published_wording_can_carry_no_tag_into_a_page(client: FlaskClient, desk: Desk) -> None:
    desk.publish(ps=[(None, "Good day, %(name)s", ["<script>alert(1)</script> %(name)s"])])
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;" in show(client, "/page")


def test_a_desk_that_fails_leaves_the_last_good_wording(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    desk.publish(ps=[(None, "Good day, %(name)s", ["سلام %(name)s"])])
    assert show(client).startswith("سلام")
    desk.is_broken = True
    clock.shift(2)
    assert show(client).startswith("سلام")


def test_words_that_could_not_be_read_are_read_at_the_next_request(
    client: FlaskClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.publish(ps=[(None, "Good day, %(name)s", ["سلام %(name)s"])])
    with monkeypatch.context() as trouble:
        trouble.delattr(Desk, "overrides")
        assert show(client).startswith("Good day")
    assert show(client).startswith("سلام")


def test_a_percent_sign_is_written_twice_everywhere(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert gettext("100%% sure") == "100% sure"
        assert str(lazy_gettext("100%% sure")) == "100% sure"
        assert render_template_string("{{ _('100%% sure') }}") == "100% sure"
        assert gettext("100% sure") == "100% sure"


def test_form_messages_are_in_the_visitors_language(app: Flask, desk: Desk) -> None:
    class NameForm(BaseForm):
        name = StringField(validators=[Length(max=3)])
        phone = StringField(validators=[DataRequired()])

    rows: Rows = [
        (None, "This field is required.", ["دا ډک کړئ."]),
        (
            None,
            "Field cannot be longer than %(max)d character.",
            ["تر یوه توري زیات نه", "تر %(max)d تورو زیات نه"],
        ),
    ]
    desk.publish(ps=rows)
    with app.test_request_context(method="POST", data={"name": "abcd"}, headers=PS["headers"]):
        form = NameForm(meta={"csrf": False})
        assert not form.validate()
        assert form.errors == {"name": ["تر 3 تورو زیات نه"], "phone": ["دا ډک کړئ."]}


def test_a_sentence_fits_only_with_the_values_it_is_given() -> None:
    assert fills_in("%(n)s of %(num)d", "%(num)d %(n)s %%")
    assert fills_in("One slip", "%(num)d slips")
    assert not fills_in("%(n)s", "%(m)s")
    assert not fills_in("%(n)s", "%(n)d")


def test_looking_for_a_release_leaves_no_transaction_open(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    class TableDesk(Desk):
        def release(self) -> int:
            return int(database.db.session.scalar(text("SELECT 7")) or 0)

    languages.set_override_source(TableDesk())
    monkeypatch.setattr(translations.OverrideDomain, "_load", lambda *_: Translations())
    try:
        with app.test_request_context(method="POST"):
            app.preprocess_request()
            assert languages.text_domain().release() == 7
            assert not database.db.session().in_transaction()
    finally:
        languages.set_override_source(None)
        with app.app_context():
            database.db.engine.dispose()
