"""A signed-in phone for the tests of the sync door."""

import pytest
from flask import Flask

from tests import factories
from tests.sync.phone import Phone


@pytest.fixture
def phone(app: Flask, people, sign_in) -> Phone:
    """Return a phone bound to a teacher of Karak."""
    return Phone(sign_in(app.test_client(), people("intermediary")))


@pytest.fixture
def other_phone(app: Flask, people, sign_in) -> Phone:
    """Return another teacher's phone, of another district."""
    teacher = people("intermediary", school_code=None, district_code=factories.SWAT)
    return Phone(sign_in(app.test_client(), teacher))
