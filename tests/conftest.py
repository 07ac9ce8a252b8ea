"""The fixtures of all tests: a fresh, migrated database on both engines, an app, people."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from intermediary import create_app
from intermediary.accounts.operations import ensure_roles
from intermediary.core.db import db
from intermediary.directory.operations import load_directory
from tests import factories, postgres

SERVER = "WASILA_TEST_POSTGRES"  # set by the controller, inherited by the workers
ENGINES = ("sqlite", "postgresql")
CLUSTER = pytest.StashKey[postgres.Cluster]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the cluster once, in the controller, before the workers inherit its address."""
    is_worker = hasattr(session.config, "workerinput")
    if not is_worker and not session.config.option.collectonly:
        # A terminated run ends like an interrupted one, so that its cluster does not stay behind.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        session.config.stash[CLUSTER] = postgres.Cluster()
        os.environ[SERVER] = session.config.stash[CLUSTER].server


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop what was started."""
    cluster = session.config.stash.get(CLUSTER, None)
    if cluster is not None:
        cluster.stop()


class Databases:
    """Migrated databases with the directory in them, copied for every test."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder, self.worker = folder, worker
        self.made = 0
        self.templates: dict[str, str] = {}

    def fresh(self, engine: str) -> str:
        """Return the address of a new copy."""
        if engine not in self.templates:
            self.templates[engine] = self._make_template(engine)
        self.made += 1
        if engine == "sqlite":
            path = self.folder / f"copy-{self.made}.db"
            shutil.copyfile(self.folder / "template.db", path)
            return f"sqlite:///{path}"
        server = os.environ[SERVER]
        return postgres.create_database(server, self._name(str(self.made)), self._name("template"))

    def empty(self) -> str:
        """Return the address of a PostgreSQL database without a table."""
        self.made += 1
        return postgres.create_database(os.environ[SERVER], self._name(str(self.made)))

    def drop(self, url: str) -> None:
        """Remove a copy."""
        if url.startswith("sqlite"):
            for suffix in ("", "-wal", "-shm"):
                Path(url.removeprefix("sqlite:///") + suffix).unlink(missing_ok=True)
        else:
            postgres.drop_database(os.environ[SERVER], url.rpartition("/")[2])

    def _name(self, what: str) -> str:
        return f"wasila-{self.worker}-{what}"

    def _make_template(self, engine: str) -> str:
        url = f"sqlite:///{self.folder / 'template.db'}"
        if engine == "postgresql":
            url = postgres.create_database(os.environ[SERVER], self._name("template"))
        app = make_app(self.folder, url)
        with app.app_context():
            upgrade()
            load_directory()
            ensure_roles()
            db.session.commit()
            db.session.remove()
            db.engine.dispose()  # SQLite moves its log into the file with the last connection
        return url


def make_app(folder: Path, url: str, **settings: Any) -> Flask:
    """Return an app on a database; keys and built static files are shared in `folder`."""
    return create_app(
        {
            "MODE": "demo",
            "TESTING": True,
            "DATA": str(folder),
            "DATABASE_URL": url,
            "LOG_LEVEL": "ERROR",
            "PROPAGATE_EXCEPTIONS": False,
            **settings,
        }
    )


@pytest.fixture(scope="session")
def databases(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Databases:
    """Return the maker of databases of this worker."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    return Databases(tmp_path_factory.mktemp("databases"), worker)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Return each database engine in turn."""
    return str(request.param)


@pytest.fixture
def app(engine: str, databases: Databases) -> Iterator[Flask]:
    """Return an app on a fresh database with the directory loaded, on each engine."""
    url = databases.fresh(engine)
    made = make_app(databases.folder, url)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def people(app: Flask) -> Callable[..., factories.Person]:
    """Return the maker of accounts: `people("intermediary", school_code=…)`."""
    return lambda role, **where: factories.make_person(app, role, **where)


@pytest.fixture
def sign_in() -> Callable[[FlaskClient, factories.Person], FlaskClient]:
    """Return the sign-in: `sign_in(client, person)` as the sign-in page does it."""
    return factories.sign_in
