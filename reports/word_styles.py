"""How a Word file looks: every style is set here once, so that whoever writes on in it changes one style, not a hundred
paragraphs. Sizes in points, as in static/report.css."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from babel.core import get_global
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from reports.fonts import FAMILY
from reports.word_xml import NAMESPACES

INK, MUTED, BLUE, HAIR, WITHHELD = "1b1f24", "545b64", "1f5673", "c9cdd2", "f1f2f3"
BRITISH: Final = "en-GB"
CLOSE = 1.32
"""Distance of lines in a short report, in sizes of its type."""
BULLETS, STEPS = 1, 2
"""Which list of the file: points, and what counts up."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs. line: distance of its lines; level: of a heading, from 1; extra: more of its properties,
    as Word writes them before those of spacing."""

    name: str
    id: str
    size: float
    line: float
    before: float = 0
    after: float = 0
    based: str = "Normal"
    colour: str = INK
    bold: bool = False
    level: int = 0
    keep: bool = False
    extra: str = ""


_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="16" w:space="8" w:color="{BLUE}"/></w:pBdr>'
_HYPHENATED = '<w:suppressAutoHyphens w:val="0"/>'
_NUMBERED = '<w:numPr><w:numId w:val="{}"/></w:numPr>'

STYLES: Final = (
    Style("Body Text", "BodyText", 10.5, 15, after=7),
    Style("Title", "Title", 30, 36, after=11, bold=True, keep=True, extra=_RULE),
    Style("Subtitle", "Subtitle", 16, 22, after=7),
    Style("heading 1", "Heading1", 22, 27, before=24, after=7, bold=True, level=1, keep=True),
    Style("heading 2", "Heading2", 13, 18, before=17, after=4, bold=True, level=2, keep=True),
    Style("heading 3", "Heading3", 10.5, 15, before=12, after=3, bold=True, level=3, keep=True),
    Style("Small Heading", "SmallHeading", 10.5, 15, before=9, after=2, bold=True, keep=True),
    Style("Contents Heading", "ContentsHeading", 22, 27, after=7, bold=True, keep=True),
    Style("toc 1", "TOC1", 10.5, 15, before=3, after=3),
    Style("Lead", "Lead", 13, 18, after=6, keep=True),
    Style("Note", "Note", 9, 12.5, before=6, after=6, colour=MUTED),
    Style("caption", "Caption", 9.25, 12.5, before=8, after=3, bold=True, keep=True),
    Style("Picture", "Picture", 10.5, 15, before=8, after=4, keep=True),
    Style("List Bullet", "ListBullet", 10.5, 15, after=2, extra=_NUMBERED.format(BULLETS)),
    Style("List Number", "ListNumber", 10.5, 15, after=2, extra=_NUMBERED.format(STEPS)),
    Style("Table Text", "TableText", 9.25, 12.5),
    Style("Table Heading", "TableHeading", 8.5, 12, colour=MUTED, keep=True, extra=_HYPHENATED),
    Style("Table Small", "TableSmall", 8.5, 11, colour=MUTED),
    Style("header", "Header", 9, 12.5, colour=MUTED),
    Style("footer", "Footer", 9, 12.5, colour=MUTED),
)
FIRST = {"BodyText": 0, "Title": 10, "Subtitle": 11, "Heading1": 9, "Heading2": 9, "Heading3": 9, "TOC1": 39}
"""Where Word lists a style; the others stand at 20."""


def word_language(code: str) -> str:
    """A language as Word names it, with a country: ours for English is British."""
    if code == "en":
        return BRITISH
    parts = get_global("likely_subtags").get(code.split("-")[0], code).split("_")
    return f"{code}-{parts[-1]}" if "-" not in code and len(parts) > 1 else code


def styles_of(body: float) -> tuple[Style, ...]:
    """Styles for two pages: text of this size, everything else nearer to it and closer together."""
    sizes = {"Title": 20.0, "Heading1": 14.0, "Heading2": 11.5, "Note": 9.0, "Caption": 9.25, "TableText": body - 1}
    sizes |= dict.fromkeys(("BodyText", "ListBullet", "ListNumber", "SmallHeading", "Heading3"), body)
    sizes |= {"Lead": body + 1}
    return tuple(_closer(style, sizes.get(style.id, style.size)) for style in STYLES)


def _closer(style: Style, size: float) -> Style:
    return replace(style, size=size, line=size * CLOSE, before=style.before / 2, after=style.after / 2)


def dress(document: Document, *, language: str, direction: str, styles: Sequence[Style]) -> None:
    """Give a document these styles, our lists and our settings in place of those it came with."""
    to_the_left = direction == "rtl"
    _replace(document.styles.element, _styles(styles, language=word_language(language), to_the_left=to_the_left))
    _replace(document.settings.element, _settings(language=word_language(language)))
    _replace(document.part.numbering_part.element, _lists())


def _replace(old: BaseOxmlElement, xml: str) -> None:
    new = parse_xml(xml)
    old.clear()
    old.extend(list(new))


def _styles(styles: Sequence[Style], *, language: str, to_the_left: bool) -> str:
    turned, written = ("<w:bidi/>", "<w:rtl/>") if to_the_left else ("", "")
    faces = "".join(f' w:{which}="{FAMILY}"' for which in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{faces}/>"
        f'<w:color w:val="{INK}"/><w:sz w:val="21"/><w:szCs w:val="21"/>{written}'
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="{language}"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{turned}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr><w:widowControl/><w:suppressAutoHyphens/>{turned}</w:pPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        f"{''.join(map(_style, styles))}{_CHARACTERS}{_TABLES}</w:styles>"
    )


def _style(style: Style) -> str:
    level = f'<w:outlineLvl w:val="{style.level - 1}"/>' if style.level else ""
    following = '<w:next w:val="BodyText"/>' if style.level else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based}"/>{following}'
        f'<w:uiPriority w:val="{FIRST.get(style.id, 20)}"/><w:qFormat/>'
        f"<w:pPr>{'<w:keepNext/><w:keepLines/>' if style.keep else ''}{style.extra}"
        f'<w:spacing w:before="{style.before * 20:.0f}" w:after="{style.after * 20:.0f}"'
        f' w:line="{style.line * 20:.0f}" w:lineRule="atLeast"/>{level}</w:pPr>'
        f"<w:rPr>{'<w:b/><w:bCs/>' if style.bold else ''}"
        f'<w:color w:val="{style.colour}"/><w:sz w:val="{style.size * 2:.0f}"/>'
        f'<w:szCs w:val="{style.size * 2:.0f}"/></w:rPr></w:style>'
    )


_CHARACTERS = (
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:uiPriority w:val="22"/><w:qFormat/>'
    "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/><w:uiPriority w:val="20"/><w:qFormat/>'
    "<w:rPr><w:i/><w:iCs/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:uiPriority w:val="99"/>'
    f'<w:rPr><w:color w:val="{BLUE}"/><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Small"><w:name w:val="Small"/><w:uiPriority w:val="30"/><w:qFormat/>'
    f'<w:rPr><w:color w:val="{MUTED}"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="StrongEmphasis"><w:name w:val="Strong Emphasis"/>'
    '<w:uiPriority w:val="21"/><w:qFormat/><w:rPr><w:b/><w:bCs/><w:i/><w:iCs/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Withheld"><w:name w:val="Withheld"/><w:uiPriority w:val="30"/><w:qFormat/>'
    f'<w:rPr><w:color w:val="{MUTED}"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="OnColour"><w:name w:val="On Colour"/><w:uiPriority w:val="30"/><w:qFormat/>'
    f'<w:rPr><w:color w:val="{INK}"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="OnDark"><w:name w:val="On Dark"/><w:uiPriority w:val="30"/><w:qFormat/>'
    '<w:rPr><w:b/><w:bCs/><w:color w:val="ffffff"/></w:rPr></w:style>'
)
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="Exhibit"><w:name w:val="Exhibit"/><w:basedOn w:val="TableNormal"/>'
    '<w:uiPriority w:val="40"/><w:qFormat/><w:tblPr><w:tblBorders>'
    f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{HAIR}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{HAIR}"/></w:tblBorders><w:tblCellMar>'
    '<w:top w:w="40" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>'
)


def _settings(*, language: str) -> str:
    """Word's present way of setting pages, and our fonts kept when the file is written again. Words are parted only in
    the heads of tables (`_HYPHENATED`), whose columns can be narrow."""
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:embedTrueTypeFonts/>'
        '<w:defaultTabStop w:val="720"/><w:autoHyphenation/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        f' w:val="15"/></w:compat><w:themeFontLang w:val="{language}"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _lists() -> str:
    points = "".join(_level(n, "bullet", mark) for n, mark in enumerate(("•", "–", "•")))
    steps = "".join(_level(n, "decimal", f"%{n + 1}.") for n in range(3))
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="{BULLETS}">'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{points}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="{STEPS}"><w:multiLevelType w:val="hybridMultilevel"/>{steps}</w:abstractNum>'
        f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="{BULLETS}"/></w:num>'
        f'<w:num w:numId="{STEPS}"><w:abstractNumId w:val="{STEPS}"/></w:num></w:numbering>'
    )


def _level(which: int, kind: str, mark: str) -> str:
    return (
        f'<w:lvl w:ilvl="{which}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{mark}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{340 * (which + 1)}" w:hanging="340"/></w:pPr></w:lvl>'
    )
