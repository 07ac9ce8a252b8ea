"""Who may do what: RULES against the table of SECURITY.md 4, and every route against RULES.

The matrix is made from `app.url_map`, so a new door is in it by itself.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from intermediary.accounts.models import Posting
from intermediary.accounts.operations import ROLES
from intermediary.accounts.permissions import Identity, Permission, is_allowed
from intermediary.complaints import operations as ops
from intermediary.complaints.history import Actor
from intermediary.complaints.models import Complaint
from intermediary.core.db import db, utc_now
from tests import factories
from tests.conftest import Databases, make_app
from tests.factories import HEALTH_KARAK, KARAK, SWAT, Person

HEALTH_SWAT = "HEALTH-PK519"
TEACHERS = {"intermediary", "headmaster"}
DESK = {"district_officer", "department_officer", "auditor"}
UNKNOWN_ID = "01890000-0000-7000-8000-000000000000"

#: SECURITY.md 4 in one table: who may on a thing of their own unit.
MAY = {
    Permission.ACCOUNT_USE: set(ROLES),
    Permission.COMPLAINT_REGISTER: TEACHERS,
    Permission.COMPLAINT_READ_OWN: TEACHERS,
    Permission.COMPLAINT_READ: {"district_officer", "auditor"},
    Permission.COMPLAINT_TRIAGE: {"district_officer"},
    Permission.COMPLAINT_ASSIGN: {"district_officer"},
    Permission.COMPLAINT_JUDGE: {"district_officer"},
    Permission.COMPLAINT_READ_CASE: {"department_officer"},
    Permission.COMPLAINT_HANDLE: {"department_officer"},
    Permission.COMPLAINT_CLAIM: {"department_officer"},
    Permission.DESK_OPEN: DESK,
    Permission.QUEUE_READ: {"district_officer", "auditor"},
    Permission.WORKLIST_READ: {"department_officer"},
    Permission.WORDING_EDIT: {"translator", "administrator"},
    Permission.WORDING_PUBLISH: {"administrator"},
}
#: Who may even outside their own unit: the province's auditor reads all.
MAY_ELSEWHERE = {Permission.COMPLAINT_READ: {"auditor"}}
WITHOUT_UNIT = {
    Permission.ACCOUNT_USE,
    Permission.COMPLAINT_REGISTER,
    Permission.DESK_OPEN,
    Permission.QUEUE_READ,
    Permission.WORKLIST_READ,
    Permission.WORDING_PUBLISH,
}
WORDING = {Permission.WORDING_EDIT}


class Thing:
    """A complaint as far as rules see it."""

    def __init__(self, filer: str, district: str, office: str, accused: str | None = None) -> None:
        self.intermediary_id, self.district_code = filer, district
        self.office_code, self.accused_office_code = office, accused


def identity_of(role: str) -> Identity:
    where = factories.DEFAULT_PLACES[role]
    return Identity("me", role, (Posting(role=role, **{"languages": [], **where}),))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", list(Permission))
def test_the_rules_are_those_of_the_table(permission: Permission, role: str) -> None:
    me = identity_of(role)
    filer = "me" if role in TEACHERS else "a-teacher"
    own: Any = Thing(filer, KARAK, HEALTH_KARAK)
    other: Any = Thing("another-teacher", SWAT, HEALTH_SWAT)
    if permission in WORDING:
        own, other = "ps", "en"
    assert is_allowed(me, permission, own) is (role in MAY[permission])
    if permission in WITHOUT_UNIT:
        return
    elsewhere = MAY_ELSEWHERE.get(permission, set())
    if permission in WORDING:
        elsewhere = {"administrator"}
    assert is_allowed(me, permission, other) is (role in elsewhere)


@pytest.mark.parametrize("permission", list(Permission))
def test_nobody_may_anything_without_a_posting(permission: Permission) -> None:
    thing = Thing("me", KARAK, HEALTH_KARAK)
    assert not is_allowed(Identity(), permission, thing)
    is_free = permission is Permission.ACCOUNT_USE
    assert is_allowed(Identity("me", "me"), permission, thing) is is_free


def test_the_accused_office_never_handles_its_own_case() -> None:
    clerk = identity_of("department_officer")
    accused = Thing("a-teacher", KARAK, HEALTH_KARAK, accused=HEALTH_KARAK)
    for permission in (Permission.COMPLAINT_READ_CASE, Permission.COMPLAINT_CLAIM):
        assert not is_allowed(clerk, permission, accused)


def test_an_officer_of_the_accused_office_does_not_look_after_it_for_the_district_either() -> None:
    clerk = identity_of("department_officer")
    places = ({"district_code": KARAK}, {"district_code": "PK-KP"})
    for where in places:
        posting = Posting(role="district_officer", languages=[], **where)
        both = Identity("me", "both", (*clerk.postings, posting))
        accused = Thing("a-teacher", KARAK, HEALTH_SWAT, accused=HEALTH_KARAK)
        other = Thing("a-teacher", KARAK, HEALTH_SWAT, accused=HEALTH_SWAT)
        for permission in (
            Permission.COMPLAINT_READ,
            Permission.COMPLAINT_TRIAGE,
            Permission.COMPLAINT_ASSIGN,
            Permission.COMPLAINT_JUDGE,
        ):
            assert not is_allowed(both, permission, accused)
            assert is_allowed(both, permission, other)


def test_nobody_decides_what_they_lodged() -> None:
    officer = identity_of("district_officer")
    own = Thing("me", KARAK, HEALTH_KARAK)
    for permission in (Permission.COMPLAINT_TRIAGE, Permission.COMPLAINT_ASSIGN):
        assert not is_allowed(officer, permission, own)


# Every route of the running product.


@pytest.fixture
def app(engine: str, databases: Databases) -> Iterator[Flask]:
    """Return an app whose forms need no token: here only the guards are asked."""
    url = databases.fresh(engine)
    made = make_app(databases.folder, url, WTF_CSRF_ENABLED=False)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


def routes(app: Flask) -> list[tuple[Rule, str]]:
    """Return every route with each of its methods."""
    rules = [rule for rule in app.url_map.iter_rules() if not rule.build_only]
    unasked = {"HEAD", "OPTIONS"}
    return [(rule, m) for rule in rules for m in sorted((rule.methods or set()) - unasked)]


def view_of(app: Flask, rule: Rule) -> Any:
    return app.view_functions[rule.endpoint]


class Villages:
    """One person of every role in Karak, one teacher in Swat, and complaints of both."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.people = {role: factories.make_person(app, role) for role in ROLES}
        self.far = factories.make_person(app, "intermediary", school_code=None, district_code=SWAT)
        self.officer = factories.make_person(app, "district_officer", district_code="PK-KP")

    def own(self, role: str) -> str:
        """Return the id of a fresh complaint in this role's unit."""
        filer = self.people[role if role in TEACHERS else "intermediary"]
        return self._assigned(filer, KARAK, HEALTH_KARAK)

    def foreign(self) -> str:
        """Return the id of a fresh complaint in Swat."""
        return self._assigned(self.far, SWAT, HEALTH_SWAT)

    def _assigned(self, filer: Person, district: str, office: str) -> str:
        made = factories.make_complaint(self.app, filer, place={"district": district})
        with self.app.app_context():
            actor = Actor(self.officer.id, "district_officer", "desk")
            complaint = db.session.get_one(Complaint, made["id"])
            ops.start_review(complaint, actor, utc_now())
            ops.assign_complaint(
                complaint, actor, utc_now(), office_code=office, summary="Short.", lang="en"
            )
            db.session.commit()
        return str(made["id"])


#: Parts of addresses that name something real; anything else is an unknown name or number.
PARTS = {"language": "ps"}
ANYTHING = "1"
COMPLAINT_PARTS = {"id_", "complaint_id", "complaint", "reference"}


def word_for(rule: Rule, part: str, complaint: str) -> str:
    """Return what stands in one part of an address."""
    choices = getattr(rule._converters[part], "items", None)  # of `<any(...):part>`
    if choices:
        return str(min(choices))
    return complaint if part in COMPLAINT_PARTS else PARTS.get(part, ANYTHING)


def address(app: Flask, rule: Rule, complaint: str) -> str:
    """Return the address of a route with its parts filled in."""
    values = {part: word_for(rule, part, complaint) for part in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("127.0.0.1").build(rule.endpoint, values))


def ask(client: FlaskClient, path: str, method: str) -> int:
    """Return the status; the refusals of forms and of JSON are beside the point here."""
    return client.open(path, method=method, headers={"X-Proto": "1"}).status_code


def signed_in(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    data = {"username": person.username, "password": person.password}
    assert client.post("/accounts/login", data=data).status_code == 302
    return client


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    unmarked = {
        rule.endpoint
        for rule, _method in routes(app)
        if not hasattr(view_of(app, rule), "permission")
        and not getattr(view_of(app, rule), "is_public", False)
    }
    assert unmarked == LIBRARY_ROUTES


def test_a_route_without_a_mark_answers_nobody(app: Flask, people: Callable[..., Person]) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert app.test_client().get("/forgotten").status_code == 403
    for role in ("administrator", "auditor"):
        assert signed_in(app, people(role)).get("/forgotten").status_code == 403


def test_a_stranger_reaches_no_guarded_route_and_breaks_no_open_one(app: Flask) -> None:
    wrong = []
    for rule, method in routes(app):
        status = ask(app.test_client(), address(app, rule, UNKNOWN_ID), method)
        is_guarded = hasattr(view_of(app, rule), "permission")
        if status >= 500 or (is_guarded != (status == 401) and not is_credential_door(rule)):
            wrong.append(f"{method} {rule.rule}: {status}")
    assert wrong == []


#: Flask-Security adds these by itself; we use none of them, so the default answers: nobody.
LIBRARY_ROUTES = {"security.static", "security.verify"}


def is_credential_door(rule: Rule) -> bool:
    """Tell whether a route asks for the submit credential instead of a session."""
    return rule.endpoint.startswith("sync.")


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_a_role_as_the_rules_say(app: Flask, role: str) -> None:
    villages = Villages(app)
    client = signed_in(app, villages.people[role])
    wrong = []
    for rule, method in routes(app):
        view = view_of(app, rule)
        permission = getattr(view, "permission", None)
        if permission is None:
            continue
        has_role = role in MAY[permission]
        if view.finder is None or not rule.arguments & COMPLAINT_PARTS:
            status = ask(client, address(app, rule, UNKNOWN_ID), method)
            fits = status not in {401, 403} and status < 500 if has_role else status == 403
            cases = [("", fits, status)]
        else:
            cases = list(own_and_foreign(villages, client, role, rule, method, permission))
        wrong += [f"{method} {rule.rule} {c}: {s}" for c, is_right, s in cases if not is_right]
    assert wrong == []


def own_and_foreign(
    villages: Villages, client: FlaskClient, role: str, rule: Rule, method: str,
    permission: Permission,
) -> Iterator[tuple[str, bool, int]]:  # fmt: skip
    """Yield, for a thing of the own unit, of another, and an unknown one: case, right?, status."""
    has_role = role in MAY[permission]
    everywhere = role in MAY_ELSEWHERE.get(permission, set())
    own = ask(client, address(villages.app, rule, villages.own(role)), method)
    yield "own", own not in {401, 403, 404} and own < 500 if has_role else own == 403, own
    foreign = ask(client, address(villages.app, rule, villages.foreign()), method)
    if everywhere:
        yield "foreign", foreign not in {401, 403, 404} and foreign < 500, foreign
    else:
        yield "foreign", foreign == (404 if has_role else 403), foreign
    unknown = ask(client, address(villages.app, rule, UNKNOWN_ID), method)
    yield "unknown", unknown == (404 if has_role else 403), unknown
