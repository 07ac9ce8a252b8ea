"""Holding a complaint for a change, moving it by the table, and writing what happened.

Separate because every verb does these three things in one order: account row, complaint row,
chain head last, so that no two verbs can wait for each other (DOMAIN.md 4).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from intermediary import ledger
from intermediary.accounts.models import User
from intermediary.complaints import clock
from intermediary.complaints.hearing import (
    HEARD_BY_MEMBERS,
    accounts_hearing_of,
    all_merged_into,
)
from intermediary.complaints.lifecycle import PAUSED, Action, Side, State, next_state
from intermediary.complaints.models import Change, Complaint, Consent, Resident
from intermediary.core.db import db
from intermediary.core.errors import DomainError

SIDE_OF_ROLE = {
    "resident": Side.COMPLAINANT,
    "intermediary": Side.COMPLAINANT,
    "headmaster": Side.COMPLAINANT,
    "auditor": Side.COMPLAINANT,  # only the resident's own answer, by call-back (DOMAIN.md 2)
    "district_officer": Side.DISTRICT,
    "department_officer": Side.OFFICE,
    "clock": Side.CLOCK,
}


class ChangedMeanwhile(DomainError):
    """Somebody else changed the complaint while this page was open."""

    code = "changed-meanwhile"
    status = 409
    message = _l(
        "Somebody else changed this complaint while you had it open. Look at it again, then decide."
    )


@dataclass(frozen=True)
class Actor:
    """Who acts, in which role, through which channel (intermediary, slip, desk, clock …)."""

    user_id: str | None
    role: str
    channel: str
    #: The number of the sheet that was posted, so that a second post of it is known.
    sheet: str | None = None

    @property
    def side(self) -> Side:
        """The side that this role stands on."""
        return SIDE_OF_ROLE[self.role]


RESIDENT_BY_SLIP = Actor(None, "resident", "slip")


def lock_account(account_id: str) -> User:
    """Lock an account's row until commit and return it fresh; always the first lock."""
    return db.session.execute(
        select(User)
        .where(User.id == account_id)
        .with_for_update(of=User)
        .execution_options(populate_existing=True)
    ).scalar_one()


def hold(complaint: Complaint, version: int | None = None) -> None:
    """Lock the accounts that hear of a change, then the complaint, and read it fresh.

    Raises:
        ChangedMeanwhile: its version is no longer the one that the person saw.

    """
    for account_id in accounts_hearing_of(complaint):
        lock_account(account_id)
    db.session.refresh(complaint, with_for_update={"of": Complaint})
    if version is not None and complaint.version != version:
        raise ChangedMeanwhile


def move(complaint: Complaint, action: Action, actor: Actor, at: datetime) -> State:
    """Change the state by the table, keep the clock, and return the state before.

    Raises:
        WrongSide, NotPossibleNow: the table refuses.

    """
    before = State(complaint.state)
    after = next_state(before, action, actor.side)
    complaint.state = after.value
    keep_clock(complaint, after, at)
    return before


def keep_clock(complaint: Complaint, state: State, at: datetime) -> None:
    """Stop the clock on entering a paused state, and start it again on leaving."""
    if state in PAUSED and complaint.paused_at is None:
        complaint.paused_at = at
    elif state not in PAUSED and complaint.paused_at is not None:
        if complaint.due_at is not None:
            complaint.due_at = clock.after_pause(complaint.due_at, complaint.paused_at, at)
        complaint.paused_at = None


def record(
    complaint: Complaint,
    type_: str,
    actor: Actor,
    at: datetime,
    *,
    before: State | None = None,
    account: User | None = None,
    teller: Complaint | None = None,
    **content: Any,
) -> str:
    """Write one event and a line in the feed of everybody who hears of it; return its id.

    The account row must be held; it is passed where it is at hand. `teller` is the member whose
    resident said it, and who has an event of their own about it.
    """
    said = {key: value for key, value in content.items() if value is not None}
    event_id = ledger.append(
        type_,
        subject=complaint.id,
        actor=actor.user_id,
        at=at,
        content={
            "before": before.value if before else None,
            "state": complaint.state,
            "role": actor.role,
            "channel": actor.channel,
            **({"sheet": actor.sheet} if actor.sheet else {}),
            **said,
        },
    )
    _tell(account or db.session.get_one(User, complaint.intermediary_id), complaint, event_id)
    if type_ in HEARD_BY_MEMBERS:
        for member in all_merged_into(complaint):
            if member is not teller:
                _tell(lock_account(member.intermediary_id), member, event_id)
    if before is not None:
        complaint.version += 1
    return event_id


def _tell(account: User, complaint: Complaint, event_id: str) -> None:
    account.seq += 1
    db.session.add(
        Change(account_id=account.id, seq=account.seq, complaint_id=complaint.id, event_id=event_id)
    )


def record_digest(complaint: Complaint, resident: Resident, consent: Consent) -> str:
    """Return the SHA-256 (hex) of what the resident said, as stored; `verify` compares it later."""
    said = {
        "kind": complaint.kind,
        "text": complaint.text,
        "lang": complaint.lang,
        "category": complaint.category_code,
        "happened_on": complaint.happened_on.isoformat() if complaint.happened_on else None,
        "money_asked": complaint.money_asked,
        "accused": [
            complaint.accused_text,
            complaint.accused_office_code,
            complaint.accused_school_code,
        ],
        "place": [complaint.district_code, complaint.tehsil_code, complaint.village],
        "given": complaint.given,
        "resident": [
            resident.name,
            resident.is_unnamed,
            resident.parent_name,
            resident.gender,
            resident.phone,
            resident.call_time,
            resident.alternative,
            resident.cnic,
            resident.affected_count,
        ],
        "consent": [
            consent.method,
            consent.wording_version,
            consent.lang,
            consent.given_at.isoformat() if consent.given_at else None,
            consent.witness,
        ],
    }
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()
