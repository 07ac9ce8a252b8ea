"""The directory as phones hold it: one compact file per language, found again by its version.

Separate because it is measured in bytes on the wire (UI.md 5), and its shape is read by
static/js/lib/categories.js.
"""

import json
from collections.abc import Iterable
from typing import Any

from intermediary.core.text import fold
from intermediary.directory import queries
from intermediary.directory.models import Category, Place
from intermediary.directory.sources import PROVINCE


def published_directory(language: str) -> bytes:
    """Return the directory for phones as UTF-8 JSON; core/phone.py keeps it by version.

    Shape: version, lang, departments (code, name, scope), offices and closed (see
    `_office_exceptions`), categories (code, name, icon, ..., subs), keywords (for each category,
    in order, its folded phrases joined by "|"), districts with tehsils, schools (code, district,
    tehsil, name), near.
    """
    return compose(language, queries.directory_version())


def published_names(language: str) -> bytes:
    """Return the directory without its keywords: they are the same in every language's file."""
    content = json.loads(published_directory(language))
    del content["keywords"]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def compose(language: str, version: str) -> bytes:
    """Return the file from what the tables hold now."""
    categories = [c for c in queries.categories() if c.is_valid_on(queries.today())]
    content = {
        "version": version,
        "lang": language,
        "departments": [
            {"code": d.code, "name": d.name(language), "scope": d.scope}
            for d in queries.departments()
        ],
        **_office_exceptions(language),
        "categories": _category_tree(categories, language),
        "keywords": phrases_by_category(categories),
        "districts": [_district(place, language) for place in queries.districts()],
        "schools": [
            [s.code, s.district_code, s.tehsil_code or "", s.name(language)]
            for s in queries.schools()
        ],
        "near": [],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _office_exceptions(language: str) -> dict[str, Any]:
    """Return the offices that do not follow the rule, so that a thousand others cost nothing.

    The rule: DEPARTMENT-DISTRICT where the department's scope is "district", else
    DEPARTMENT-PK-KP. `offices` are further ones (code, department, district or "", name);
    `closed` are codes that follow the rule and are not in use.
    """
    districts = queries.districts()
    regular = {
        f"{department.code}-{place}"
        for department in queries.departments()
        for place in (
            [district.code for district in districts]
            if department.scope == "district"
            else [PROVINCE]
        )
    }
    in_use = {office.code: office for office in queries.all_offices()}
    return {
        "offices": [
            [o.code, o.department_code, o.district_code or "", o.name(language)]
            for o in in_use.values()
            if o.code not in regular
        ],
        "closed": sorted(regular - in_use.keys()),
    }


def _category_tree(categories: list[Category], language: str) -> list[dict[str, Any]]:
    tree: list[dict[str, Any]] = []
    for category in categories:
        entry = _category(category, language)
        if category.parent_code is None:
            tree.append(entry | {"icon": category.icon, "subs": []})
        else:
            tree[-1]["subs"].append(entry)
    return tree


def _category(category: Category, language: str) -> dict[str, Any]:
    """Return one entry; what is false or usual is left out."""
    entry: dict[str, Any] = {
        "code": category.code,
        "name": category.name(language),
        "department": category.department_code,
        "days": category.days,
    }
    if category.counts_working_days:
        entry["working"] = True
    if category.legal_basis:
        entry["basis"] = category.legal_basis
    if category.priority != "normal":
        entry["priority"] = category.priority
    if category.is_sensitive:
        entry["sensitive"] = True
    return entry


def _district(place: Place, language: str) -> dict[str, Any]:
    return {
        "code": place.code,
        "name": place.name(language),
        "short": place.short,
        "tehsils": [[tehsil.code, tehsil.name(language)] for tehsil in queries.tehsils(place.code)],
    }


def phrases_by_category(categories: Iterable[Category]) -> list[str]:
    """Return for each category, in order, its folded phrases joined by a bar.

    Phrases of all three languages: teachers mix them. A phrase of a top category counts only
    where none of those below it has it.
    """
    flat = list(categories)
    own = {category.code: _phrases(category) for category in flat}
    for category in flat:
        if category.parent_code in own:
            own[category.parent_code] -= own[category.code]
    return ["|".join(sorted(own[category.code])) for category in flat]


def _phrases(category: Category) -> set[str]:
    words = [phrase for phrases in category.keywords.values() for phrase in phrases]
    names = [category.name_ps, category.name_ur, category.name_en]
    return {folded for phrase in (*words, *names) if (folded := fold(phrase))}
