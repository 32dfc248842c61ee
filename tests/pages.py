"""What is true of every page, always: checked on each GET and on each form that comes back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Protocol
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

NEVER_SAID = frozenset({"invalid", "illegal", "failed", "must", "victim"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNSEEN = ("script", "style", "template")
LABELLED_BY_ITSELF = ("hidden", "submit", "button", "image", "reset")


class Page(Protocol):
    """What a test client gives back."""

    @property
    def status_code(self) -> int: ...
    @property
    def text(self) -> str: ...


def check_page(page: Page, *, staff: bool) -> Element:
    """The parsed page, once it has kept every rule of the house; AssertionError names the first it breaks.

    staff: whether the page belongs to those who answer, where somebody to talk to always stands.
    """
    root = parsed(page.text)
    for rule in (_one_h1, _language, _headings_in_order, _ids_once, _controls_labelled, _groups_have_legends):
        rule(root)
    _title(root, came_back=page.status_code in (400, 422))
    _error_summary_leads_somewhere(root)
    _nothing_inline(root)
    _nothing_from_elsewhere(root)
    _words(root)
    if staff:
        assert list(_with_class(root, "support")), "a page for staff names somebody to talk to"
    return root


def parsed(markup: str) -> Element:
    """The tree of a page that is valid HTML (html5lib in strict mode finds the first fault)."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(markup)
    return tree


def text_of(element: Element) -> str:
    """Everything a reader sees of an element, spaces made one."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in UNSEEN:
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _with_class(root: Element, name: str) -> Iterator[Element]:
    return (e for e in root.iter() if name in e.get("class", "").split())


def _one_h1(root: Element) -> None:
    assert len(list(root.iter("h1"))) == 1, "a page has one h1"


def _title(root: Element, *, came_back: bool) -> None:
    title, heading = text_of(next(root.iter("title"))), text_of(next(root.iter("h1")))
    if root.get("lang") == "en":
        start = f"Error: {heading}" if came_back else heading
        assert title.startswith(start), f"the title “{title}” starts with “{start}”"
    else:
        assert heading in title, f"the title “{title}” has “{heading}”"


def _language(root: Element) -> None:
    page = root if root.tag == "html" else next(root.iter("html"))
    assert page.get("lang"), "a page says its language"
    assert page.get("dir") in ("ltr", "rtl"), "a page says its direction"


def _headings_in_order(root: Element) -> None:
    levels = [int(e.tag[1]) for e in root.iter() if e.tag in HEADINGS]
    for before, after in pairwise(levels):
        assert after <= before + 1, f"h{after} follows h{before}"


def _ids_once(root: Element) -> None:
    twice = [i for i, n in Counter(e.get("id") for e in root.iter() if e.get("id")).items() if n > 1]
    assert not twice, f"ids used twice: {twice}"


def _controls(root: Element) -> Iterator[Element]:
    for element in root.iter():
        if element.tag in ("input", "select", "textarea") and element.get("type") not in LABELLED_BY_ITSELF:
            yield element


def _controls_labelled(root: Element) -> None:
    labelled = {e.get("for") for e in root.iter("label")}
    for control in _controls(root):
        told = control.get("id") in labelled or control.get("aria-label") or control.get("aria-labelledby")
        assert told, f"the control “{control.get('name')}” has a label"


def _groups_have_legends(root: Element) -> None:
    """axe does not see a missing fieldset: every set of radio buttons is one, and says what it is about."""
    for fieldset in root.iter("fieldset"):
        legend = next(iter(fieldset), None)
        assert legend is not None, "a fieldset is not empty"
        assert legend.tag == "legend", "a fieldset starts with its legend"
        assert text_of(legend), "a legend says something"
    inside = {id(e) for f in root.iter("fieldset") for e in f.iter("input")}
    for radio in (e for e in root.iter("input") if e.get("type") == "radio"):
        assert id(radio) in inside, f"the choice “{radio.get('name')}” stands in a fieldset"


def _error_summary_leads_somewhere(root: Element) -> None:
    ids = {e.get("id") for e in root.iter()}
    for summary in _with_class(root, "error-summary"):
        links = [e.get("href", "") for e in summary.iter("a")]
        assert links, "an error summary links to what needs another look"
        for link in links:
            assert link.removeprefix("#") in ids, f"{link} is on the page"


def _nothing_inline(root: Element) -> None:
    for element in root.iter():
        assert element.tag not in ("script", "style"), f"no <{element.tag}> on a page"
        inline = [a for a in element.keys() if a == "style" or a.startswith("on")]  # noqa: SIM118 - an Element is no dict
        assert not inline, f"no {inline} on a page"


def _nothing_from_elsewhere(root: Element) -> None:
    for element in root.iter():
        for attribute in ("src", "href", "action", "formaction"):
            address = urlsplit(element.get(attribute, ""))
            assert address.scheme in ("", "tel", "mailto"), f"{element.get(attribute)} is not ours"
            assert not address.netloc, f"{element.get(attribute)} is not ours"


def _words(root: Element) -> None:
    said = set(re.findall(r"[a-z]+", text_of(root).lower()))
    assert not said & NEVER_SAID, f"words we do not use: {sorted(said & NEVER_SAID)}"
