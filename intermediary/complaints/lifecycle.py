"""The lifecycle of a complaint as a pure table: (state, action) to state, and who may act.

Source: DOMAIN.md 4. Separate because everything else asks this page and nothing may go round it.
"""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from intermediary.core.errors import DomainError


class State(StrEnum):
    """Where a complaint stands; everything else is an action."""

    RECEIVED = "received"
    NEEDS_ATTENTION = "needs_attention"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    DISPUTED = "disputed"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done to a complaint."""

    REPAIR = "repair"
    START_REVIEW = "start_review"
    RETURN = "return"
    ANSWER = "answer"
    LAPSE = "lapse"
    ASSIGN = "assign"
    HAND_BACK = "hand_back"
    ACCEPT = "accept"
    CLAIM = "claim"
    ACCEPT_CLAIM = "accept_claim"
    SEND_BACK_CLAIM = "send_back_claim"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    REOPEN = "reopen"
    DECLINE = "decline"
    MERGE = "merge"
    UNMERGE = "unmerge"
    WITHDRAW = "withdraw"
    CHANGE_CONSENT = "change_consent"


class Side(StrEnum):
    """Who acts: the complainant's side, the district, the office, or the clock."""

    COMPLAINANT = "complainant"
    DISTRICT = "district"
    OFFICE = "office"
    CLOCK = "clock"


CLOSED = frozenset(
    {
        State.CONFIRMED,
        State.UNCONFIRMED,
        State.DECLINED,
        State.MERGED,
        State.WITHDRAWN,
    }
)
OPEN = frozenset(State) - CLOSED
#: States in which the clock stands still (DOMAIN.md 5).
PAUSED = frozenset({State.RETURNED, State.NEEDS_ATTENTION, State.CLAIMED})
#: States of a main case in which its members' residents say whether it is solved.
ANSWERED_BY_MEMBERS = frozenset({State.CLAIMED, State.UNCONFIRMED, State.CONFIRMED})
#: How long a confirmed or unconfirmed complaint can be reopened, in days.
REOPEN_DAYS = 365

TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.NEEDS_ATTENTION, Action.REPAIR): State.RECEIVED,
    (State.RECEIVED, Action.START_REVIEW): State.UNDER_REVIEW,
    (State.NEEDS_ATTENTION, Action.START_REVIEW): State.UNDER_REVIEW,
    (State.UNDER_REVIEW, Action.RETURN): State.RETURNED,
    (State.RETURNED, Action.ANSWER): State.UNDER_REVIEW,
    (State.RETURNED, Action.LAPSE): State.UNDER_REVIEW,
    (State.UNDER_REVIEW, Action.ASSIGN): State.ASSIGNED,
    (State.DISPUTED, Action.ASSIGN): State.ASSIGNED,
    (State.DECLINED, Action.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Action.HAND_BACK): State.UNDER_REVIEW,
    (State.IN_PROGRESS, Action.HAND_BACK): State.UNDER_REVIEW,
    (State.ASSIGNED, Action.ACCEPT): State.IN_PROGRESS,
    (State.IN_PROGRESS, Action.CLAIM): State.CLAIMED,
    (State.CLAIMED, Action.ACCEPT_CLAIM): State.CLAIMED,
    (State.CLAIMED, Action.SEND_BACK_CLAIM): State.IN_PROGRESS,
    (State.CLAIMED, Action.LAPSE): State.UNCONFIRMED,
    (State.UNDER_REVIEW, Action.DECLINE): State.DECLINED,
    (State.CONFIRMED, Action.REOPEN): State.DISPUTED,
    (State.UNCONFIRMED, Action.REOPEN): State.DISPUTED,
    (State.MERGED, Action.WITHDRAW): State.WITHDRAWN,
}
for _state in (State.CLAIMED, State.UNCONFIRMED):
    TRANSITIONS[_state, Action.CONFIRM] = State.CONFIRMED
    TRANSITIONS[_state, Action.DISPUTE] = State.DISPUTED
for _state in OPEN:
    TRANSITIONS[_state, Action.MERGE] = State.MERGED
    TRANSITIONS[_state, Action.WITHDRAW] = State.WITHDRAWN
for _state in State:
    if _state is not State.WITHDRAWN:
        TRANSITIONS[_state, Action.CHANGE_CONSENT] = _state

SIDES: dict[Action, Side] = {
    Action.REPAIR: Side.COMPLAINANT,
    Action.ANSWER: Side.COMPLAINANT,
    Action.CONFIRM: Side.COMPLAINANT,
    Action.DISPUTE: Side.COMPLAINANT,
    Action.REOPEN: Side.COMPLAINANT,
    Action.WITHDRAW: Side.COMPLAINANT,
    Action.CHANGE_CONSENT: Side.COMPLAINANT,
    Action.START_REVIEW: Side.DISTRICT,
    Action.RETURN: Side.DISTRICT,
    Action.ASSIGN: Side.DISTRICT,
    Action.ACCEPT_CLAIM: Side.DISTRICT,
    Action.SEND_BACK_CLAIM: Side.DISTRICT,
    Action.DECLINE: Side.DISTRICT,
    Action.MERGE: Side.DISTRICT,
    Action.UNMERGE: Side.DISTRICT,
    Action.HAND_BACK: Side.OFFICE,
    Action.ACCEPT: Side.OFFICE,
    Action.CLAIM: Side.OFFICE,
    Action.LAPSE: Side.CLOCK,
}


class NotPossibleNow(DomainError):
    """The case stands elsewhere by now."""

    code = "not-possible-now"
    status = 409
    retry = "never"
    message = _l(
        "The complaint has moved on, so this is no longer possible. Look at where it stands now."
    )


class WrongSide(DomainError):
    """This action belongs to another side; no officer can confirm (DOMAIN.md 4)."""

    code = "forbidden"
    status = 403
    retry = "never"
    message = _l("This step belongs to somebody else.")


def next_state(state: str, action: Action, side: Side) -> State:
    """Return the state that follows.

    Raises:
        WrongSide: the action belongs to another side.
        NotPossibleNow: the action does not exist in this state.

    """
    if SIDES[action] is not side:
        raise WrongSide
    try:
        return TRANSITIONS[State(state), action]
    except KeyError:
        raise NotPossibleNow from None


def require_possible(state: str, action: Action, side: Side) -> None:
    """Check an action whose next state the table cannot tell: unmerge goes back to where it was.

    Raises:
        WrongSide, NotPossibleNow.

    """
    if SIDES[action] is not side:
        raise WrongSide
    if action not in possible_actions(state, side):
        raise NotPossibleNow


def possible_actions(state: str, side: Side) -> frozenset[Action]:
    """Return what one side can do in a state; unmerge is the way out of `merged`."""
    here = State(state)
    actions = {a for (s, a) in TRANSITIONS if s is here and SIDES[a] is side}
    if here is State.MERGED and side is Side.DISTRICT:
        actions.add(Action.UNMERGE)
    return frozenset(actions)
