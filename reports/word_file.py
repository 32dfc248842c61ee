"""The last touches of a Word file: what it says about itself, our fonts in it, the same bytes for the same text."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime, time
from io import BytesIO
from uuid import NAMESPACE_URL, UUID, uuid5

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from reports.fonts import FAMILY, unpacked
from reports.word_xml import NAMESPACES

FACES = {"Regular": "Regular", "Bold": "Bold", "Italic": "It"}
FALLBACK = "Calibri"
KEY_LONG, HIDDEN = 16, 32
LEFT_BEHIND = ("/thumbnail", "/extended-properties", "/customXml", "/stylesWithEffects", "/webSettings", "/theme")
"""What the empty file brings along that says something about its maker, or nothing."""
ZIP_BEGINS = (1980, 1, 1, 0, 0, 0)
PROGRAM = "Steadyground"
FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"


def file_of(document: Document, *, title: str, language: str, created: date | None) -> bytes:
    """The file: its title, its language, a day, the program, and nothing of the machine or of whoever runs it."""
    _describe(document, title=title, language=language, created=created)
    _leave_behind(document)
    _embed_fonts(document)
    written = BytesIO()
    document.save(written)
    return _without_times(written.getvalue())


def _describe(document: Document, *, title: str, language: str, created: date | None) -> None:
    about = document.core_properties
    about.title, about.language, about.author = title, language, PROGRAM
    about.last_modified_by, about.comments, about.keywords, about.revision = PROGRAM, "", "", 1
    about.created = about.modified = datetime.combine(created or date(*ZIP_BEGINS[:3]), time(), tzinfo=UTC)


def _leave_behind(document: Document) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for key in [k for k, r in relations.items() if r.reltype.endswith(LEFT_BEHIND)]:
            del relations[key]


def _embed_fonts(document: Document) -> None:
    """Word hides a font in a file by a key that stands beside it: whoever opens the file sees it as we do.

    Where a program leaves fonts of files alone, the other name says what comes nearest.
    """
    table = next(r.target_part for r in document.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.FONT_TABLE)
    faces = ""
    for number, (face, ours) in enumerate(FACES.items(), 1):
        content = unpacked(ours)
        key = uuid5(NAMESPACE_URL, f"{FAMILY} {ours}")
        name = PackURI(f"/word/fonts/font{number}.odttf")
        part = Part(name, FONT_TYPE, hidden(content, key), document.part.package)
        reference = table.relate_to(part, RELATIONSHIP_TYPE.FONT)
        faces += f'<w:embed{face} r:id="{reference}" w:fontKey="{{{str(key).upper()}}}"/>'
    table._blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {NAMESPACES}>'
        f'<w:font w:name="{FAMILY}"><w:altName w:val="{FALLBACK}"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        f'<w:pitch w:val="variable"/>{faces}</w:font></w:fonts>'
    ).encode()


def hidden(content: bytes, key: UUID) -> bytes:
    """The font with its first bytes under the key, as Word reads it; the same again gives the font."""
    turned = key.bytes[::-1]
    beginning = bytes(b ^ turned[n % KEY_LONG] for n, b in enumerate(content[:HIDDEN]))
    return beginning + content[HIDDEN:]


def _without_times(content: bytes) -> bytes:
    """A zip file keeps the minute in which each of its parts was written. This one does not."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, ZIP_BEGINS)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            after.writestr(entry, before.read(name))
    return written.getvalue()
