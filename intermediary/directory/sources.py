"""The data files of the package, read into rows.

Separate because the files have their own shapes (CSV, nested JSON) and operations have none.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
LANGUAGES = ("ps", "ur", "en")
PROVINCE = "PK-KP"
Row = dict[str, Any]


def _read_csv(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _names(names: dict[str, str]) -> Row:
    return {f"name_{language}": names[language] for language in LANGUAGES}


def _csv_names(row: dict[str, str]) -> Row:
    return {f"name_{language}": row[f"name_{language}"] for language in LANGUAGES}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def read_places() -> list[Row]:
    """Return province, divisions, districts and tehsils, parents first."""
    return [
        _csv_names(row)
        | {
            "code": row["code"],
            "level": row["level"],
            "parent_code": row["parent_code"] or None,
            "short": row["short"] or None,
            "sure": row["sure"],
            "status": row["status"],
            "aliases": _listed(row["aliases"]),
            "valid_from": _day(row["valid_from"]),
            "valid_to": _day(row["valid_to"]),
            "replaced_by": _listed(row["replaced_by"]),
        }
        for row in _read_csv("places.csv")
    ]


def read_holidays() -> list[Row]:
    """Return public holidays; those that follow the moon are marked expected."""
    return [
        _csv_names(row)
        | {
            "code": row["code"],
            "falls_on": date.fromisoformat(row["falls_on"]),
            "is_expected": bool(row["expected"]),
        }
        for row in _read_csv("holidays.csv")
    ]


def read_demo_schools() -> list[Row]:
    """Return the invented schools of demo mode."""
    return [
        _csv_names(row)
        | {"code": row["code"], "district_code": row["district_code"],
           "tehsil_code": row["tehsil_code"]}
        for row in _read_csv("demo_schools.csv")
    ]  # fmt: skip


def _read_taxonomy() -> dict[str, list[dict[str, Any]]]:
    taxonomy: dict[str, list[dict[str, Any]]] = json.loads(
        (DATA / "categories.json").read_text("utf-8")
    )
    return taxonomy


def read_departments() -> list[Row]:
    """Return the departments with the reach of their offices."""
    return [
        _names(entry["name"]) | {"code": entry["code"], "scope": entry["scope"]}
        for entry in _read_taxonomy()["departments"]
    ]


def read_categories() -> list[Row]:
    """Return all categories, each top one followed by those below it."""
    taxonomy = _read_taxonomy()
    federal = {d["code"] for d in taxonomy["departments"] if d["scope"] == "federal"}
    rows: list[Row] = []
    for top in taxonomy["categories"]:
        rows.append(_category(top, None, top["icon"], federal, len(rows)))
        for below in top["subcategories"]:
            rows.append(_category(below, top["code"], top["icon"], federal, len(rows)))
    return rows


def _category(
    entry: dict[str, Any], parent: str | None, icon: str, federal: set[str], position: int
) -> Row:
    return _names(entry["name"]) | {
        "code": entry["code"],
        "parent_code": parent,
        "department_code": entry["department"],
        "position": position,
        "icon": icon,
        "days": entry.get("days") or entry["default_days"],
        "counts_working_days": entry.get("working_days", False),
        "legal_basis": entry.get("legal_basis"),
        "priority": entry.get("priority", "normal"),
        "is_sensitive": entry.get("sensitive", False),
        "is_federal": entry["department"] in federal,
        "keywords": entry["keywords"],
    }


_COMMA = {"ps": "، ", "ur": "، ", "en": ", "}


def offices_from(departments: list[Row], places: list[Row]) -> list[Row]:
    """Return one office per department and district where it works, else one for the province."""
    districts = [place for place in places if place["level"] == "district"]
    rows: list[Row] = []
    for department in departments:
        code = department["code"]
        if department["scope"] != "district":
            names = {f"name_{language}": department[f"name_{language}"] for language in LANGUAGES}
            rows.append(
                names
                | {"code": f"{code}-{PROVINCE}", "department_code": code, "district_code": None}
            )
            continue
        for district in districts:
            names = {
                f"name_{language}": department[f"name_{language}"]
                + _COMMA[language]
                + district[f"name_{language}"]
                for language in LANGUAGES
            }
            rows.append(
                names
                | {
                    "code": f"{code}-{district['code']}",
                    "department_code": code,
                    "district_code": district["code"],
                    "valid_from": district["valid_from"],
                    "valid_to": district["valid_to"],
                }
            )
    return rows
