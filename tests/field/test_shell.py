"""The shell, the worker and the install manifest: what a phone takes along."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from intermediary.core import assets, phone
from tests.factories import sign_in


def test_a_stranger_is_sent_to_the_sign_in_page(client: FlaskClient) -> None:
    answer = client.get("/field/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login")


@pytest.mark.parametrize(("language", "direction"), [("ps", "rtl"), ("ur", "rtl"), ("en", "ltr")])
def test_the_shell_is_the_same_for_everybody(
    client: FlaskClient, people: object, language: str, direction: str
) -> None:
    before = client.get(f"/field/shell/{language}")
    sign_in(client, people("intermediary"))  # type: ignore[operator]
    after = client.get(f"/field/shell/{language}")
    page = before.get_data(as_text=True)
    assert before.data == after.data
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert "csrf" not in page
    assert "<script>" not in page
    assert before.headers["Cache-Control"] == "no-cache"


def test_under_its_digest_the_shell_never_changes(app: Flask, client: FlaskClient) -> None:
    client.get("/field/shell/ur")
    with app.test_request_context():
        digest = phone.part("shell", "ur").sha256[:16]
    answer = client.get(f"/field/shell/ur?v={digest}")
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/field/shell/ur?v=0000000000000000").status_code == 404
    assert client.get("/field/shell/fr").status_code == 404


def test_a_teacher_gets_the_shell_in_the_chosen_language(
    client: FlaskClient, people: object
) -> None:
    sign_in(client, people("intermediary"))  # type: ignore[operator]
    client.set_cookie("language", "ps")
    page = client.get("/field/").get_data(as_text=True)
    assert '<html lang="ps"' in page


def test_the_worker_is_asked_for_anew_each_time(client: FlaskClient) -> None:
    answer = client.get("/field/service-worker.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_worker_knows_the_files_of_its_own_build(app: Flask, client: FlaskClient) -> None:
    source = client.get("/field/service-worker.js").get_data(as_text=True)
    with app.app_context():
        build = assets.manifest()["build"]
        urls = {file["path"]: file["url"] for file in assets.manifest()["files"]}
    assert f"'/static/{build}/'" in source.replace('"', "'")
    assert urls["js/shared.js"] in source
    assert {"js/field.js", "js/shared.js", "app.css", "icons/sprite.svg"} <= set(urls)


def test_an_operator_can_call_the_worker_back(app: Flask, client: FlaskClient) -> None:
    app.config["FIELD_WORKER"] = "off"
    source = client.get("/field/service-worker.js").get_data(as_text=True)
    assert "unregister()" in source
    assert "indexedDB" not in source, "what people wrote stays"


def test_the_app_can_be_installed_in_each_language(client: FlaskClient) -> None:
    for language, direction in (("ps", "rtl"), ("ur", "rtl"), ("en", "ltr")):
        client.set_cookie("language", language)
        manifest = client.get("/field/manifest.webmanifest").get_json(force=True)
        assert (manifest["lang"], manifest["dir"]) == (language, direction)
        assert manifest["scope"] == "/field/"
