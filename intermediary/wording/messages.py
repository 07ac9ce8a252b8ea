"""The sentences of the product as its PO files hold them: English, translations, where used.

Separate because the desk, the phone's catalogue, the checks and the translators' commands all
read the same list; the running app never writes it (ARCHITECTURE.md 3).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from intermediary.core import paths

TRANSLATED = ("ps", "ur")
KEY_LENGTH = 16  # hexadecimal digits: short enough for an address, no two sentences meet
PHONE_ONLY = "static/"  # sentences that scripts say come with the phone's catalogue


@dataclass(frozen=True)
class Sentence:
    """One sentence: English forms (one, or singular and plural), where it stands, translations.

    `shipped` holds for each language as many forms as English has, or nothing.
    """

    context: str | None
    forms: tuple[str, ...]
    files: tuple[str, ...] = ()
    comment: str = ""
    shipped: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    @cached_property
    def key(self) -> str:
        """Return the short name of this sentence in addresses and tables."""
        return key_of(self.context, self.forms[0])

    @property
    def msgid(self) -> str:
        """Return the English sentence, its singular where there are two."""
        return self.forms[0]

    @property
    def is_said_by_scripts(self) -> bool:
        """Tell whether a script says it, so that phones need it in their catalogue."""
        return any(name.startswith(PHONE_ONLY) for name in self.files)

    def shipped_in(self, language: str) -> tuple[str, ...]:
        """Return the forms that came with the release; English is its own translation."""
        return self.forms if language == "en" else self.shipped.get(language, ())


def key_of(context: str | None, msgid: str) -> str:
    """Return the short name of a sentence: the same on every machine and in every release."""
    return hashlib.sha256(f"{context or ''}\x04{msgid}".encode()).hexdigest()[:KEY_LENGTH]


def po_path(language: str) -> Path:
    """Return the file that holds a language's shipped translations."""
    return paths.TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def template_path() -> Path:
    """Return the file that lists all English sentences."""
    return paths.TRANSLATIONS / "messages.pot"


def forms_of(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Return a PO entry's text as a tuple of forms."""
    return (value,) if isinstance(value, str) else tuple(value)


def translation_of(message: Message | None) -> tuple[str, ...]:
    """Return the forms of an entry that may be shown: complete, and not marked as a guess."""
    if message is None or message.fuzzy:
        return ()
    forms = forms_of(message.string or ())
    return forms if forms and all(forms) else ()


def read_catalog(path: Path, language: str | None) -> Catalog:
    """Read a PO file; a missing one is an empty catalogue."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def list_sentences(catalogs: dict[str, Catalog], template: Catalog) -> dict[str, Sentence]:
    """Return all sentences of the template by key, with what the catalogues say, in its order."""
    found = {}
    for message in template:
        if not message.id:
            continue
        forms = forms_of(message.id)
        shipped = {
            language: translation_of(catalog.get(forms[0], message.context))
            for language, catalog in catalogs.items()
        }
        files = tuple(dict.fromkeys(name for name, _line in message.locations))
        comment = " ".join(message.auto_comments)
        sentence = Sentence(message.context, forms, files, comment, shipped)
        found[sentence.key] = sentence
    return found


def sentences() -> dict[str, Sentence]:
    """Return the shipped sentences by key; read again only when a file changed."""
    return _read(shipped_version())


def shipped_version() -> str:
    """Return what the shipped sentences depend on: when the files last changed."""
    files = (template_path(), *(po_path(language) for language in TRANSLATED))
    return "|".join(str(path.stat().st_mtime_ns) if path.exists() else "-" for path in files)


@lru_cache(maxsize=2)
def _read(_version: str) -> dict[str, Sentence]:
    catalogs = {language: read_catalog(po_path(language), language) for language in TRANSLATED}
    return list_sentences(catalogs, read_catalog(template_path(), None))


def search(wanted: Callable[[Sentence], bool]) -> list[Sentence]:
    """Return the sentences that a rule chooses, in the template's order."""
    return [sentence for sentence in sentences().values() if wanted(sentence)]
