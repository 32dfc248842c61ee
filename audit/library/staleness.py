"""Whether translations are up to date: strings that are missing, made from an older text, or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from audit.library.reading import Everything, Kind
from audit.library.tables import Notes, nearest
from audit.library.words import (
    Words,
    hash_of,
    reword_actions,
    reword_guide,
    reword_leadership,
    reword_pages,
    reword_questionnaire,
    strings_of,
)
from audit.wording import gettext as _

PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|\{\w*\}")

Strings = Mapping[str, str]
"""Names of strings -> English texts."""


def translatable(read: Everything) -> dict[tuple[Kind, str, str], tuple[Strings, Notes]]:
    """Everything that a words file may translate: kind, id and edition ("" where there are none)."""
    found: dict[tuple[Kind, str, str], tuple[Strings, Notes]] = {}
    for asked, notes in read.questionnaires:
        reword = reword_pages if (asked.id, asked.edition) in read.taking else reword_questionnaire
        found[Kind.QUESTIONNAIRE, asked.id, asked.edition] = strings_of(asked, reword), notes
    for form, notes in read.leadership:
        found[Kind.LEADERSHIP, form.id, form.edition] = strings_of(form, reword_leadership), notes
    for own, actions, notes in read.actions:
        earlier = found.get((Kind.ACTIONS, own, ""), ({}, notes))[0]  # an organisation may add to a file of ours
        found[Kind.ACTIONS, own, ""] = {**earlier, **strings_of(actions, reword_actions)}, notes
    for guide, notes in read.guides:
        found[Kind.GUIDE, guide.id, ""] = strings_of(guide, reword_guide), notes
    return found


def check(read: Everything) -> None:
    """Every words file against the English text that it belongs to."""
    english = translatable(read)
    for (kind, own, edition), (strings, _notes) in english.items():
        for files in _by_language(read, kind, own, edition):
            said = set[str]()
            for words, notes in files:
                said |= _check_file(words, strings, notes)
            _check_missing(strings, said, *files[0])


def _by_language(read: Everything, kind: Kind, own: str, edition: str) -> Iterator[list[tuple[Words, Notes]]]:
    """The words files of one thing, each language together, ours first."""
    about = [(w, n) for k, w, n in read.words if (k, w.id, w.edition) == (kind, own, edition)]
    for language in sorted({w.language for w, _notes in about}):
        yield [(w, n) for w, n in about if w.language == language]


def _check_file(words: Words, english: Strings, notes: Notes) -> set[str]:
    """What is wrong with the strings of one file; gives the names of those about which nothing more is to be said."""
    said = set()
    for name, (made_from, text) in words.strings.items():
        if name not in english:
            notes.add(name, _("There is no string of this name."), nearest(name, english), stops=False)
        elif not text.strip():
            continue
        elif made_from != hash_of(english[name]):
            what = _("The English text has changed since this was translated, so English is shown.")
            way_out = _('Look at both, then write from = "%(hash)s".', hash=hash_of(english[name]))
            notes.add(name, what, way_out, key="from", stops=False)
        elif sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(english[name])):
            what = _("It has other placeholders than the English text.")
            notes.add(name, what, _("Take over what stands in brackets as it is."), key="text", stops=False)
        said.add(name)
    return said


def _check_missing(english: Strings, said: set[str], words: Words, notes: Notes) -> None:
    for name in english:
        if name not in said:
            what = _("This is not translated yet into “%(language)s”.", language=words.language)
            key = "text" if name in words.strings else ""
            notes.add(name, what, _("Translate: %(text)s", text=english[name]), key=key, stops=False)
