"""The pages of releases: what would be published, what was, and going back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from intermediary.accounts.models import User
from intermediary.accounts.permissions import Permission, requires
from intermediary.core.db import db, utc_now
from intermediary.core.errors import NotFound
from intermediary.core.languages import LANGUAGES, text_domain
from intermediary.wording import blueprint, operations
from intermediary.wording import releases as published
from intermediary.wording.forms import LANGUAGE_NAMES
from intermediary.wording.messages import sentences
from intermediary.wording.models import Release
from intermediary.wording.views import person_id


def _shown(changes: list[published.Change]) -> list[dict[str, object]]:
    """Return changes with the words that people see before and after."""
    known = sentences()
    rows = []
    for change in changes:
        sentence = known.get(change.key)
        shipped = sentence.shipped_in(change.language) if sentence else ()
        rows.append(
            {
                "language": LANGUAGES[change.language],
                "name": LANGUAGE_NAMES[change.language],
                "key": change.key if sentence else None,
                "msgid": change.msgid,
                "before": change.before or shipped,
                "after": change.after or shipped,
            }
        )
    return rows


def _authors(listed: list[Release]) -> dict[str, str]:
    ids = {release.author_id for release in listed}
    found = db.session.execute(select(User.id, User.display_name).where(User.id.in_(ids)))
    return {row.id: row.display_name for row in found}


@blueprint.get("/releases")
@requires(Permission.WORDING_EDIT)
def releases() -> str:
    """Show what publishing now would change, and all releases."""
    number, changes = operations.planned_changes()
    listed = published.list_releases()
    return render_template(
        "wording/releases.html",
        changes=_shown(changes),
        mark=operations.publishing_mark(number, changes),
        is_unusable=operations.has_unusable_draft(),
        live=number,
        releases=listed,
        authors=_authors(listed),
    )


@blueprint.post("/releases")
@requires(Permission.WORDING_PUBLISH)
def publish() -> AnyResponse:
    """Publish all drafts as a numbered release."""
    operations.lock_desk()
    mark = request.form.get("mark", "")
    release = operations.publish_release(mark, person_id(), utc_now())
    number = release.number
    db.session.commit()
    text_domain().look_again()
    flash(_("Release %(number)d is published. People see it now.", number=number))
    return redirect(url_for("wording.releases"))


@blueprint.get("/releases/<int:number>")
@requires(Permission.WORDING_EDIT)
def release(number: int) -> str:
    """Show what would change if a release came back; 0 stands for the shipped words."""
    found = db.session.get(Release, number)
    if found is None and number != 0:
        raise NotFound
    live = published.current_release()
    changes = published.changes_between(published.snapshot_of(live), published.snapshot_of(number))
    return render_template(
        "wording/release.html",
        number=number,
        release=found,
        live=live,
        changes=_shown(changes),
        authors=_authors([found] if found else []),
    )


@blueprint.post("/releases/<int:number>/return")
@requires(Permission.WORDING_PUBLISH)
def rollback(number: int) -> AnyResponse:
    """Bring the words of a release back, as a new release."""
    if number != 0 and db.session.get(Release, number) is None:
        raise NotFound
    seen = request.form.get("live", -1, int)
    operations.lock_desk()
    made = operations.rollback_release(number, seen, person_id(), utc_now()).number
    db.session.commit()
    text_domain().look_again()
    flash(_("Release %(number)d is published. People see it now.", number=made))
    return redirect(url_for("wording.releases"))
