"""Text of somebody's own in a report: Markdown, without HTML, with links that are seen for what they are.

Read twice: once to say what cannot be printed and where it stands, once to draw it, trusting nothing all the same.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from audit.hand import Picture
from audit.markdown_tables import set_tables
from audit.refusals import Refusal
from audit.wording import gettext as _

LONGEST = 20_000  # signs a chapter: about eight pages
MOST_CHAPTERS = 12
LONGEST_NOTE = 600
MOST_DEEP = 4
"""The smallest heading; the title of the chapter is the first, and no level is left out between."""
PICTURE = "picture:"
PICTURE_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
LINKS = ("https://", "mailto:")
INSIDE = "data:image/png;base64,"


class NotToBePrinted(Refusal):
    """Something in the text cannot stand in a report; a sentence for each, with its line."""


def check_text(text: str, *, pictures: Collection[str]) -> None:
    """NotToBePrinted for a text that is too long, that holds HTML, that leads elsewhere than to the web or to a
    mailbox, or that calls for a picture that is not there. pictures: names."""
    if len(text) > LONGEST:
        raise NotToBePrinted(
            _(
                "This chapter has %(many)s letters, and a chapter has %(most)s at most. Shorten it, or make two of it.",
                many=len(text),
                most=LONGEST,
            )
        )
    if faults := tuple(dict.fromkeys(_faults_in(text, pictures))):
        raise NotToBePrinted(*faults)


def html_of(text: str, *, pictures: Mapping[str, Picture]) -> Markup:
    """The text as HTML: headings from the second level on, its pictures inside, nothing that asks for anything."""
    reader = _reader()
    tokens = reader.parse(text)
    set_tables(tokens)
    _set_headings(tokens)
    for image in _images(tokens):
        _put_in(image, pictures)
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704 - the renderer has escaped all text


def inside(picture: Picture) -> str:
    """A picture as an address that holds it: nobody is asked for it."""
    return f"{INSIDE}{b64encode(picture.content).decode()}"


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.validateLink = _may_stand  # type: ignore[method-assign]  # so its manual says
    return reader


def _may_stand(url: str) -> bool:
    return url.lower().startswith((*LINKS, PICTURE))


def _whatever(url: str) -> bool:  # noqa: ARG001 - the hook's own signature
    return True


def _faults_in(text: str, pictures: Collection[str]) -> Iterator[str]:
    seeing = MarkdownIt("commonmark", {"html": True}).enable("table")
    seeing.validateLink = _whatever  # type: ignore[method-assign]  # seen here to be named
    for token in seeing.parse(text):
        line = (token.map or [0])[0] + 1
        if token.type == "html_block":
            yield _html_at(line)
        for child in token.children or ():
            yield from _faults_of(child, line, pictures)
            line += child.type in ("softbreak", "hardbreak")


def _faults_of(token: Token, line: int, pictures: Collection[str]) -> Iterator[str]:
    if token.type == "html_inline":
        yield _html_at(line)
    elif token.type == "link_open":
        yield from _fault_of_link(str(token.attrGet("href")), line)
    elif token.type == "image":
        yield from _fault_of_picture(str(token.attrGet("src")), line, pictures)
        for child in token.children or ():
            yield from _faults_of(child, line, pictures)


def _html_at(line: int) -> str:
    return _(
        "Line %(line)s holds HTML, and reports take none. Write it in Markdown, or put a backslash before each “<”.",
        line=line,
    )


def _fault_of_link(address: str, line: int) -> Iterator[str]:
    if not address.lower().startswith(LINKS):
        yield _(
            "The link in line %(line)s leads to “%(address)s”. Links begin with https:// or mailto:.",
            line=line,
            address=address[:60],
        )


def _fault_of_picture(address: str, line: int, pictures: Collection[str]) -> Iterator[str]:
    name = address.removeprefix(PICTURE)
    if not address.startswith(PICTURE):
        yield _(
            "The picture in line %(line)s is called by “%(address)s”. Send it first, then call it by picture:name.",
            line=line,
            address=address[:60],
        )
    elif name not in pictures:
        yield _(
            "Line %(line)s calls for the picture “%(name)s”, which is not here. Send it first, or take the line out.",
            line=line,
            name=name[:60],
        )


def _set_headings(tokens: Sequence[Token]) -> None:
    """Under the title of the chapter, and none deeper than one level under the last."""
    level = 1
    for token in tokens:
        if token.type == "heading_open":
            level = min(int(token.tag[1]) + 1, level + 1, MOST_DEEP)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"


def _images(tokens: Sequence[Token]) -> Iterator[Token]:
    return (child for token in tokens for child in token.children or () if child.type == "image")


def _put_in(image: Token, pictures: Mapping[str, Picture]) -> None:
    """A picture of this round lies in the text itself; of any other only its words are left."""
    found = pictures.get(str(image.attrGet("src")).removeprefix(PICTURE))
    words = image.content or (found.alt if found else "")
    if found is None:
        image.type, image.tag, image.content, image.children = "text", "", words, None
        return
    image.attrs = {"src": inside(found), "alt": ""}
    image.children = [Token("text", "", 0, content=words)]
