"""New files: an organisation's own copy of a questionnaire, the words of a translation, a line in PUBLISHED."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from audit.library import published
from audit.library.reading import ACTIONS, GUIDES, LEADERSHIP, RESERVED, Everything, Kind
from audit.library.rules import ID_OF_QUESTIONNAIRE
from audit.library.staleness import translatable
from audit.library.words import Words, hash_of
from audit.method.questionnaire import Questionnaire
from audit.refusals import Refusal
from audit.wording import SOURCE_LANGUAGE
from audit.wording import gettext as _

WIDTH = 100
Files = Mapping[Path, str]
"""Path from a questionnaires folder -> what is to stand in the file."""


class NotMade(Refusal):
    """Nothing was written."""


# A copy


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy is to be called. title: "" keeps the one that is there."""

    id: str
    title: str


def copy_of(asked: Questionnaire, read: Everything, wanted: Copy) -> Files:
    """The files of an organisation's own copy: the questionnaire, its languages, its crosswalk. NotMade."""
    _check_id(wanted.id, read)
    english = next(notes.text for one, notes in read.questionnaires if one is asked)
    texts = {SOURCE_LANGUAGE: _with_origin(_renamed(english, wanted.id), asked, title=wanted.title)}
    for language in sorted({words.language for words, _text in _words_of(asked, read)}):
        texts[language] = _renamed(_words_in(language, asked, read), wanted.id)
    files = {Path(wanted.id, f"1.{language}.toml"): text for language, text in texts.items()}
    if (asked.id, asked.edition) not in read.taking:
        files[Path(wanted.id, "1.crosswalk.toml")] = _crosswalk(asked)
    return files


def _words_of(asked: Questionnaire, read: Everything) -> list[tuple[Words, str]]:
    """Its words files and what stands in them; an organisation's own, which were read last, before ours."""
    wanted = (Kind.QUESTIONNAIRE, asked.id, asked.edition)
    return [(w, notes.text) for kind, w, notes in reversed(read.words) if (kind, w.id, w.edition) == wanted]


def _words_in(language: str, asked: Questionnaire, read: Everything) -> str:
    """One words file as it stands; where there are two, one of both, in which each string is the one that is shown."""
    (words, text), *others = [found for found in _words_of(asked, read) if found[0].language == language]
    if not others:
        return text
    shown: dict[str, tuple[str, str]] = {}
    for one in (words, *(w for w, _text in others)):
        shown |= {name: said for name, said in one.strings.items() if said[1].strip() and name not in shown}
    english = translatable(read)[Kind.QUESTIONNAIRE, asked.id, asked.edition][0]
    entries = (_entry(name, english[name], *said) for name, said in shown.items() if name in english)
    return _head_of_words(asked.id, asked.edition, language) + "".join(entries)


def _check_id(wanted: str, read: Everything) -> None:
    if not ID_OF_QUESTIONNAIRE.fullmatch(wanted) or wanted in RESERVED:
        raise NotMade(
            _("“%(id)s” cannot be the id of a questionnaire; write small letters, digits and hyphens.", id=wanted)
        )
    if read.newest(wanted):
        raise NotMade(_("A questionnaire “%(id)s” is here already; choose another id.", id=wanted))


def _renamed(text: str, new_id: str) -> str:
    """The same file under another id, as edition 1; only lines before the first table are touched."""
    head, rest = _head_and_rest(text)
    return _set_key(_set_key(head, "id", new_id), "edition", "1") + rest


def _with_origin(text: str, asked: Questionnaire, *, title: str) -> str:
    """An English file that says what it was copied from. title: "" keeps the one that is there."""
    head, rest = _head_and_rest(text)
    if title:
        head = _set_key(head, "title", title)
    head = re.sub(r"^copied_from\s*=.*\n", "", head, flags=re.MULTILINE)
    origin = f"copied_from = {json.dumps([asked.id, asked.edition])}\n"
    return re.sub(r"^language\s*=.*\n", lambda line: line.group() + origin, head, count=1, flags=re.MULTILINE) + rest


def _head_and_rest(text: str) -> tuple[str, str]:
    first = re.search(r"^\s*\[", text, re.MULTILINE)
    return (text[: first.start()], text[first.start() :]) if first else (text, "")


def _set_key(head: str, key: str, value: str) -> str:
    line = f"{key} = {_quoted(value)}"
    return re.sub(rf"^{key}\s*=.*$", lambda _match: line, head, count=1, flags=re.MULTILINE)


def _quoted(value: str) -> str:
    """A TOML string; what JSON escapes, TOML reads."""
    return json.dumps(value, ensure_ascii=False)


def _crosswalk(asked: Questionnaire) -> str:
    lines = [
        "# What became of each item of the original. An item that you change moves from “kept” to a [[change]]:",
        "# reworded, split, merged, dropped or new, with the reason. How: README.md of the questionnaires folder.",
        "",
        f"from_questionnaire = {_quoted(asked.id)}",
        f"from_edition = {_quoted(asked.edition)}",
        "kept = [",
    ]
    line = "   "
    if not asked.items:  # nothing but choice sets: there is no item to follow
        return "\n".join((*lines[3:5], ""))
    for item in asked.items:
        if len(line) + len(item.id) + 4 > WIDTH:
            lines.append(line)
            line = "   "
        line += f" {_quoted(item.id)},"
    return "\n".join((*lines, line, "]", ""))


# Words


def words_file(about: str, language: str, read: Everything, *, present: str) -> tuple[Path, str, int]:
    """Path, text, and number of added strings of a words file; NotMade.

    about: a questionnaire's id, "leadership", "actions/core" or "guides/workshop". present: what stands in the file:
    it stays as it is; what is missing is added at its end, with an empty text and the English above it.
    """
    kind, own, edition = _about(about, read)
    english = translatable(read)[kind, own, edition][0]
    there = set(re.findall(r'^\s*of\s*=\s*"([^"]*)"', present, re.MULTILINE))
    added = [_entry(name, text, hash_of(text), "") for name, text in english.items() if name not in there]
    text = (present or _head_of_words(own, edition, language)).rstrip("\n") + "\n"
    return _path_of_words(kind, own, edition, language), text + "".join(added), len(added)


def _about(about: str, read: Everything) -> tuple[Kind, str, str]:
    folder, _slash, own = about.rpartition("/")
    known = list(translatable(read))
    for kind, its, edition in reversed(known):  # the newest edition comes last
        if (folder, its) == (_folder(kind), own) or (kind is Kind.LEADERSHIP and about == LEADERSHIP):
            return kind, its, edition
    names = dict.fromkeys(f"{_folder(kind)}/{its}".lstrip("/") for kind, its, _edition in known)
    raise NotMade(_("There is nothing called “%(id)s”; there are: %(known)s.", id=about, known=", ".join(names)))


def _folder(kind: Kind) -> str:
    return {Kind.ACTIONS: ACTIONS, Kind.GUIDE: GUIDES}.get(kind, "")


def _path_of_words(kind: Kind, own: str, edition: str, language: str) -> Path:
    if folder := _folder(kind):
        return Path(folder, f"{own}.{language}.toml")
    return Path(own, f"{edition}.{language}.toml")


def _head_of_words(own: str, edition: str, language: str) -> str:
    of_edition = f"edition = {_quoted(edition)}\n" if edition else ""
    return (
        "# Words only; what they translate stands above each. Take “draft” out when somebody who speaks the language\n"
        "# has read everything.\n\n"
        f"id = {_quoted(own)}\n{of_edition}language = {_quoted(language)}\ndraft = true\n"
    )


def _entry(name: str, english: str, made_from: str, text: str) -> str:
    above = "\n# ".join(english.splitlines())
    return f"\n# {above}\n[[string]]\nof = {_quoted(name)}\nfrom = {_quoted(made_from)}\ntext = {_quoted(text)}\n"


# Publishing


def published_line(asked: Questionnaire, folder: Path) -> tuple[str, str]:
    """The folder's list of published editions with this one, and the line that was added; NotMade where it is there."""
    name = f"{asked.id}/{asked.edition}.{SOURCE_LANGUAGE}.toml"
    path = folder / published.PUBLISHED
    present = path.read_text(encoding="utf-8") if path.is_file() else ""
    if any(line.endswith(f"  {name}") for line in present.splitlines()):
        raise NotMade(_("%(name)s is published already; a change makes a new edition.", name=name))
    if present and not present.endswith("\n"):
        present += "\n"  # an editor may have left the last line open
    line = f"{published.hash_of_file(folder / name)}  {name}\n"
    return present + line, line
