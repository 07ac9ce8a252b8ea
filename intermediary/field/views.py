"""The teacher's pages: the shell, the worker, the install manifest, and the plain form."""

from typing import Any

import segno
from flask import Response, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from intermediary.accounts.permissions import (
    Forbidden,
    Permission,
    can,
    current_identity,
    current_user_or_none,
    public,
    requires,
)
from intermediary.complaints import vocabulary
from intermediary.complaints.codes import group_slip_code
from intermediary.complaints.forms import RegistrationForm
from intermediary.complaints.models import Complaint
from intermediary.complaints.operations import register_complaint
from intermediary.core import assets, phone
from intermediary.core.db import db, utc_now
from intermediary.core.errors import NotFound
from intermediary.core.forms import leaf_fields
from intermediary.core.languages import LANGUAGES, current_language
from intermediary.directory import queries as directory
from intermediary.field import blueprint, plain, shell

THEME = "#0b5d3b"
PAPER = "#fbfaf7"


@blueprint.get("/")
@public  # it sends to the sign-in page itself, so that a first visit is no error
def home() -> AnyResponse:
    """Open the app; a phone that has the worker never asks for this."""
    if current_identity().user_id is None:
        return redirect(url_for("security.login", next=url_for("field.home")))
    if not can(Permission.COMPLAINT_REGISTER):
        raise Forbidden
    return phone.respond(
        phone.part("shell", current_language().code), cache_control="private, no-cache"
    )


@blueprint.get("/shell/<language>")
@public  # it holds nobody's data
def shell_of(language: str) -> Response:
    """Send the shell of a language; under its digest (`v`) it never changes."""
    if language not in LANGUAGES:
        raise NotFound
    wanted = request.args.get("v")
    newest = phone.part("shell", language)
    made = newest if wanted is None else phone.part_named("shell", language, wanted)
    if made is None:
        raise NotFound
    return phone.respond(made, cache_control=phone.IMMUTABLE if wanted else "no-cache")


@blueprint.get("/service-worker.js")
@public
def service_worker() -> Response:
    """Send the worker, asked for anew each time, so that a phone always hears of a new version."""
    return phone.respond(phone.make_part(worker_source().encode(), "text/javascript"))


def worker_source() -> str:
    """Return the worker with the address of this build's files in it."""
    source = assets.service_worker_source().decode()
    return source.replace("/static/VERSION/", f"/static/{assets.manifest()['build']}/")


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Describe the app for installing, in the page's language."""
    language = current_language()
    icons = [
        {
            "src": assets.address_of(f"icons/{name}"),
            "sizes": sizes,
            "type": kind,
            "purpose": use,
        }
        for name, sizes, kind, use in (
            ("app-192.png", "192x192", "image/png", "any"),
            ("app-512.png", "512x512", "image/png", "any"),
            ("app-maskable-512.png", "512x512", "image/png", "maskable"),
        )
    ]
    response = jsonify(
        {
            "id": url_for("field.home"),
            "name": _("Wasila: help with complaints"),
            "short_name": _("Wasila"),
            "lang": language.code,
            "dir": language.direction,
            "start_url": url_for("field.home"),
            "scope": url_for("field.home"),
            "display": "standalone",
            "theme_color": THEME,
            "background_color": PAPER,
            "icons": icons,
        }
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/complaints/new")
@requires(Permission.COMPLAINT_REGISTER)
def new_complaint() -> str:
    """Show the plain page: a whole complaint on one sheet, without JavaScript."""
    language = current_language().code
    version = shell.consent_statements()[language][1]
    preset = plain.presets(current_identity().postings, language, version, utc_now())
    return _sheet_page(plain.new_sheet(), RegistrationForm(formdata=None, data=preset))


@blueprint.post("/complaints/new")
@requires(Permission.COMPLAINT_REGISTER)
def register() -> AnyResponse:
    """Register the sheet and answer with the slip; a second identical post changes nothing."""
    at = utc_now()
    user = current_user_or_none()
    sheet = plain.read_sheet(request.form.get("id"), request.form.get("slip"))
    form = RegistrationForm()
    if not form.validate() or user is None:
        return Response(_sheet_page(sheet, form), status=422, mimetype="text/html")
    complaint, _is_new = register_complaint(user, plain.registration_of(sheet, form, at), at)
    db.session.commit()
    page = _slip_page(complaint, sheet.slip_code)
    return Response(page, headers={"Cache-Control": "no-store"}, mimetype="text/html")


def _sheet_page(sheet: plain.Sheet, form: RegistrationForm) -> str:
    language = current_language().code
    district = form.place.form.district.raw or None
    return render_template(
        "field/new_complaint.html",
        sheet=sheet,
        form=form,
        leaves=leaf_fields(form),
        words=vocabulary,
        categories=plain.category_groups(language),
        districts=plain.district_choices(language),
        tehsils=plain.tehsil_groups(language),
        offices=plain.office_choices(district, language),
        schools=plain.school_choices(district, language),
        statements=shell.consent_statements(),
    )


def _slip_page(complaint: Complaint, slip_code: str) -> str:
    category = directory.category(complaint.category_code or "")
    address = f"{current_app.config['ORIGIN']}/track#{slip_code}"
    return render_template(
        "field/register.html",
        complaint=complaint,
        slip_code=group_slip_code(slip_code),
        category=category,
        qr=_qr(address),
        track_address=f"{current_app.config['ORIGIN']}/track",
    )


def _qr(address: str) -> dict[str, Any]:
    """Return the code's size and dark squares as one SVG path, quiet zone included."""
    code = segno.make(address, error="l", version=4, micro=False)
    rows = [list(row) for row in code.matrix_iter(border=4)]
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return {"size": len(rows), "path": path}
