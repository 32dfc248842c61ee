"""The strings of the interface, as they stand in code and templates, and the .po files that translate them.

`make strings` brings every .po file up to date; `python -m audit.strings es` begins one for another language. Files
hold no dates and no places in the code, and are sorted, so that a change shows what changed and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import write_po

from audit.languages import FILE, catalog_of, is_sound, is_there, language_in, messages_of
from audit.wording import ROOT, TRANSLATIONS

METHODS = [("audit/**.py", "python"), ("reports/**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {
    "templates/**.html": {
        "extensions": "jinja2.ext.i18n,jinja2.ext.do",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
    }
}
HEAD = """# Steadyground: the words of the interface.
# Write into X-Confirmed-By who has read all of it and confirms it. While it is empty, every page and
# every printed sheet in this language says that the translation is a draft.
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"
"X-Confirmed-By: {confirmed_by}\\n"
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a .po file has come, each string by its English text. missing: not there, not in full or nothing written;
    fuzzy: guessed from a string that was there before; outdated: nobody asks for it any more; unsound: other values
    than the English, or markup."""

    strings: int
    missing: tuple[str, ...]
    fuzzy: tuple[str, ...]
    outdated: tuple[str, ...]
    unsound: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every string is translated, and no other."""
        return not (self.missing or self.fuzzy or self.outdated or self.unsound)


def extracted(root: Path = ROOT) -> Catalog:
    """Every string that pages, reports and commands put before people."""
    found = Catalog(fuzzy=False)
    for _file, _line, message, _comments, context in extract_from_dir(
        str(root), method_map=METHODS, options_map=OPTIONS, keywords=DEFAULT_KEYWORDS
    ):
        found.add(message, None, context=context)
    return found


def standing_of(catalog: Catalog, *, wanted: Catalog) -> Standing:
    """A .po file beside what is wanted."""
    asked = {_key(message): message for message in messages_of(wanted)}
    held = {_key(message): message for message in messages_of(catalog)}
    both = [held[key] for key in asked if key in held and held[key].id == asked[key].id]
    gone = {_key(message) for message in both}
    written = [message for message in both if is_there(message)]
    return Standing(
        len(asked),
        tuple(sorted((asked.keys() - gone) | {_key(m) for m in both if not is_there(m) and not m.fuzzy})),
        tuple(_key(m) for m in both if m.fuzzy),
        tuple(sorted(held.keys() - gone)),
        tuple(_key(m) for m in written if not m.fuzzy and not is_sound(m)),
    )


def brought_up_to_date(path: Path, *, wanted: Catalog) -> Standing:
    """Write the file with exactly the strings that are wanted. What is translated stays; what was reworded is marked
    fuzzy, to be read again; what nobody asks for any more falls away."""
    name = path.parent.parent.name
    catalog = catalog_of(path) if path.exists() else Catalog(locale=name, fuzzy=False)
    confirmed_by = language_in(path.parent.parent.parent, name).confirmed_by if path.exists() else ""
    catalog.update(wanted)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalog, code=name.replace("_", "-"), confirmed_by=confirmed_by))
    return standing_of(catalog, wanted=wanted)


def written(catalog: Catalog, *, code: str, confirmed_by: str) -> bytes:
    """A .po file: its head, then the strings in order."""
    body = BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    head = HEAD.format(code=code, plurals=catalog.plural_forms, confirmed_by=confirmed_by)
    return head.encode() + b"\n" + body.getvalue().strip() + b"\n"


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _files(codes: Sequence[str]) -> Iterator[Path]:
    known = {path.parent.parent.name for path in TRANSLATIONS.glob(f"*/{FILE}")}
    return (TRANSLATIONS / name / FILE for name in sorted(known | {code.replace("-", "_") for code in codes}))


def main(codes: Sequence[str]) -> None:
    """Bring every .po file up to date, and begin those of these languages."""
    wanted = extracted()
    template = ROOT / "var" / "messages.pot"
    template.parent.mkdir(exist_ok=True)
    template.write_bytes(written(wanted, code="", confirmed_by=""))
    for path in _files(codes):
        found = brought_up_to_date(path, wanted=wanted)
        sys.stdout.write(
            f"{path.parent.parent.name}: {found.strings} strings, {len(found.missing)} missing,"
            f" {len(found.fuzzy)} fuzzy, {len(found.unsound)} with other values than the English\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
