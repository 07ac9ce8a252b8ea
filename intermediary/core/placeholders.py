"""Filling values into translated sentences, and telling beforehand whether they will fit.

Separate because the catalogue uses it when it loads and when it speaks, and because `%` on
text from outside fails in many ways (LANGUAGES.md 0.4).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

#: What `%` raises when sentence and values do not fit.
UNFILLABLE = (KeyError, ValueError, TypeError, IndexError, OverflowError)
_PLACEHOLDER = re.compile(r"%(?:\((?P<name>\w+)\))?[-#0 +]*\d*(?:\.\d+)?(?P<kind>[a-zA-Z%])")
#: A sign that begins neither `%(name)s` nor `%%`: "100% sure" would print the values themselves.
_BARE = re.compile(r"(?<!%)(?:%%)*%(?![%(])")


def fill(string: str, values: Mapping[str, Any], wrap: Callable[[str], str] = str) -> str:
    """Return the sentence with its values, always, as Jinja does: `%%` is one sign everywhere.

    Raises:
        one of UNFILLABLE: sentence and values do not fit.

    """
    if "%" not in string:
        return wrap(string)
    if _BARE.search(string):
        raise ValueError("a bare percent sign")
    return wrap(string) % values


def fills_in(msgid: str, string: str) -> bool:
    """Tell whether a translation can be filled with the values that its msgid is given."""
    values: dict[str, object] = {"num": 2}
    for match in _PLACEHOLDER.finditer(msgid):
        if match["name"]:
            values[match["name"]] = "x" if match["kind"] == "s" else 2
    try:
        return bool(fill(string, values).strip())
    except UNFILLABLE:
        return False
