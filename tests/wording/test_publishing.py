"""Publishing and going back: all drafts together, in every worker, on every phone."""

import http.client
import json
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from intermediary.core.db import db
from intermediary.ledger import events_of, verify_chain
from intermediary.wording.models import Release
from tests.conftest import Databases, make_app
from tests.server import Server
from tests.wording.conftest import PAGE, TITLE, WAITING, Clock, Desk, script_sentence

LANGUAGES = ("ps", "ur", "en")
LAST = "/wording/?page=2"  # the list has a second page, so it says PAGE
AGREEING = 20  # answers in a row: both workers were among them


def test_everything_that_waits_is_published_together(app: Flask, desk: Desk) -> None:
    desk.write(TITLE, "ps", "د کلمو میز")
    desk.write(PAGE, "ps", "پاڼه %(page)s له %(pages)s څخه")
    desk.write(WAITING, "ps", "یو بدلون", "%(num)d بدلونونه")
    preview = desk.shows("/wording/releases", "en")
    assert "3 texts would change." in preview
    assert desk.publish().status_code == 302
    page = desk.shows(LAST)
    assert "<h1>د کلمو میز</h1>" in page
    assert "پاڼه 2 له" in page
    assert "0 بدلونونه" in page
    assert "<h1>Wording</h1>" in desk.shows("/wording/", "en")
    with app.app_context():
        release = db.session.get_one(Release, 1)
        assert release.change_count == 3
        published = [e for e in events_of(subject="wording") if e.type == "wording:published"]
        assert [event.content["number"] for event in published] == [1]
        assert published[0].actor == release.author_id
        assert verify_chain().is_intact


def test_nothing_waits_then_nothing_is_published(app: Flask, desk: Desk) -> None:
    fields = desk.form("/wording/strings/" + TITLE)
    assert "mark" not in desk.form("/wording/releases")
    desk.write(TITLE, "ps", "د کلمو میز")
    fields |= desk.form("/wording/releases")
    assert desk.publish().status_code == 302
    late = desk.client.post("/wording/releases", data=fields)
    assert late.status_code == 409
    with app.app_context():
        assert db.session.query(Release).count() == 1


def test_a_draft_written_after_the_look_is_not_published_unseen(desk: Desk) -> None:
    desk.write(TITLE, "ps", "د کلمو میز")
    fields = desk.form("/wording/releases")
    desk.write(TITLE, "ps", "نور څه")
    assert desk.client.post("/wording/releases", data=fields).status_code == 409
    assert "<h1>Wording</h1>" in desk.shows("/wording/", "en")


def test_going_back_brings_the_old_words_as_a_new_release(app: Flask, desk: Desk) -> None:
    desk.write(TITLE, "ps", "لومړی")
    desk.publish()
    desk.write(TITLE, "ps", "دویم")
    desk.publish()
    desk.write(PAGE, "ps", "%(page)s / %(pages)s")
    assert "<h1>دویم</h1>" in desk.shows("/wording/")
    assert desk.go_back(1).status_code == 302
    assert "<h1>لومړی</h1>" in desk.shows("/wording/")
    assert "1 text would change." in desk.shows("/wording/releases", "en"), "drafts stay drafts"
    assert desk.go_back(0).status_code == 302
    assert "<h1>لومړی</h1>" not in desk.shows("/wording/")
    with app.app_context():
        back = [e for e in events_of(subject="wording") if e.type == "wording:rolled_back"]
        assert [(e.content["number"], e.content["copy_of"]) for e in back] == [(3, 1), (4, 0)]


def test_going_back_is_refused_when_another_release_came_between(desk: Desk) -> None:
    for words in ("لومړی", "دویم"):
        desk.write(TITLE, "ps", words)
        desk.publish()
    fields = desk.form("/wording/releases/1")
    desk.write(TITLE, "ps", "دریم")
    desk.publish()
    assert desk.client.post("/wording/releases/1/return", data=fields).status_code == 409
    assert "<h1>دریم</h1>" in desk.shows("/wording/")


def test_translators_write_and_administrators_publish(
    desk: Desk, open_desk: Callable[..., Desk]
) -> None:
    translator = open_desk("translator", languages=["ps"])
    translator.write(TITLE, "ps", "د کلمو میز")
    page = translator.shows("/wording/releases", "en")
    assert "An administrator publishes the drafts." in page
    fields = desk.form("/wording/releases") | {
        "csrf_token": translator.form(f"/wording/strings/{TITLE}")["csrf_token"]
    }
    assert translator.client.post("/wording/releases", data=fields).status_code == 403
    assert translator.client.post("/wording/releases/0/return", data=fields).status_code == 403
    assert desk.publish().status_code == 302


def test_the_other_worker_shows_it_at_its_next_look(
    app: Flask, desk: Desk, databases: Databases, clock: Clock, people, sign_in
) -> None:
    other_app = make_app(databases.folder, app.config["DATABASE_URL"])
    other = Desk(sign_in(other_app.test_client(), people("administrator")))
    assert "<h1>Wording</h1>" in other.shows("/wording/", "en")
    desk.write(TITLE, "en", "Words")
    desk.publish()
    assert "<h1>Words</h1>" in desk.shows("/wording/", "en"), "at once where it was published"
    assert "<h1>Wording</h1>" in other.shows("/wording/", "en")
    clock.seconds += 1
    assert "<h1>Words</h1>" in other.shows("/wording/", "en")
    with other_app.app_context():
        db.session.remove()
        db.engine.dispose()


def digests(client: FlaskClient) -> tuple[str, dict[str, str]]:
    manifest = client.get("/sync/v1/wording/manifest").get_json()
    languages = manifest["languages"]
    return manifest["release"], {code: languages[code]["catalogue"]["url"] for code in LANGUAGES}


def test_phones_learn_of_the_changed_language_alone(desk: Desk, client: FlaskClient) -> None:
    sentence = script_sentence()
    release, before = digests(client)
    desk.write(sentence.key, "ps", "زموږ نوې کلمې", accept="y")
    assert digests(client) == (release, before), "a draft stays at the desk"
    desk.publish()
    new_release, after = digests(client)
    assert new_release != release
    assert [code for code in LANGUAGES if before[code] != after[code]] == ["ps"]
    words = client.get(after["ps"]).get_json()["messages"]
    assert words[sentence.msgid] == ["زموږ نوې کلمې"]
    desk.go_back(0)
    assert digests(client)[1] == before, "the same words have the same name"


def test_a_sentence_that_scripts_never_say_is_no_news_for_catalogues(
    desk: Desk, client: FlaskClient
) -> None:
    _release, before = digests(client)
    desk.write(TITLE, "ps", "د کلمو میز")
    desk.publish()
    assert digests(client)[1] == before


def test_all_workers_of_a_server_agree_on_what_was_published(
    app: Flask, desk: Desk, client: FlaskClient, databases: Databases
) -> None:
    """Every request comes on a new connection, so now one worker answers, now the other."""
    server = Server(databases.folder, app.config["DATABASE_URL"], workers=2).start()
    try:
        before = [words_of(server) for _look in range(AGREEING)]
        desk.write(script_sentence().key, "ps", "زموږ نوې کلمې", accept="y")
        desk.publish()
        published = digests(client)[1]["ps"]
        agreeing = 0
        while agreeing < AGREEING:  # the test's own time limit ends a server that never agrees
            agreeing = agreeing + 1 if words_of(server) == published else 0
    finally:
        server.stop()
    assert published not in before


def words_of(server: Server) -> str:
    """Return the Pashto catalogue that one worker tells a phone to take."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    link.request("GET", "/sync/v1/wording/manifest")
    manifest = json.loads(link.getresponse().read())
    link.close()
    return str(manifest["languages"]["ps"]["catalogue"]["url"])
