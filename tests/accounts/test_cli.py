"""The operator enrols people from the command line, each with what their role needs."""

from flask import Flask
from flask.testing import FlaskClient

from intermediary.accounts.operations import find_user
from intermediary.accounts.permissions import Permission, identity_of, is_allowed
from intermediary.core.languages import LANGUAGES
from tests.factories import PASSWORD, Person, sign_in


def enrol(app: Flask, *options: str) -> tuple[int, str]:
    """Enrol `newcomer`, and return exit code and output."""
    arguments = ["people", "enrol", "newcomer", "--name", "New Comer", "--password", PASSWORD]
    result = app.test_cli_runner().invoke(args=[*arguments, *options])
    return result.exit_code, result.output


def test_a_translator_edits_the_languages_named_at_the_enrolment(
    app: Flask, client: FlaskClient
) -> None:
    code, output = enrol(app, "--role", "translator", "--edits", "ps", "--edits", "ur")
    assert code == 0, output
    assert sign_in(client, Person("", "newcomer", "translator")).get("/wording/").status_code == 200
    with app.app_context():
        newcomer = identity_of(find_user("newcomer"))
        may = [code for code in LANGUAGES if is_allowed(newcomer, Permission.WORDING_EDIT, code)]
    assert sorted(may) == ["ps", "ur"]


def test_a_translator_without_a_language_and_an_officer_with_one_are_refused(app: Flask) -> None:
    for options in (["--role", "translator"], ["--role", "auditor", "--edits", "ps"]):
        code, output = enrol(app, *options)
        assert code != 0
        assert "--edits" in output
    listed = app.test_cli_runner().invoke(args=["people", "list"]).output
    assert "newcomer" not in listed
