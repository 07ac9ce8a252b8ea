"""The filter rail beside a list: what can be chosen there, and what was.

Separate from the lists, because it reads the directory and they read complaints.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from intermediary.complaints.lifecycle import State
from intermediary.complaints.queues import Filter
from intermediary.complaints.vocabulary import KINDS
from intermediary.core.text import clean_text
from intermediary.directory import queries as directory
from intermediary.review.words import LANGUAGE_NAMES

SEARCH_LENGTH = 200

Groups = list[tuple[str, list[tuple[str, Any]]]]


@dataclass(frozen=True)
class Options:
    """One choice of the rail: its groups of (value, label), and what is chosen."""

    name: str
    label: Any
    groups: Groups
    chosen: str


def district_rail(
    asked: Mapping[str, str], districts: Collection[str] | None, language: str
) -> list[Options]:
    """Return an officer's choices; `districts` None stands for the whole province.

    Whoever looks after several districts chooses one first, then its tehsils and schools.
    """
    options = _places(asked, districts, language)
    options.append(_options("category", _l("Category"), category_groups(language), asked))
    options.append(_options("kind", _l("Kind"), [("", list(KINDS.items()))], asked))
    one = _the_district(options, districts)
    if one is not None:
        schools = [(s.code, s.name(language)) for s in directory.schools(one)]
        options.append(_options("school", _l("School"), [("", schools)], asked))
    languages = [("", list(LANGUAGE_NAMES.items()))]
    options.append(_options("lang", _l("Language of the words"), languages, asked))
    return options


def office_rail(asked: Mapping[str, str], offices: Collection[str], language: str) -> list[Options]:
    """Return an office's choices: place and category, for it sees no more."""
    found = [directory.office(code) for code in offices]
    where = {office.district_code for office in found if office and office.district_code}
    is_everywhere = any(office and office.district_code is None for office in found)
    options = _places(asked, None if is_everywhere else where, language)
    options.append(_options("category", _l("Category"), category_groups(language), asked))
    return options


def _places(
    asked: Mapping[str, str], districts: Collection[str] | None, language: str
) -> list[Options]:
    options = []
    if districts is None or len(districts) > 1:
        usable = [p for p in directory.districts() if districts is None or p.code in districts]
        names = [(p.code, p.name(language)) for p in usable]
        options.append(_options("district", _l("District"), [("", names)], asked))
    one = _the_district(options, districts)
    if one is not None:
        tehsils = [(t.code, t.name(language)) for t in directory.tehsils(one)]
        options.append(_options("tehsil", _l("Tehsil"), [("", tehsils)], asked))
    return options


def _the_district(options: list[Options], districts: Collection[str] | None) -> str | None:
    """Return the district that is chosen, or the only one."""
    if options and options[0].name == "district":
        return options[0].chosen or None
    return next(iter(districts), None) if districts else None


def category_groups(language: str) -> Groups:
    """Return the categories under their top ones; a top one stands for all below it."""
    groups: dict[str, tuple[str, list[tuple[str, Any]]]] = {}
    for entry in directory.categories():
        top = entry.parent_code or entry.code
        group = groups.setdefault(top, (entry.name(language), []))
        group[1].append((entry.code, entry.name(language)))
    return list(groups.values())


def _options(name: str, label: Any, groups: Groups, asked: Mapping[str, str]) -> Options:
    """Return a choice; a value that is not on offer counts as not chosen."""
    value = asked.get(name, "")
    is_offered = any(value == code for _, entries in groups for code, _ in entries)
    return Options(name, label, groups, value if is_offered else "")


def search_text(asked: Mapping[str, str]) -> str:
    """Return the words to search for, as typed."""
    return clean_text(asked.get("q", ""))[:SEARCH_LENGTH]


def filter_of(
    states: Collection[State],
    options: list[Options],
    *,
    overdue_at: datetime | None,
    text: str | None = None,
) -> Filter:
    """Return what is wanted from the tab's states and the rail."""
    chosen = {option.name: option.chosen or None for option in options}
    groups = next(option.groups for option in options if option.name == "category")
    return Filter(
        states=[state.value for state in states],
        district=chosen.get("district"),
        tehsil=chosen.get("tehsil"),
        categories=_with_those_below(chosen.get("category"), groups),
        kind=chosen.get("kind"),
        school=chosen.get("school"),
        lang=chosen.get("lang"),
        text=text,
        overdue_at=overdue_at,
    )


def _with_those_below(category: str | None, groups: Groups) -> list[str]:
    if category is None:
        return []
    for _, entries in groups:
        if entries[0][0] == category:  # a top one leads its group
            return [code for code, _ in entries]
    return [category]
