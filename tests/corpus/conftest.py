"""The phone of the sync door's tests, for the corpus as well."""

from tests.sync.conftest import phone  # noqa: F401  # a fixture
