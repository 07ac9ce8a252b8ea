"""The rules of the house, read from the source: layers, sizes, doors, templates, CSS, scripts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import flask_security
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "intermediary"
FOLDERS = (
    "intermediary", "templates", "static", "translations", "tests", "docs", "requirements", ".ci",
)  # fmt: skip

FLOOR, GROUND, DOMAIN, DOORS, HOUSE = 0, 10, 20, 30, 40
LAYERS = {
    "config": FLOOR,
    "core": FLOOR,
    "ledger": FLOOR + 1,
    "accounts": GROUND,
    "directory": GROUND + 1,
    "evidence": DOMAIN,
    "notices": DOMAIN,
    "complaints": DOMAIN + 1,
    "field": DOORS,
    "sync": DOORS,
    "review": DOORS,
    "wording": DOORS,
    "public": DOORS,
    "demo": HOUSE,
    "serve": HOUSE,
    "cli": HOUSE + 2,
    "__init__": HOUSE + 1,
}

FILE_LINES, FUNCTION_LINES, SCRIPT_LINES = 300, 50, 150
SMELL_LINES, SMELL_FUNCTION_LINES = 200, 30
SMELLS_SHARE = 0.07  # of all files or functions: a smell is looked at, more of them is a rule lost

COMMITTERS = re.compile(r"(views|cli|commands|jobs|__main__)\.py$")
REQUEST_NAMES = {"request", "session", "g", "current_user"}
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?:^|[{;\s])(?:left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
)
HTML_SINKS = re.compile(r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval)\b")
INLINE = re.compile(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\bsrc=)[^>]*>")
SAFE = re.compile(r"\|\s*safe\b")
#: The only markup that is marked safe: rendered by our own partial a line above.
SAFE_HERE = {"templates/field/fieldsets.html"}
REFERENCE = re.compile(r"[\"']([a-z_]+(?:/[a-z_]+)*\.html)[\"']")
# Written in two halves, so that this page does not accuse itself.
MACHINE = re.compile(
    "|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/[a-z]", "pypi" + r"\.org",
              "python" + "hosted", "npmjs" + r"\.", "--extra-index" + "-url", "--index" + "-url"])
)  # fmt: skip
UNFINISHED = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + r"X|HA" + r"CK)\b")
TEXT = {
    ".py", ".html", ".css", ".js", ".json", ".toml", ".txt", ".md", ".po", ".pot", ".csv", ".svg",
    ".ini", ".mako", "",
}  # fmt: skip


def files(folder: str, *suffixes: str) -> list[Path]:
    """Return the files of a folder, without what tools leave behind."""
    found = sorted((ROOT / folder).rglob("*"))
    return [p for p in found if p.suffix in suffixes and "__pycache__" not in p.parts]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def imports_of(path: Path) -> Iterator[str]:
    """Yield every module of ours that a file imports, with the names taken from it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def feature_of(path: Path) -> str:
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


def product_files() -> list[Path]:
    return [p for p in files("intermediary", ".py") if "migrations" not in p.parts]


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each function with its number of lines."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def found_in(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """Return where a pattern stands, as file:line text."""
    return [
        f"{name_of(path)}:{number} {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]


def test_imports_only_point_down() -> None:
    wrong = []
    for path in product_files():
        here = feature_of(path)
        for module in imports_of(path):
            parts = module.split(".")
            if parts[0] != "intermediary" or len(parts) < 2 or parts[1] == here:
                continue
            there = parts[1] if parts[1] in LAYERS else "__init__"
            if LAYERS[there] >= LAYERS[here]:
                wrong.append(f"{name_of(path)} imports {module}")
    assert wrong == []


def test_inside_a_feature_nothing_below_imports_a_view_and_models_import_nothing_above() -> None:
    wrong = []
    for path in product_files():
        own = f"intermediary.{feature_of(path)}."
        is_door = path.stem.endswith("views") or path.stem in {"__init__", "cli"}
        for module in imports_of(path):
            if not module.startswith(own):
                continue
            stems = module.removeprefix(own).split(".")
            takes_view = stems[0].endswith("views") and not is_door
            model_looks_up = path.stem == "models" and stems[0] != "models"
            if takes_view or model_looks_up:
                wrong.append(f"{name_of(path)} imports {module}")
    assert wrong == []


def test_every_feature_is_known_to_the_layers() -> None:
    assert {feature_of(path) for path in product_files()} <= set(LAYERS)


def test_python_files_and_functions_are_small() -> None:
    paths = product_files() + files("tests", ".py")
    lines = {name_of(path): len(path.read_text().splitlines()) for path in paths}
    functions = {
        f"{name_of(path)}:{name}": count for path in paths for name, count in functions_of(path)
    }
    assert {name: count for name, count in lines.items() if count > FILE_LINES} == {}
    assert {name: count for name, count in functions.items() if count > FUNCTION_LINES} == {}
    long_files = [f"{n} {c}" for n, c in lines.items() if c > SMELL_LINES]
    long_functions = [f"{n} {c}" for n, c in functions.items() if c > SMELL_FUNCTION_LINES]
    assert len(long_files) <= len(lines) * SMELLS_SHARE, long_files
    assert len(long_functions) <= len(functions) * SMELLS_SHARE, long_functions


def test_scripts_are_small() -> None:
    lines = {name_of(p): len(p.read_text().splitlines()) for p in files("static", ".js")}
    assert {name: count for name, count in lines.items() if count > SCRIPT_LINES} == {}


def test_only_doors_commit() -> None:
    inner = [path for path in product_files() if not COMMITTERS.search(path.name)]
    assert found_in(inner, re.compile(r"\bsession\.commit\(")) == []


def test_the_request_is_known_only_to_views_accounts_and_core() -> None:
    wrong = []
    for path in product_files():
        if path.stem.endswith("views") or feature_of(path) in {"accounts", "core"}:
            continue
        taken = {
            f"{name_of(path)} imports {module}"
            for module in imports_of(path)
            if module.startswith(("flask.", "flask_security.", "flask_login."))
            and module.rpartition(".")[2] in REQUEST_NAMES
        }
        wrong.extend(sorted(taken))
    assert wrong == []


def test_styles_know_no_left_and_right() -> None:
    styles = files("static", ".css")
    assert found_in(styles, PHYSICAL) == []
    assert found_in(styles, re.compile(r"!important")) == []


def test_scripts_never_make_html_from_text() -> None:
    assert found_in(files("static", ".js"), HTML_SINKS) == []


def test_templates_have_no_inline_style_or_script() -> None:
    assert found_in(files("templates", ".html"), INLINE) == []


def test_templates_never_call_data_safe() -> None:
    paths = [p for p in files("templates", ".html") if name_of(p) not in SAFE_HERE]
    assert found_in(paths, SAFE) == []
    assert found_in(product_files(), re.compile(r"\bMarkup\(")) == []


def endpoints() -> set[str]:
    """Return blueprint/function of every view that hangs on a blueprint."""
    return {
        f"{feature_of(path)}/{node.name}"
        for path in product_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        and any("blueprint." in ast.unparse(d) for d in node.decorator_list)
    }


def test_every_template_belongs_to_an_endpoint_or_is_a_part_of_one() -> None:
    theirs = Path(flask_security.__file__).parent / "templates"
    named = set()
    for path in [*files("templates", ".html"), *product_files()]:
        named |= set(REFERENCE.findall(path.read_text()))
    pages = endpoints()
    orphans = [
        name
        for path in files("templates", ".html")
        for name in [path.relative_to(ROOT / "templates").as_posix()]
        if name.removesuffix(".html") not in pages
        and name not in named
        and not (theirs / name).exists()
    ]
    assert orphans == []


def all_texts() -> list[Path]:
    top = [path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXT]
    return top + [path for folder in FOLDERS for path in files(folder, *TEXT) if path.is_file()]


def test_no_file_names_this_machine_or_a_package_index() -> None:
    assert found_in(all_texts(), MACHINE) == []


def test_nothing_is_left_unfinished() -> None:
    code = product_files() + files("tests", ".py")
    assert (
        found_in([*code, *files("static", ".js"), *files("templates", ".html")], UNFINISHED) == []
    )


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "common.py"])
def test_no_room_is_called_anything_and_everything(name: str) -> None:
    assert [name_of(path) for path in product_files() if path.name == name] == []
