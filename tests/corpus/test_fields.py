"""The corpus of answers at both doors: the same names, the same codes, the same stored words."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from intermediary.complaints.forms import RegistrationForm, form_from_json
from intermediary.complaints.models import Complaint, Resident
from intermediary.core.db import db
from intermediary.core.forms import faults_of, flatten
from tests import factories
from tests.corpus.reading import changed, rows_of, text_of
from tests.corpus.test_sync_door import sendable
from tests.factories import Person, sign_in
from tests.field.test_plain_page import hidden
from tests.sync.phone import Phone

SHEET = "/field/complaints/new"


def stored(app: Flask, id_: str, name: str) -> Any:
    """Return a stored value by table and column."""
    table, _, column = name.partition(".")
    with app.app_context():
        model = {"complaint": Complaint, "resident": Resident}[table]
        value = getattr(db.session.get_one(model, id_), column)
    return value.isoformat() if isinstance(value, date) else value


def test_the_phones_door_receives_every_answer_with_its_faults(
    app: Flask,
    phone: Phone,
) -> None:
    wrong = []
    for row in rows_of("fields"):
        whole = phone.complaint()
        answer = phone.put_bytes(whole, sendable(changed(whole, row["set"])))
        said = answer.get_json()
        faults = [[f["name"], f["code"]] for f in said.get("fields", [])]
        state = "needs_attention" if row["faults"] else "received"
        if (answer.status_code, faults, said.get("state")) != (201, row["faults"], state):
            wrong.append(f"{row['name']}: {answer.status_code} {faults} {said.get('state')}")
        elif lost := not_kept(app, whole["id"], row):
            wrong.append(f"{row['name']}: {lost}")
    assert wrong == []


def not_kept(app: Flask, id_: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return the stored values that are not those of the corpus."""
    kept = {name: stored(app, id_, name) for name in row.get("kept", {})}
    return {name: value for name, value in kept.items() if value != text_of(row["kept"][name])}


def typed(page: str, item: dict[str, Any]) -> MultiDict[str, str]:
    """Return the sheet as a browser posts it: the page's hidden fields, then the answers."""
    form = MultiDict(hidden(page))
    own = {"id", "slip", "account", "device", "schema", "attachments"}
    for name, value in flatten({k: v for k, v in item.items() if k not in own}):
        form.setlist(name, [*(form.getlist(name) if name == "consent.scope" else []), value])
    return form


def body_of(form: MultiDict[str, str]) -> str:
    """Return the form as posted, byte by byte: a script may send what no browser does."""
    return "&".join(
        f"{quoted(name)}={quoted(value)}" for name in form for value in form.getlist(name)
    )


def quoted(text: str) -> str:
    """Return a text in percent form."""
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


def is_shown(name: str, page: str) -> bool:
    """Tell whether a fault stands at its field, or in the summary when the field is hidden."""
    return f'id="{name}-error"' in page or f'href="#{name}"' in page


def test_the_page_shows_the_same_faults(
    app: Flask, client: FlaskClient, people: Callable[..., Person]
) -> None:
    teacher = sign_in(client, people("intermediary"))
    wrong = []
    for row in rows_of("fields"):
        if "\\ud800" in json.dumps(row):
            continue  # UTF-8 of a form cannot hold it
        page = teacher.get(SHEET).get_data(as_text=True)
        form = typed(page, changed(factories.payload(), row["set"]))
        answer = teacher.post(
            SHEET, data=body_of(form), content_type="application/x-www-form-urlencoded"
        )
        shown = answer.get_data(as_text=True)
        hidden_faults = [name for name, _code in row["faults"] if not is_shown(name, shown)]
        if answer.status_code != (422 if row["faults"] else 200) or hidden_faults:
            wrong.append(f"{row['name']}: {answer.status_code}, not shown: {hidden_faults}")
        elif not row["faults"] and (lost := not_kept(app, form["id"], row)):
            wrong.append(f"{row['name']}: {lost}")
        assert "<script>alert" not in shown
    assert wrong == []


def test_both_doors_find_the_same_codes(app: Flask) -> None:
    with app.test_request_context():
        for row in rows_of("fields"):
            item = changed(factories.payload(), row["set"])
            form = MultiDict(flatten(item))
            doors = [form_from_json(item), RegistrationForm(formdata=form, meta={"csrf": False})]
            for door in doors:
                door.validate()
            assert faults_of(doors[0]) == faults_of(doors[1]), row["name"]
