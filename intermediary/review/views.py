"""The pages that the desk reads: the queue, the worklist, one complaint; none of them writes."""

from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from intermediary.accounts.permissions import (
    PROVINCE,
    Permission,
    can,
    current_identity,
    requires,
)
from intermediary.complaints.lifecycle import Side
from intermediary.complaints.models import Complaint
from intermediary.complaints.queues import OVERDUE, Scope, has_lodged, queue_counts, queue_page
from intermediary.core.db import db, utc_now
from intermediary.core.languages import current_language
from intermediary.review import blueprint, lists, rail
from intermediary.review.case import cases_of
from intermediary.review.decisions import DISTRICT, OFFICE, forms_of
from intermediary.review.looks import has_look
from intermediary.review.pages import case_page, complaint_page

ONE = "/complaints/<uuid:complaint_id>"
NOUNS = ",".join(f'"{noun}"' for noun in (*DISTRICT, *OFFICE, "identity"))


def find_complaint(complaint_id: UUID) -> Complaint | None:
    """Return the complaint of an address."""
    return db.session.get(Complaint, str(complaint_id))


@blueprint.get("/")
@requires(Permission.DESK_OPEN)
def home() -> AnyResponse:
    """Open the list of one's role."""
    page = "review.queue" if can(Permission.QUEUE_READ) else "review.worklist"
    return redirect(url_for(page))


def _not_of() -> str | None:
    """Return the account whose complaints are left out; nobody in particular for most officers."""
    me = current_identity().user_id
    return me if me and has_lodged(me) else None


def _districts() -> frozenset[str] | None:
    """Return the districts of this person; None is the whole province."""
    person = current_identity()
    held = person.districts("district_officer")
    return None if PROVINCE in held or person.has_role("auditor") else held


@blueprint.get("/queue")
@requires(Permission.QUEUE_READ)
def queue() -> str:
    """Show the queue of one's districts, due first."""
    now, language = utc_now(), current_language().code
    against = current_identity().offices()
    scope = Scope(districts=_districts(), not_of=_not_of(), not_against=against)
    tab = request.args.get("tab", lists.ALL)
    tab = tab if tab in lists.DISTRICT_TABS else lists.ALL
    options = rail.district_rail(request.args, scope.districts, language)
    text = rail.search_text(request.args)
    wanted = rail.filter_of(
        lists.DISTRICT_TABS[tab][1],
        options,
        overdue_at=now if tab == OVERDUE else None,
        text=text,
    )
    page = queue_page(scope, wanted, request.args.get("after"))
    return render_template(
        "review/queue.html",
        tabs=lists.tabs_of(lists.DISTRICT_TABS, queue_counts(scope, now)),
        tab=tab,
        options=options,
        text=text,
        place=_place(tab, options, text),
        rows=lists.rows_of(page.rows, now, language),
        next_cursor=page.next_cursor,
        is_first=not request.args.get("after"),
    )


@blueprint.get("/worklist")
@requires(Permission.WORKLIST_READ)
def worklist() -> str:
    """Show the cases of one's offices, due first: summary, category and tehsil alone."""
    now, language = utc_now(), current_language().code
    offices = current_identity().offices()
    scope = Scope(offices=offices, not_of=_not_of())
    tab = request.args.get("tab", lists.ALL)
    tab = tab if tab in lists.OFFICE_TABS else lists.ALL
    options = rail.office_rail(request.args, offices, language)
    wanted = rail.filter_of(
        lists.OFFICE_TABS[tab][1], options, overdue_at=now if tab == OVERDUE else None
    )
    page = queue_page(scope, wanted, request.args.get("after"))
    return render_template(
        "review/worklist.html",
        tabs=lists.tabs_of(lists.OFFICE_TABS, queue_counts(scope, now)),
        tab=tab,
        options=options,
        place=_place(tab, options),
        cases=cases_of(page.rows, now, language),
        next_cursor=page.next_cursor,
        is_first=not request.args.get("after"),
    )


def _place(tab: str, options: list[rail.Options], text: str = "") -> dict[str, str]:
    """Return where in a list a person is, so that every link keeps it."""
    chosen = {option.name: option.chosen for option in options if option.chosen}
    return {"tab": tab, **chosen, **({"q": text} if text else {})}


@blueprint.get(ONE)
@requires(Permission.COMPLAINT_READ, of=find_complaint)
def complaint(complaint: Complaint) -> str:
    """Show one complaint to its district officer, or to the auditor, who decides nothing."""
    is_looking = has_look(session, complaint.id, utc_now())
    return complaint_page(complaint, forms_of(complaint, Side.DISTRICT), is_looking=is_looking)


@blueprint.get(f"{ONE}/case")
@requires(Permission.COMPLAINT_READ_CASE, of=find_complaint)
def case(complaint: Complaint) -> str:
    """Show one case to its office."""
    return case_page(complaint, forms_of(complaint, Side.OFFICE))


@blueprint.get(f"{ONE}/<any({NOUNS}):noun>")
@requires(Permission.DESK_OPEN)
def decision(complaint_id: UUID, noun: str) -> AnyResponse:
    """Lead back to the page of a form, after another language was chosen or a new sign-in."""
    page = "review.case" if noun in OFFICE else "review.complaint"
    return redirect(url_for(page, complaint_id=complaint_id))
