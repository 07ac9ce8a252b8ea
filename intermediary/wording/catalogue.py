"""The phone's catalogue: what its scripts say, shipped words overlaid by published ones.

Separate because phones keep it offline and know it by its digest: the same words must give the
same bytes, whatever the number of the release (LANGUAGES.md 1.3, SYNC.md 7).
"""

import json
from typing import Any

from intermediary.core.dates import format_tables
from intermediary.core.languages import LANGUAGES, text_domain
from intermediary.wording import releases
from intermediary.wording.messages import Sentence, search, shipped_version

PLURAL = "(n != 1)"  # the rule of all three languages; static/js/lib/words.js knows it


def phone_catalogue(language: str) -> dict[str, Any]:
    """Return the words for scripts: locale, dir, plural, nplurals, messages, formats.

    `messages`: English sentence (`context\\x04sentence`) → its forms; one that says the English
    words is left out, because the script then says its own.
    """
    published = dict(_published(language))
    messages = {}
    for sentence in search(lambda sentence: sentence.is_said_by_scripts):
        forms = published.get(sentence.key) or list(sentence.shipped_in(language))
        if forms and tuple(forms) != sentence.forms:
            messages[_name(sentence)] = forms
    return {
        "locale": language,
        "dir": LANGUAGES[language].direction,
        "plural": PLURAL,
        "nplurals": 2,
        "messages": messages,
        "formats": format_tables(language),
    }


def _published(language: str) -> list[tuple[str, list[str]]]:
    live = releases.snapshot_of(text_domain().release())
    return [(sentence.key, forms) for sentence, forms in releases.usable_entries(live, language)]


def _name(sentence: Sentence) -> str:
    return f"{sentence.context}\x04{sentence.msgid}" if sentence.context else sentence.msgid


def catalogue_bytes(language: str) -> bytes:
    """Return the catalogue as the phone gets it."""
    catalogue = phone_catalogue(language)
    text = json.dumps(catalogue, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def catalogue_version() -> str:
    """Return what the catalogues depend on: the published release and the shipped files."""
    return f"{text_domain().release()}|{shipped_version()}"
