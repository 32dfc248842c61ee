"""HTML that our Markdown reader made, as a tree. Forgiving: what is not closed ends with what holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

ALONE = frozenset({"img", "br", "hr", "col", "wbr", "input"})


@dataclass(slots=True)
class Node:
    """An element: its children are elements and texts, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def elements(self) -> Iterator[Node]:
        """Its children without the texts between them."""
        return (c for c in self.children if isinstance(c, Node))

    def all(self, *tags: str) -> Iterator[Node]:
        """Everything of these names in it, however deep."""
        for child in self.elements:
            if child.tag in tags:
                yield child
            yield from child.all(*tags)

    @property
    def text(self) -> str:
        """All that it says, in one line."""
        return " ".join("".join(c if isinstance(c, str) else c.text for c in self.children).split())


def tree_of(html: str) -> Node:
    """The whole text, in an element without a name."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.open[0]


class _Reader(HTMLParser):
    """open: the elements that are not closed yet, outermost first."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in ALONE:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        depth = next((n for n in range(len(self.open) - 1, 0, -1) if self.open[n].tag == tag), None)
        if depth is not None:
            del self.open[depth:]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
