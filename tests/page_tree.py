"""A page as a tree of elements, so that tests can ask it questions."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset({"input", "meta", "link", "br", "hr", "img", "use", "path", "rect", "circle"})


class Node:
    """One element with what stands in it."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Node | None") -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Node | str] = []

    def all(self) -> Iterator["Node"]:
        """Yield this element and everything in it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.all()

    def text(self) -> str:
        """Return the words in it, with single spaces."""
        parts = (c.text() if isinstance(c, Node) else c for c in self.children)
        return " ".join(" ".join(parts).split())

    def above(self) -> Iterator["Node"]:
        """Yield the elements around this one, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def language(self) -> str:
        """Return the language of its words: its own, or the nearest around it."""
        nodes = (self, *self.above())
        return next((n.attributes["lang"] for n in nodes if "lang" in n.attributes), "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Node("", {}, None)
        self.unopened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for node in (self.here, *self.here.above()):
            if node.tag == tag and node.parent is not None:
                self.here = node.parent
                return
        self.unopened.append(tag)

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read(page: str) -> Node:
    """Return the page as a tree."""
    reader = _Reader()
    reader.feed(page)
    return reader.root
