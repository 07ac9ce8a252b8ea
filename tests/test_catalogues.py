"""The shipped translations: complete, checked, up to date with the code, and they compile."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask
from flask_babel import force_locale, gettext, ngettext

from intermediary.core import paths
from intermediary.wording import extraction
from intermediary.wording.checks import PLACEHOLDER, errors_of
from intermediary.wording.glossary import terms
from intermediary.wording.messages import (
    TRANSLATED,
    Sentence,
    po_path,
    read_catalog,
    sentences,
    template_path,
    translation_of,
)

language = pytest.mark.parametrize("language", TRANSLATED)


def named(found: list[Sentence]) -> str:
    return "\n".join(sentence.msgid for sentence in found)


@language
def test_every_language_says_every_sentence(language: str) -> None:
    missing = [s for s in sentences().values() if not s.shipped_in(language)]
    assert not missing, f"{len(missing)} sentences have no {language}:\n{named(missing)}"


@language
def test_no_guess_is_shipped(language: str) -> None:
    guessed = [m.id for m in read_catalog(po_path(language), language) if m.id and m.fuzzy]
    assert guessed == []


@language
def test_no_translation_breaks_a_rule(language: str) -> None:
    broken = {
        sentence.msgid: [(found.code, found.detail) for found in errors]
        for sentence in sentences().values()
        if (strings := sentence.shipped_in(language))
        and (errors := errors_of(sentence.forms, strings, language))
    }
    assert broken == {}


@language
def test_every_translation_has_the_places_of_its_english(language: str) -> None:
    """Said again without the desk's checks, which could be wrong themselves."""
    for sentence in sentences().values():
        strings = sentence.shipped_in(language)
        if strings:
            wanted, given = (
                PLACEHOLDER.findall(sentence.forms[-1]),
                PLACEHOLDER.findall(strings[-1]),
            )
            assert sorted(wanted) == sorted(given), sentence.msgid


@language
def test_the_catalogue_is_of_the_language_and_has_its_two_forms(language: str) -> None:
    catalog = read_catalog(po_path(language), language)
    assert str(catalog.locale) == language
    assert catalog.num_plurals == 2
    assert catalog.plural_expr == "(n != 1)"
    assert not catalog.fuzzy


def test_the_sentences_are_those_of_the_code() -> None:
    """If this is red: `intermediary wording extract`, then translate what is new."""
    for path, content in extraction.extracted_files().items():
        assert path.read_bytes() == content, f"{path.name} of {path.parent} is not up to date"


def test_every_language_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in TRANSLATED:
        folder = tmp_path / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "messages.po").write_bytes(po_path(code).read_bytes())
    (tmp_path / "messages.pot").write_bytes(template_path().read_bytes())
    known = sentences()
    monkeypatch.setattr(paths, "TRANSLATIONS", tmp_path)
    made = extraction.compile_catalogs()
    for code, (path, count) in zip(TRANSLATED, made.items(), strict=True):
        with path.open("rb") as file:
            compiled = Translations(file)
        said = [s for s in known.values() if s.shipped_in(code)]
        assert count == len(said)
        for sentence in said:
            context = sentence.context
            if len(sentence.forms) == 2:
                spoken = [compiled.ungettext(*sentence.forms, number) for number in (1, 5)]
            elif context:
                spoken = [compiled.upgettext(context, sentence.msgid)]
            else:
                spoken = [compiled.ugettext(sentence.msgid)]
            assert tuple(spoken) == sentence.shipped_in(code)


@language
def test_a_half_translated_plural_is_not_shown(language: str, tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    path.write_text(
        'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "%(num)d slip"\nmsgid_plural "%(num)d slips"\nmsgstr[0] "x"\nmsgstr[1] ""\n'
    )
    with path.open("rb") as file:
        message = read_po(file, locale=language).get("%(num)d slip")
    assert translation_of(message) == ()


@language
def test_every_sentence_can_be_said(app: Flask, language: str) -> None:
    with app.app_context(), force_locale(language):
        for sentence in sentences().values():
            values = {name[2:-2]: 3 for name in PLACEHOLDER.findall(" ".join(sentence.forms))}
            if len(sentence.forms) == 2:
                values.pop("num", None)
                assert ngettext(*sentence.forms, 1, **values)
                assert ngettext(*sentence.forms, 5, **values)
            elif sentence.context is None:
                assert gettext(sentence.msgid, **values)


@language
def test_the_agreed_words_break_no_rule(language: str) -> None:
    for term in terms():
        assert errors_of((term.en,), (getattr(term, language),), language) == [], term.en
