"""A complaint's journey and a resident's browser."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.factories import Person
from tests.public.journey import Journey, Resident


@pytest.fixture
def journey(app: Flask, people: Callable[..., Person]) -> Callable[..., Journey]:
    """Return the maker of complaints."""

    def make(**changes: Any) -> Journey:
        return Journey(app, people, **changes)

    return make


@pytest.fixture
def resident(app: Flask) -> Resident:
    """Return a resident's browser."""
    return Resident(app.test_client())
