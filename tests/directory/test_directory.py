"""Loading, finding and publishing the directory."""

import json
from datetime import date
from typing import Any

import brotli
import pytest
from flask import Flask

from intermediary.core.db import db
from intermediary.core.text import fold
from intermediary.directory import queries
from intermediary.directory.models import Category, DirectoryEdition, Office, Place
from intermediary.directory.operations import load_directory, publish_directory
from intermediary.directory.publishing import compose, published_directory

LANGUAGES = ("ps", "ur", "en")


@pytest.fixture
def at_work(app: Flask) -> Any:
    """An app context of its own: these tests call operations, no client."""
    with app.app_context():
        yield


@pytest.mark.usefixtures("at_work")
class TestLoading:
    def test_loading_twice_changes_nothing(self) -> None:
        first = load_directory()
        counts = [db.session.query(model).count() for model in (Place, Office, Category)]
        assert load_directory() == first
        assert counts == [db.session.query(model).count() for model in (Place, Office, Category)]
        assert db.session.query(DirectoryEdition).count() == 1

    def test_loading_repairs_a_changed_row_and_deletes_none(self) -> None:
        place = db.session.get_one(Place, "PK512")
        place.name_en = "Changed"
        own = Office(
            code="OWN-1", name_ps="دفتر", name_ur="دفتر", name_en="Own office",
            department_code="DC", district_code="PK512",
        )  # fmt: skip
        db.session.add(own)
        db.session.flush()
        load_directory()
        assert place.name_en == "Karak"
        assert db.session.get(Office, "OWN-1") is own

    def test_a_change_gives_a_new_version(self) -> None:
        before = queries.directory_version()
        place = db.session.get_one(Place, "PK512")
        place.name_ur = "کرک شہر"
        assert publish_directory() != before
        assert "کرک شہر" in published_directory("ur").decode()
        db.session.rollback()
        assert queries.directory_version() == before
        assert "کرک شہر" not in published_directory("ur").decode()


@pytest.mark.usefixtures("at_work")
class TestFinding:
    def test_a_person_chooses_among_districts_in_use(self) -> None:
        codes = [place.code for place in queries.districts()]
        assert len(codes) == 40
        assert "PK530" not in codes

    def test_a_district_offers_its_tehsils(self) -> None:
        names = [tehsil.name("ps") for tehsil in queries.tehsils("PK512")]
        assert len(names) == 3
        assert "تخت نصرتي" in names

    def test_a_district_is_served_by_its_own_offices_and_those_of_the_province(self) -> None:
        codes = [office.code for office in queries.offices("PK512")]
        assert "HEALTH-PK512" in codes
        assert "RTIC-PK-KP" in codes
        assert "HEALTH-PK532" not in codes
        assert codes.index("HEALTH-PK512") < codes.index("RTIC-PK-KP")

    def test_a_category_finds_its_office(self) -> None:
        karak, province = (
            queries.office_for("HEALTH", "PK512"),
            queries.office_for("PESCO", "PK512"),
        )
        assert karak is not None
        assert karak.name("en") == "Health Department, Karak"
        assert province is not None
        assert province.district_code is None
        assert queries.office_for("NOWHERE", "PK512") is None

    def test_names_are_shown_in_the_readers_language(self) -> None:
        assert queries.category_name("HEALTH", "ur") == "صحت"
        assert queries.place_name("PK512", "en") == "Karak"
        assert queries.school_name("90101", "en").endswith("Takht-e-Nasrati")
        assert queries.office_name(None, "en") == ""
        assert queries.place_name("GONE", "en") == "GONE"

    def test_working_days_leave_out_weekends_and_holidays(self) -> None:
        free = queries.holidays()
        assert date(2026, 12, 25) in free
        assert queries.add_working_days(date(2026, 12, 24), 1, free) == date(2026, 12, 28)
        assert queries.add_working_days(date(2026, 11, 23), 10, free) == date(2026, 12, 7)


@pytest.mark.usefixtures("at_work")
class TestPublishing:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_directory_is_cheap_to_download(self, language: str) -> None:
        content = published_directory(language)
        assert len(brotli.compress(content)) < 18_000  # bytes; UI.md 5 leaves 60 kB for everything

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_phone_gets_everything_a_form_needs(self, language: str) -> None:
        directory = json.loads(published_directory(language))
        assert directory["lang"] == language
        assert directory["version"] == queries.directory_version()
        assert len(directory["categories"]) == 14
        assert sum(len(top["subs"]) for top in directory["categories"]) == 103
        assert len(directory["keywords"]) == 117
        assert len(directory["districts"]) == 40
        assert directory["schools"]
        assert directory["near"] == []

    def test_a_word_of_any_language_is_there_in_every_language(self) -> None:
        for language in LANGUAGES:
            keywords = json.loads(published_directory(language))["keywords"]
            joined = "|".join(keywords).split("|")
            for phrase in ("wrong injection", "غلط انجکشن", "غلطه ستنه"):
                assert fold(phrase) in joined


def test_the_command_says_what_it_did(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["directory", "load"])
    assert result.exit_code == 0
    assert "The directory is loaded" in result.output


@pytest.mark.parametrize("district", ["PK512", "KPX-USWAT", ""])
def test_the_phone_knows_the_same_offices_as_the_server(
    app: Flask, in_chromium: Any, district: str
) -> None:
    with app.app_context():
        closed = db.session.get_one(Office, "HEALTH-PK512")
        closed.valid_to = date(2020, 1, 1)
        own = Office(
            code="OWN-1", name_ps="دفتر", name_ur="دفتر", name_en="Own office",
            department_code="DC", district_code="PK512",
        )  # fmt: skip
        db.session.add(own)
        db.session.flush()
        directory = json.loads(compose("en", "test"))
        expected = {office.code for office in queries.offices(district or None)}
        db.session.rollback()
    script = """async ([directory, district]) => {
      const { officesOf } = await import('/js/lib/offices.js');
      return officesOf(directory, district).map((office) => office.code);
    }"""
    assert set(in_chromium(script, [directory, district])) == expected
