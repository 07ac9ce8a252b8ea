"""A signed-in phone for the tests of the sync door."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.sync.phone import Phone

People = Callable[..., factories.Person]
SignIn = Callable[[FlaskClient, factories.Person], FlaskClient]


@pytest.fixture
def phone(app: Flask, people: People, sign_in: SignIn) -> Phone:
    """Return a phone bound to a teacher of Karak."""
    return Phone(sign_in(app.test_client(), people("intermediary")))


@pytest.fixture
def other_phone(app: Flask, people: People, sign_in: SignIn) -> Phone:
    """Return another teacher's phone, of another district."""
    teacher = people("intermediary", school_code=None, district_code=factories.SWAT)
    return Phone(sign_in(app.test_client(), teacher))
