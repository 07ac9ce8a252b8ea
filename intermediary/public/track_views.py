"""`/track`: by the slip code a resident sees where the complaint stands, and has the last word.

The code comes in the body alone: it stands in no address, no log and no session.
"""

import hmac
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from intermediary.accounts.permissions import public
from intermediary.complaints.answers import was_posted
from intermediary.complaints.codes import slip_hash
from intermediary.complaints.lifecycle import NotPossibleNow
from intermediary.complaints.members import hold_with_main
from intermediary.complaints.models import Complaint
from intermediary.complaints.queries import complaint_by_reference, complaint_by_slip
from intermediary.core.db import db, utc_now
from intermediary.core.errors import BadRequest
from intermediary.core.languages import current_language
from intermediary.core.misses import WINDOW, count_miss, is_braked
from intermediary.directory import queries as directory
from intermediary.public import blueprint
from intermediary.public.acts import THANKS, perform
from intermediary.public.forms import (
    SHEETS,
    SheetForm,
    SlipForm,
    fresh_sheet,
    offer_scope,
    posted_sheet,
)
from intermediary.public.standing import Standing, office_names, standing_of

#: Unknown codes per hour: from one address, and from everywhere. Only misses count, and a right
#: code is answered even then: one address may be a whole valley (SECURITY.md 6.15).
MISSES_PER_CLIENT = 10
MISSES_IN_ALL = 2000
UNKNOWN = _l("No complaint has this slip code. Look at the digits again, or ask your teacher.")
TOO_MANY = _l("Too many tries. Please wait a few minutes, then try again.")
#: What is done, as the noun of its address.
NOUNS = {
    "confirmation": "confirm",
    "dispute": "dispute",
    "reopening": "reopen",
    "feedback": "feedback",
    "consent": "consent",
    "withdrawal": "withdraw",
}
ACT_PATH = f"/track/<any({','.join(NOUNS)}):noun>"


@blueprint.get("/track")
@public
def track() -> str:
    """Ask for the slip code."""
    return _asking_page(SlipForm(formdata=None))


@blueprint.post("/track")
@public
def standing() -> AnyResponse:
    """Show where the complaint of a slip stands."""
    at = utc_now()
    form = SlipForm()
    if not form.validate():
        return _page(_asking_page(form), 422)
    complaint = complaint_by_slip(slip_hash(form.slip.data))
    if complaint is None:
        return _unknown(at)
    return _page(_standing_page(complaint, form.slip.data, at), 200)


@blueprint.get(ACT_PATH)
@public
def asked_again(noun: str) -> AnyResponse:
    """Go back to the code: who switches the language after an act comes here."""
    return redirect(url_for("public.track"))


@blueprint.post(ACT_PATH)
@public
def act(noun: str) -> AnyResponse:
    """Do what a resident decided on a sheet, once, and show where the complaint stands then."""
    at = utc_now()
    kind = NOUNS[noun]
    form = posted_sheet(kind)
    slip = _slip_of(form)
    key = slip_hash(slip)
    complaint = complaint_by_reference(form.reference.data or "")
    if complaint is None or not hmac.compare_digest(complaint.slip_hash, key):
        return _unknown(at)
    hold_with_main(complaint)
    if was_posted(complaint, form.sheet.data):
        return _page(_standing_page(complaint, slip, at, thanks=THANKS[kind]), 200)
    shown = standing_of(complaint, at)
    if kind not in shown.kinds:
        refusal = shown.wait if kind == "confirm" and shown.wait else NotPossibleNow.message
        return _page(_standing_page(complaint, slip, at, refusal=refusal), 409)
    offer_scope(form, shown.scope)
    if not form.validate():
        return _page(_standing_page(complaint, slip, at, refused=kind, faulty=form), 422)
    perform(kind, complaint, form, at)
    db.session.commit()
    return _page(_standing_page(complaint, slip, at, thanks=THANKS[kind]), 200)


def _slip_of(form: SheetForm) -> str:
    """Return the slip code of a sheet; raise BadRequest when its hidden numbers were changed."""
    form.validate()
    slip: str | None = form.slip.data
    try:
        form.sheet.data = str(UUID(form.sheet.data or ""))
    except ValueError:
        raise BadRequest from None
    if slip is None:
        raise BadRequest
    return slip


def _unknown(at: datetime) -> AnyResponse:
    """Answer an unknown code: always the same, after the same work."""
    limits = {f"track|{request.remote_addr}": MISSES_PER_CLIENT, "track": MISSES_IN_ALL}
    is_over = is_braked(limits, at)
    if not is_over:
        count_miss(limits, at)
        db.session.commit()
    form = SlipForm(formdata=None)  # the code is not shown again: every unknown one looks alike
    form.slip.errors = [TOO_MANY if is_over else UNKNOWN]
    response = _page(_asking_page(form), 429 if is_over else 404)
    if is_over:
        response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response


def _asking_page(form: SlipForm) -> str:
    return render_template("public/track.html", form=form)


def _standing_page(
    complaint: Complaint,
    slip: str,
    at: datetime,
    *,
    refused: str | None = None,
    faulty: SheetForm | None = None,
    **told: Any,
) -> str:
    shown = standing_of(complaint, at)
    language = current_language().code
    return render_template(
        "public/standing.html",
        standing=shown,
        slip=slip,
        sheets=_sheets(shown, slip, refused, faulty),
        category=directory.category_name(shown.category_code, language),
        district=directory.place_name(shown.district_code, language),
        offices=office_names(shown, language),
        nouns={kind: noun for noun, kind in NOUNS.items()},
        refused=refused,
        **told,
    )


def _sheets(
    shown: Standing, slip: str, kind: str | None, faulty: SheetForm | None
) -> dict[str, SheetForm]:
    """Return the sheets of what is possible now; the one just refused keeps its answers."""
    fresh = {
        name: fresh_sheet(name, slip=slip, reference=shown.reference, scope=shown.scope)
        for name in SHEETS
        if name in shown.kinds
    }
    return fresh if kind is None or faulty is None else {**fresh, kind: faulty}


def _page(page: str, status: int) -> Response:
    return Response(page, status=status, mimetype="text/html")
