"""Joining the browser's modules into one file per page script, so that a phone fetches few files.

Separate because it is the whole of our "bundler": it knows the few forms of import and export that
our modules use, and refuses every other.
"""

import posixpath
import re
from collections.abc import Mapping

PAGE_SCRIPTS = re.compile(r"js/[\w-]+\.js|field/[\w-]+\.js")  # the others are parts of these
IMPORT = re.compile(
    r"^import\s+(?:(?P<what>\{[^}]*\}|\*\s+as\s+\w+)\s+from\s+)?'(?P<path>[^']+)';", re.MULTILINE
)
PASSED_ON = re.compile(r"^export \* from '(?P<path>[^']+)';$", re.MULTILINE)
EXPORT = re.compile(
    r"^export (?=(?:async function\*?|function\*?|class|const) (?P<name>\w+))", re.MULTILINE
)
LEFT_OVER = re.compile(r"^(?:import|export)\b|\bawait import\(|\bimport\.meta\b", re.MULTILINE)


class ScriptError(RuntimeError):
    """A module uses a form of import or export that is not joined here, or a circle of imports."""


def join_scripts(scripts: Mapping[str, str]) -> dict[str, str]:
    """Return the page scripts (directly under js/ or field/), each with all that it imports.

    Every module becomes a function of its own, run once, in the order of the imports; names that
    are not exported stay apart, and nothing is evaluated twice.
    """
    return {name: _joined(name, scripts) for name in scripts if PAGE_SCRIPTS.fullmatch(name)}


def _joined(entry: str, scripts: Mapping[str, str]) -> str:
    order: list[str] = []
    _collect(entry, scripts, order, ())
    return "".join(_wrapped(name, scripts[name], order) for name in order)


def _collect(
    name: str, scripts: Mapping[str, str], order: list[str], above: tuple[str, ...]
) -> None:
    if name in order:
        return
    if name in above:
        raise ScriptError(f"{name} imports itself by way of {' > '.join(above)}")
    if name not in scripts:
        raise ScriptError(f"{above[-1] if above else 'a page'} imports {name}, which is not there")
    for path in _imports(scripts[name]):
        _collect(_resolved(name, path), scripts, order, (*above, name))
    order.append(name)


def _imports(source: str) -> list[str]:
    found = [*IMPORT.finditer(source), *PASSED_ON.finditer(source)]
    return [match["path"] for match in sorted(found, key=lambda match: match.start())]


def _resolved(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _wrapped(name: str, source: str, order: list[str]) -> str:
    passed_on: list[str] = []

    def taken(match: re.Match[str]) -> str:
        if match["what"] is None:
            return ""
        place = _place(_resolved(name, match["path"]), order)
        if match["what"].startswith("*"):
            return f"const {match['what'].split()[-1]} = {place};"
        return f"const {match['what'].replace(' as ', ': ')} = {place};"

    def given_on(match: re.Match[str]) -> str:
        passed_on.append(f"...{_place(_resolved(name, match['path']), order)}")
        return ""

    body = PASSED_ON.sub(given_on, IMPORT.sub(taken, source))
    names = [*passed_on, *(match["name"] for match in EXPORT.finditer(body))]
    body = EXPORT.sub("", body)
    left = LEFT_OVER.search(body)
    if left is not None:
        raise ScriptError(f"{name}: {body[left.start() : left.start() + 80]!r} is not understood")
    given = f"return {{ {', '.join(names)} }};"
    return f"const {_place(name, order)} = (() => {{\n{body}\n{given}\n}})();\n"


def _place(name: str, order: list[str]) -> str:
    return f"module{order.index(name) if name in order else len(order)}"
