"""The whole product for one journey: the real server behind a line that can be cut, and its people.

Separate from the phones and desks that look at it: what a journey claims is read from the database.
"""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from intermediary.complaints.models import Complaint
from intermediary.core.db import db
from intermediary.ledger.models import Event
from tests import factories
from tests.conftest import Databases, make_app
from tests.factories import Person
from tests.proxy import Proxy
from tests.server import Server


class Site:
    """A server, its line, and a view into its database."""

    def __init__(self, databases: Databases, engine: str, folder: Path) -> None:
        url = databases.fresh(engine)
        static = databases.folder / "static"
        self.server = Server(folder, url, static=static)
        self.line = Proxy(self.server.port)
        self.origin = self.line.origin
        self.server.environment["INTERMEDIARY_ORIGIN"] = self.origin
        self.app = make_app(folder, url, ORIGIN=self.origin, STATIC_BUILD=str(static))
        self._forget: Callable[[], None] = lambda: databases.drop(url)

    def lose(self) -> None:
        """End the server's process and close the line: no signal."""
        self.server.stop()
        self.line.cut()

    def find(self) -> None:
        """Bring the server and the line back."""
        self.server.start()
        self.line.mend()

    def end(self) -> None:
        """Stop everything."""
        self.line.stop()
        self.server.stop()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        self._forget()

    def person(self, role: str, **where: Any) -> Person:
        """Enrol a person."""
        return factories.make_person(self.app, role, **where)

    def complaints(self) -> list[Complaint]:
        """Return all that arrived, as it stands now."""
        with self.app.app_context():
            return list(db.session.execute(select(Complaint)).scalars())

    def complaint(self, text: str) -> Complaint:
        """Return the one complaint with these words."""
        wanted = unicodedata.normalize("NFC", text)
        (found,) = [row for row in self.complaints() if row.text == wanted]
        return found

    def texts(self) -> list[str]:
        """Return the words of all complaints that arrived, sorted."""
        return sorted(str(row.text) for row in self.complaints())

    def happened(self, complaint_id: str) -> list[str]:
        """Return the names of the events of a complaint, in their order."""
        query = select(Event.type).where(Event.subject == complaint_id).order_by(Event.seq)
        with self.app.app_context():
            return list(db.session.execute(query).scalars())
