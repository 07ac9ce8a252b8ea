"""A wording desk in memory, a clock that stands still, and the floor with two pages of words."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from flask import Flask, render_template_string
from flask_babel import gettext, ngettext

from intermediary.config import load_config
from intermediary.core import db as database
from intermediary.core import languages

Rows = list[tuple[str | None, str, list[str]]]


class Desk:
    """A wording desk in memory: published releases, and how often the floor asked."""

    def __init__(self) -> None:
        self.releases: list[dict[str, Rows]] = []
        self.asked = 0
        self.is_broken = False

    def publish(self, **rows: Rows) -> None:
        self.releases.append(rows)

    def release(self) -> int:
        self.asked += 1
        if self.is_broken:
            raise RuntimeError("no database")
        return len(self.releases)

    def overrides(self, release: int, locale: str) -> Iterable[tuple[str | None, str, list[str]]]:
        return self.releases[release - 1].get(locale, [])


def make_app(folder: Path) -> Flask:
    app = Flask("intermediary")
    app.config.from_mapping(load_config({"MODE": "demo", "DATA": str(folder)}))
    app.config["SECRET_KEY"] = "test"
    database.init_app(app)
    languages.init_app(app)

    @app.get("/count/<int:number>")
    def count(number: int) -> str:
        words = ngettext("%(num)d slip", "%(num)d slips", number)
        return f"{gettext('Good day, %(name)s', name='<b>')}|{words}"

    @app.get("/page")
    def page() -> str:
        return render_template_string(
            "{{ language.code }} {{ language.direction }} {{ _('Good day, %(name)s', name='<b>') }}"
            " {{ ngettext('%(num)d slip', '%(num)d slips', 5) }} {{ day|date }}{{ nothing|ago }}",
            day=date(2025, 7, 9),
            nothing=None,
        )

    return app


class Clock:
    """Seconds that pass only when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def shift(self, seconds: float) -> None:
        self.seconds += seconds

    def __call__(self) -> float:
        return self.seconds
