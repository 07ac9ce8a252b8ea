"""Joining the browser's modules into a file per page, so that a phone fetches few files.

Separate because it is the whole of our "bundler": it knows the few forms of import and export that
our modules use, and refuses every other.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping

PAGE_SCRIPTS = re.compile(r"js/[\w-]+\.js|field/[\w-]+\.js")  # the others are parts of these
APP, WORKER = "js/field.js", "field/service-worker.js"
SHARED = "js/shared.js"  # what the app and its worker both use is fetched once
SHARED_ADDRESS = f"/static/DIGEST/{SHARED}"  # the build writes the file's own digest here
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
    are not exported stay apart, and nothing is evaluated twice in one page.
    """
    pages = [name for name in scripts if PAGE_SCRIPTS.fullmatch(name)]
    needed = {name: _in_order(name, scripts) for name in pages}
    shared = [name for name in needed.get(WORKER, []) if name in needed.get(APP, [])]
    joined = {name: _joined(name, needed[name], shared, scripts) for name in pages}
    if shared:
        exports = f"export {{ {', '.join(map(_place, shared))} }};\n"
        joined[SHARED] = "".join(_wrapped(name, scripts[name]) for name in shared) + exports
    return joined


def _joined(page: str, needed: Iterable[str], shared: list[str], scripts: Mapping[str, str]) -> str:
    elsewhere = set(shared) if page in {APP, WORKER} else set()
    own = "".join(_wrapped(name, scripts[name]) for name in needed if name not in elsewhere)
    if not elsewhere:
        return own
    return f"import {{ {', '.join(map(_place, shared))} }} from '{SHARED_ADDRESS}';\n{own}"


def _in_order(
    name: str, scripts: Mapping[str, str], above: tuple[str, ...] = (), done: tuple[str, ...] = ()
) -> list[str]:
    """Return a module and all that it imports, each after what it needs itself."""
    if name in above:
        raise ScriptError(f"{name} imports itself by way of {' > '.join(above)}")
    if name not in scripts:
        raise ScriptError(f"{above[-1] if above else 'a page'} imports {name}, which is not there")
    order = list(done)
    for path in _imports(scripts[name]):
        wanted = _resolved(name, path)
        if wanted not in order:
            order = _in_order(wanted, scripts, (*above, name), tuple(order))
    return [*order, name]


def _imports(source: str) -> list[str]:
    found = [*IMPORT.finditer(source), *PASSED_ON.finditer(source)]
    return [match["path"] for match in sorted(found, key=lambda match: match.start())]


def _resolved(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _wrapped(name: str, source: str) -> str:
    passed_on: list[str] = []

    def taken(match: re.Match[str]) -> str:
        if match["what"] is None:
            return ""
        place = _place(_resolved(name, match["path"]))
        if match["what"].startswith("*"):
            return f"const {match['what'].split()[-1]} = {place};"
        return f"const {match['what'].replace(' as ', ': ')} = {place};"

    def given_on(match: re.Match[str]) -> str:
        passed_on.append(f"...{_place(_resolved(name, match['path']))}")
        return ""

    body = PASSED_ON.sub(given_on, IMPORT.sub(taken, source))
    names = [*passed_on, *(match["name"] for match in EXPORT.finditer(body))]
    body = EXPORT.sub("", body)
    left = LEFT_OVER.search(body)
    if left is not None:
        raise ScriptError(f"{name}: {body[left.start() : left.start() + 80]!r} is not understood")
    given = f"return {{ {', '.join(names)} }};"
    return f"const {_place(name)} = (() => {{\n{body}\n{given}\n}})();\n"


def _place(name: str) -> str:
    """Return the name under which a module stands in a joined file."""
    return re.sub(r"\W", "_", name.removesuffix(".js"))
