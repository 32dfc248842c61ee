"""Words files: a translation holds words only, each with the hash of the English string it was made from.

A string that is missing, empty, or made from an English text that has changed since, stays English until somebody looks
at it. Structure is never in a words file, so it cannot drift.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from audit.library import tables
from audit.library.guides import Guide, GuidePart
from audit.library.leadership import LeadershipForm
from audit.library.tables import Key, Notes, check, check_all, no_twins, text, text_or_nothing
from audit.method.questionnaire import Action, ChoiceDesign, Item, ItemGroup, Page, Questionnaire

WORDS: Mapping[str, Key] = {
    "id": text(),
    "edition": text(needed=False),
    "language": text(),
    "draft": tables.yes_or_no(),
    "string": tables.tables("string", needed=False),
}
STRING: Mapping[str, Key] = {"of": text(), "from": text(), "text": text_or_nothing()}
HASH_LENGTH = 8

Say = Callable[[str, str], str]
"""What is said for a string: its name and its English text -> the text to use."""


@dataclass(frozen=True, slots=True)
class Words:
    """One words file. strings: name -> hash of the English text it was made from, and the text."""

    id: str
    edition: str
    language: str
    draft: bool
    strings: Mapping[str, tuple[str, str]]


def hash_of(english: str) -> str:
    """First eight hex digits of the SHA-256 of an English string."""
    return hashlib.sha256(english.encode()).hexdigest()[:HASH_LENGTH]


def read_words(raw: Mapping[str, Any], notes: Notes) -> Words:
    """From a file of words."""
    top = check(raw, WORDS, notes, item="")
    strings = check_all(top, "string", STRING, notes)
    no_twins(strings, notes)
    return Words(
        top.text("id"),
        top.text("edition"),
        top.text("language"),
        top.yes("draft"),
        {t.text("of"): (t.text("from"), t.text("text")) for t in strings if t.text("of")},
    )


_Kind = TypeVar("_Kind")


def strings_of(what: _Kind, reword: Callable[[_Kind, Say], _Kind]) -> dict[str, str]:
    """Every string that people read: its name and its English text, in the order of the file."""
    found: dict[str, str] = {}

    def note_down(name: str, english: str) -> str:
        found[name] = english
        return english

    reword(what, note_down)
    return found


def translate(what: _Kind, reword: Callable[[_Kind, Say], _Kind], *words: Words) -> tuple[_Kind, frozenset[str]]:
    """The same in the language of the words, and the names of the strings that stay English. First words go first."""
    untranslated: set[str] = set()

    def say(name: str, english: str) -> str:
        for one in words:
            made_from, text_of = one.strings.get(name, ("", ""))
            if text_of.strip() and made_from == hash_of(english):
                return text_of
        untranslated.add(name)
        return english

    return reword(what, say), frozenset(untranslated)


def reword_questionnaire(asked: Questionnaire, say: Say) -> Questionnaire:
    """A questionnaire with every string that people read said anew."""
    return replace(
        asked,
        title=say("title", asked.title),
        purpose=say("purpose", asked.purpose),
        principles=tuple(replace(p, name=say(f"principle.{p.id}.name", p.name)) for p in asked.principles),
        domains=tuple(
            replace(d, name=say(f"domain.{d.id}.name", d.name), intro=say(f"domain.{d.id}.intro", d.intro))
            for d in asked.domains
        ),
        groups=tuple(_group(g, say) for g in asked.groups),
        pages=tuple(_page(p, say) for p in asked.pages),
        items=tuple(_item(i, say) for i in asked.items),
        choices=tuple(_choice(c, say) for c in asked.choices),
    )


def reword_pages(asked: Questionnaire, say: Say) -> Questionnaire:
    """What a questionnaire says itself that takes its items from another one."""
    return replace(
        asked,
        title=say("title", asked.title),
        purpose=say("purpose", asked.purpose),
        pages=tuple(_page(p, say) for p in asked.pages),
    )


def _group(group: ItemGroup, say: Say) -> ItemGroup:
    at = f"group.{group.id}"
    return replace(group, name=say(f"{at}.name", group.name), intro=say(f"{at}.intro", group.intro))


def _page(page: Page, say: Say) -> Page:
    at = f"page.{page.id}"
    return replace(page, title=say(f"{at}.title", page.title), note=say(f"{at}.note", page.note))


def _item(item: Item, say: Say) -> Item:
    return replace(
        item,
        short=say(f"{item.id}.short", item.short),
        text=say(f"{item.id}.text", item.text),
        help=say(f"{item.id}.help", item.help),
    )


def _choice(design: ChoiceDesign, say: Say) -> ChoiceDesign:
    at = f"choice.{design.id}"
    return replace(
        design,
        title=say(f"{at}.title", design.title),
        question=say(f"{at}.question", design.question),
        most=say(f"{at}.most", design.most),
        least=say(f"{at}.least", design.least),
        note=say(f"{at}.note", design.note),
        published=say(f"{at}.published", design.published) if design.published else "",
        attributes=tuple(replace(a, name=say(f"{at}.{a.id}", a.name)) for a in design.attributes),
    )


def reword_leadership(form: LeadershipForm, say: Say) -> LeadershipForm:
    """The leadership form with every string said anew."""
    return replace(
        form,
        title=say("title", form.title),
        purpose=say("purpose", form.purpose),
        prompts={item: say(f"{item}.evidence", evidence) for item, evidence in form.prompts.items()},
    )


def reword_actions(actions: tuple[Action, ...], say: Say) -> tuple[Action, ...]:
    """Actions with every string that people read said anew."""
    return tuple(
        replace(
            a,
            title=say(f"{a.id}.title", a.title),
            first_step=say(f"{a.id}.first_step", a.first_step),
            sign_of_success=say(f"{a.id}.sign_of_success", a.sign_of_success),
            cost=say(f"{a.id}.cost", a.cost),
            owner=say(f"{a.id}.owner", a.owner),
        )
        for a in actions
    )


def reword_guide(guide: Guide, say: Say) -> Guide:
    """A guide with every string said anew."""
    return replace(
        guide,
        title=say("title", guide.title),
        purpose=say("purpose", guide.purpose),
        parts=tuple(_part(p, f"part.{at}", say) for at, p in enumerate(guide.parts, 1)),
    )


def _part(part: GuidePart, at: str, say: Say) -> GuidePart:
    return replace(
        part,
        heading=say(f"{at}.heading", part.heading),
        paragraphs=tuple(say(f"{at}.paragraph.{n}", p) for n, p in enumerate(part.paragraphs, 1)),
        points=tuple(say(f"{at}.point.{n}", p) for n, p in enumerate(part.points, 1)),
    )
