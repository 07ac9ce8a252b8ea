"""The data files themselves: parents, codes, letters."""

from collections import Counter
from datetime import date

import pytest

from intermediary.core.text import fold
from intermediary.directory import sources

PASHTO_LETTERS = set("ټځڅډړږښګڼېۍ")
URDU_LETTERS = set("ٹڈڑےںہھۂۓ")

PLACES = sources.read_places()
CATEGORIES = sources.read_categories()
DEPARTMENTS = sources.read_departments()
FILES = {
    "places": PLACES,
    "categories": CATEGORIES,
    "departments": DEPARTMENTS,
    "offices": sources.offices_from(DEPARTMENTS, PLACES),
    "holidays": sources.read_holidays(),
    "demo schools": sources.read_demo_schools(),
}


@pytest.mark.parametrize("name", FILES)
def test_codes_are_unique_and_fit_their_column(name: str) -> None:
    codes = [row["code"] for row in FILES[name]]
    assert len(codes) == len(set(codes)) > 0
    assert all(code and len(code) <= 40 and code.isascii() for code in codes)


@pytest.mark.parametrize("name", FILES)
def test_every_name_exists_in_the_letters_of_its_language(name: str) -> None:
    for row in FILES[name]:
        assert row["name_en"].strip()
        assert row["name_en"].replace("’", "'").isascii()
        assert row["name_ur"].strip()
        assert row["name_ps"].strip()
        assert not PASHTO_LETTERS & set(row["name_ur"]), row["code"]
        assert not URDU_LETTERS & set(row["name_ps"]), row["code"]


def test_every_place_has_its_parent_one_level_up() -> None:
    level = {place["code"]: place["level"] for place in PLACES}
    above = {"division": "province", "district": "division", "tehsil": "district"}
    for place in PLACES:
        if place["level"] == "province":
            assert place["parent_code"] is None
        else:
            assert level[place["parent_code"]] == above[place["level"]]
        assert set(place["replaced_by"]) <= set(level)


def test_khyber_pakhtunkhwa_has_forty_districts_since_january_2026() -> None:
    def usable(day: date) -> list[str]:
        return [
            place["code"]
            for place in PLACES
            if place["level"] == "district"
            and (place["valid_from"] is None or place["valid_from"] <= day)
            and (place["valid_to"] is None or day <= place["valid_to"])
        ]

    assert len(usable(date(2026, 1, 27))) == 40
    assert len(usable(date(2026, 1, 26))) == 39
    assert "PK530" in usable(date(2022, 10, 12))
    assert "PK530" not in usable(date(2026, 11, 23))


def test_each_district_has_three_letters_of_its_own() -> None:
    shorts = {p["code"]: p["short"] for p in PLACES if p["level"] == "district"}
    assert shorts["PK512"] == "KRK"
    assert all(len(short) == 3 and short.isupper() for short in shorts.values())
    assert max(Counter(shorts.values()).values()) == 1


def test_each_tehsil_in_use_lies_in_a_district_in_use() -> None:
    by_code = {place["code"]: place for place in PLACES}
    for place in PLACES:
        if place["level"] == "tehsil" and place["valid_to"] is None:
            assert by_code[place["parent_code"]]["valid_to"] is None, place["code"]


def test_categories_are_complete() -> None:
    tops = [row for row in CATEGORIES if row["parent_code"] is None]
    assert len(tops) == 14
    assert len(CATEGORIES) == 117
    departments = {row["code"] for row in DEPARTMENTS}
    for row in CATEGORIES:
        assert row["department_code"] in departments
        assert 1 <= row["days"] <= 60
        assert row["priority"] in {"urgent", "normal", "low"}
        assert all(len(row["keywords"][language]) >= 6 for language in sources.LANGUAGES)
        assert all(fold(phrase) for phrases in row["keywords"].values() for phrase in phrases)


def test_what_the_acts_promise_counts_working_days() -> None:
    by_code = {row["code"]: row for row in CATEGORIES}
    assert by_code["OTHER_RTI"]["legal_basis"] == "rti"
    assert by_code["CERT_DOMICILE"]["legal_basis"] == "rps"
    for row in CATEGORIES:
        assert row["counts_working_days"] == (row["legal_basis"] is not None)


def test_federal_bodies_are_marked_and_have_one_forwarding_office() -> None:
    federal = {row["code"] for row in DEPARTMENTS if row["scope"] == "federal"}
    assert federal == {"PESCO", "SNGPL", "NADRA", "BISP", "PTA"}
    offices = [row for row in FILES["offices"] if row["department_code"] in federal]
    assert {row["code"] for row in offices} == {f"{code}-PK-KP" for code in federal}
    assert {r["department_code"] for r in CATEGORIES if r["is_federal"]} == federal
