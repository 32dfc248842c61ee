"""Elements of a Word file that python-docx has no word for."""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

NAMESPACES = nsdecls("w", "r")
LONGEST_NAME = 40


def tag(name: str) -> str:
    """The full name of an element of Word's own namespace."""
    return qn(f"w:{name}")


def made(name: str, /, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """An element of Word's own namespace, its attributes too."""
    element: BaseOxmlElement = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(tag(key), value)
    element.extend(children)
    return element


def said(text: str, *, style: str = "") -> BaseOxmlElement:
    """A run of text in a style of characters."""
    words = made("t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made("r", made("rPr", made("rStyle", val=style)), words) if style else made("r", words)


def worked_out(instruction: str, *, shown: str) -> BaseOxmlElement:
    """A field: something that Word works out, such as the number of the page. shown: until it has."""
    return made("fldSimple", said(shown), instr=instruction)


def field_mark(which: str) -> BaseOxmlElement:
    """Where a long field has its "begin", is parted ("separate") from what it shows, or has its "end"."""
    return made("r", made("fldChar", fldCharType=which))


def field_asks(instruction: str) -> BaseOxmlElement:
    """What a long field is."""
    text = made("instrText")
    text.text = instruction
    return made("r", text)


def bookmark(name: str, *, number: int) -> tuple[BaseOxmlElement, BaseOxmlElement]:
    """Beginning and end of a place that links lead to."""
    return made("bookmarkStart", id=str(number), name=name), made("bookmarkEnd", id=str(number))


def anchor(id_: str) -> str:
    """An id as Word allows it in a name: letters, digits and _, 40 at the most."""
    return f"_{id_.replace('-', '_')}"[:LONGEST_NAME]
