"""The lifecycle table: nothing moves but by it, and no officer can confirm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermediary.complaints.lifecycle import (
    CLOSED,
    OPEN,
    SIDES,
    TRANSITIONS,
    Action,
    NotPossibleNow,
    Side,
    State,
    WrongSide,
    next_state,
    possible_actions,
)

STATES, ACTIONS, OTHERS = st.sampled_from(State), st.sampled_from(Action), st.sampled_from(Side)


@given(STATES, ACTIONS, OTHERS)
def test_a_step_is_in_the_table_or_refused(state: State, action: Action, side: Side) -> None:
    if SIDES[action] is not side:
        with pytest.raises(WrongSide):
            next_state(state, action, side)
    elif (state, action) in TRANSITIONS:
        assert next_state(state, action, side) is TRANSITIONS[state, action]
    else:
        with pytest.raises(NotPossibleNow):
            next_state(state, action, side)


@given(st.lists(st.tuples(ACTIONS, st.sampled_from([Side.DISTRICT, Side.OFFICE, Side.CLOCK]))))
def test_no_sequence_of_officials_steps_confirms(steps: list[tuple[Action, Side]]) -> None:
    state = State.RECEIVED
    for action, side in steps:
        if action in possible_actions(state, side) and action is not Action.UNMERGE:
            state = next_state(state, action, side)
        assert state is not State.CONFIRMED


def test_every_open_state_has_a_way_on_for_somebody() -> None:
    for state in OPEN:
        assert any(possible_actions(state, side) for side in Side)


def test_a_withdrawn_complaint_stays_withdrawn() -> None:
    assert not any(possible_actions(State.WITHDRAWN, side) for side in Side)


def test_open_and_closed_are_all_states() -> None:
    assert set(State) == OPEN | CLOSED
    assert not OPEN & CLOSED
