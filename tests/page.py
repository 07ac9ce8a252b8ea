"""What every page owes: `visit()` opens one in a language and checks it.

Separate because each door's tests call it for each of its pages (UI.md 4, ARCHITECTURE.md 7).
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import polib
from flask.testing import FlaskClient

from intermediary.core import paths
from intermediary.core.languages import LANGUAGES
from intermediary.core.security import CONTENT_SECURITY_POLICY
from tests.page_tree import Node, read

UNLABELLED = frozenset({"hidden", "submit", "button", "reset"})  # inputs that need no label
SPOKEN = ("title", "placeholder", "aria-label", "alt")  # attributes that people read or hear
EVENTS = re.compile(r"on[a-z]+")
GAP = re.compile(r"%\(\w+\)[sd]|%%")


@cache
def _english_sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the catalogue's sentences of two words and more, as patterns with open gaps."""
    catalogue = polib.pofile(str(paths.TRANSLATIONS / "messages.pot"))
    texts = {t for e in catalogue for t in (e.msgid, e.msgid_plural) if t}
    sentences = [t for t in texts if len(re.findall(r"[A-Za-z]{2,}", GAP.sub(" ", t))) >= 2]
    return tuple((_pattern(sentence), sentence) for sentence in sorted(sentences))


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = [r"\s+".join(re.escape(word) for word in part.split()) for part in GAP.split(sentence)]
    return re.compile(r"(?<![A-Za-z])" + r"\s*\S.*?".join(parts) + r"(?![A-Za-z])")


def _runs(root: Node) -> Iterator[tuple[str, str]]:
    """Yield the texts and spoken attributes of the page, each with its language."""
    for node in root.all():
        if node.tag in {"script", "style"}:
            continue
        language = node.language()
        for child in node.children:
            if isinstance(child, str) and child.strip():
                yield " ".join(child.split()), language
        for name in SPOKEN:
            if node.attributes.get(name):
                yield node.attributes[name], language


def _untranslated(root: Node, language: str) -> Iterator[str]:
    if language == "en":
        return
    runs = [text for text, spoken in _runs(root) if spoken != "en" and re.search("[A-Za-z]", text)]
    for text in runs:
        for pattern, sentence in _english_sentences():
            if pattern.search(text):
                yield f"not translated: {sentence!r}"


def _is_kept_aside(node: Node) -> bool:
    """Tell whether a script shows it later: the screens of the teacher's app wait in templates."""
    return any(around.tag == "template" for around in node.above())


def _heading_faults(nodes: list[Node]) -> Iterator[str]:
    titles = [node.text() for node in nodes if node.tag == "title" and node.parent is not None]
    headings = [node.text() for node in nodes if node.tag == "h1" and not _is_kept_aside(node)]
    if len(headings) != 1 or not headings[0]:
        yield f"one h1 is owed, there are: {headings}"
    elif not titles or not titles[0].startswith(headings[0]):
        yield f"the title {titles} does not begin with the heading {headings[0]!r}"


def _is_labelled(node: Node, labelled: set[str]) -> bool:
    names = node.attributes
    return (
        names.get("id", "") in labelled
        or any(around.tag == "label" for around in node.above())
        or bool(names.get("aria-label") or names.get("aria-labelledby"))
    )


def _field_faults(nodes: list[Node]) -> Iterator[str]:
    labelled = {n.attributes["for"] for n in nodes if n.tag == "label" and "for" in n.attributes}
    for node in nodes:
        is_field = node.tag in {"select", "textarea"} or (
            node.tag == "input" and node.attributes.get("type", "text") not in UNLABELLED
        )
        if is_field and not _is_labelled(node, labelled):
            yield f"no label: {node.attributes.get('name')}"
        is_mute = not node.text() and not node.attributes.get("aria-label")
        if node.tag == "button" and is_mute and not _is_kept_aside(node):
            yield "a button without words"


def _form_faults(nodes: list[Node]) -> Iterator[str]:
    for form in nodes:
        if form.tag != "form" or form.attributes.get("method", "get").lower() != "post":
            continue
        tokens = [n for n in form.all() if n.attributes.get("name") == "csrf_token"]
        if len(tokens) != 1 or not tokens[0].attributes.get("value"):
            yield f"one token is owed in the form to {form.attributes.get('action', 'itself')}"


def _reference_faults(nodes: list[Node]) -> Iterator[str]:
    counted = Counter(n.attributes["id"] for n in nodes if "id" in n.attributes)
    yield from (f"id used {n} times: {name}" for name, n in counted.items() if n > 1)
    for node in nodes:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for wanted in node.attributes.get(name, "").split():
                if wanted not in counted:
                    yield f"{name} names {wanted}, which is not there"
        href = node.attributes.get("href", "")
        places = {href[1:], f"screen-{href[1:]}"}  # a screen of the teacher's app, or an element
        if node.tag == "a" and href.startswith("#") and not places & counted.keys():
            yield f"a link leads to {href}, which is not there"


def _inline_faults(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        if node.tag == "style" or "style" in node.attributes:
            yield f"inline style at {node.tag}"
        if node.tag == "script" and "src" not in node.attributes:
            yield "inline script"
        if any(EVENTS.fullmatch(name) for name in node.attributes):
            yield f"inline script at {node.tag}"


def find_faults(page: str, language: str) -> list[str]:
    """Return everything that the page owes and lacks, in words."""
    root = read(page)
    nodes = list(root.all())
    faults = [
        *_heading_faults(nodes),
        *_field_faults(nodes),
        *_form_faults(nodes),
        *_reference_faults(nodes),
        *_inline_faults(nodes),
        *_untranslated(root, language),
    ]
    top = next((node.attributes for node in nodes if node.tag == "html"), {})
    if (top.get("lang"), top.get("dir")) != (language, LANGUAGES[language].direction):
        faults.append(f"the page says {top}")
    return faults


def visit(
    client: FlaskClient,
    path: str,
    language: str,
    *,
    status: int = 200,
    data: dict[str, Any] | None = None,
) -> str:
    """Open a page in a language, or send a form (`data`), check what it owes, return the HTML."""
    client.set_cookie("language", language)
    headers = {"Accept": "text/html"}
    answer = (
        client.get(path, headers=headers)
        if data is None
        else client.post(path, data=data, headers=headers)
    )
    page: str = answer.get_data(as_text=True)
    assert answer.status_code == status, f"{path}: {answer.status_code}"
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer.mimetype == "text/html"
    assert find_faults(page, language) == [], f"{path} in {language}"
    return page
