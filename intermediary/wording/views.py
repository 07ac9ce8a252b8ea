"""The pages of the desk: all sentences, and one sentence."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from intermediary.accounts.permissions import Permission, can, current_user_or_none, requires
from intermediary.core.dates import format_tables
from intermediary.core.db import db, utc_now
from intermediary.core.errors import NotFound
from intermediary.wording import blueprint, desk, operations
from intermediary.wording.checks import PLACEHOLDER
from intermediary.wording.explanations import places_of, preview
from intermediary.wording.forms import FORM_NAMES, LANGUAGE_NAMES, SentenceForm, box, form_for
from intermediary.wording.glossary import terms_in
from intermediary.wording.messages import TRANSLATED

UNPROCESSABLE = 422


def person_id() -> str:
    """Return the id of the signed-in person; the guard has made sure that there is one."""
    user = current_user_or_none()
    if user is None:
        raise NotFound
    return user.id


def _list_arguments() -> dict[str, Any]:
    """Return where in the list a person is, so that every link keeps it."""
    shown = request.args.get("show", "all")
    return {
        "show": shown if shown in desk.FILTERS else "all",
        "q": request.args.get("q", "").strip()[:200],
        "page": max(request.args.get("page", 1, int), 1),
    }


@blueprint.get("/")
@requires(Permission.WORDING_EDIT)
def strings() -> str:
    """Show all sentences in three columns, searched and filtered."""
    place = _list_arguments()
    rows = desk.Desk().rows()
    found = desk.chosen_rows(rows, place["show"], place["q"])
    pages = max(-(-len(found) // desk.PAGE_SIZE), 1)
    place["page"] = min(place["page"], pages)
    first = (place["page"] - 1) * desk.PAGE_SIZE
    return render_template(
        "wording/strings.html",
        rows=found[first : first + desk.PAGE_SIZE],
        found=len(found),
        pages=pages,
        place=place,
        counts=desk.counts(rows),
        coverage=desk.coverage(rows),
        names=LANGUAGE_NAMES,
        waiting=len(operations.planned_changes()[1]),
    )


def _find(key: str) -> desk.Row:
    row = desk.Desk().find(key)
    if row is None:
        raise NotFound
    return row


def _languages() -> list[str]:
    return [code for code in desk.COLUMNS if can(Permission.WORDING_EDIT, code)]


@blueprint.get("/strings/<key>")
@requires(Permission.WORDING_EDIT)
def string(key: str) -> str:
    """Show one sentence with a box for each language."""
    row = _find(key)
    return _sentence_page(row, form_for(row, _languages()))


def _sentence_page(row: desk.Row, form: SentenceForm) -> str:
    return render_template(
        "wording/string.html",
        row=row,
        form=form,
        box=box,
        names=LANGUAGE_NAMES,
        form_names=FORM_NAMES,
        place=_list_arguments(),
        places=places_of(row.sentence.files),
        terms=terms_in(" ".join(row.sentence.forms)),
        preview=preview,
        placeholders=sorted(set(PLACEHOLDER.findall(" ".join(row.sentence.forms)))),
        key_bars={code: format_tables(code)["key_bar"] for code in TRANSLATED},
    )


@blueprint.post("/strings/<key>")
@requires(Permission.WORDING_EDIT)
def save_string(key: str) -> AnyResponse:
    """Keep the changed languages of one sentence as drafts."""
    operations.lock_desk()
    row = _find(key)
    form = form_for(row, _languages())
    if not form.validate():
        return Response(_sentence_page(row, form), UNPROCESSABLE, mimetype="text/html")
    at, author = utc_now(), person_id()
    saved = [
        operations.save_override(row.sentence, code, form.typed(code), author, at)
        for code in form.changed()
    ]
    db.session.commit()
    if any(saved):
        flash(_("The text is kept as a draft. People see it after the next publishing."))
    else:
        flash(_("Nothing was changed."))
    return redirect(url_for("wording.string", key=key, **_list_arguments()))
