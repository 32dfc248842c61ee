"""How English sentences read that people are asked or told: the rules for a statement in questionnaires/README.md.

A rule looks for words, not for meaning. None of these problems stops the product.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from audit.library import reading_age, stage_wording
from audit.library.guides import Guide
from audit.library.leadership import LeadershipForm
from audit.library.lines import line_with
from audit.library.tables import Notes
from audit.method.questionnaire import Action, Domain, Item, ItemGroup, Questionnaire
from audit.wording import gettext as _

LONGEST_STATEMENT, LONGEST_HELP, LONGEST_EVIDENCE = 20, 25, 25  # words, as all of these
LONGEST_SHORT, LONGEST_TITLE_OF_ACTION, LONGEST_GROUP, LONGEST_ATTRIBUTE = 5, 10, 6, 12
MOST_SENTENCES = 2
"""In the first step of an action."""
BANNED = frozenset(
    "invalid illegal failed must victim victims forbidden please sorry oops easy simple should".split()  # noqa: SIM905
)
TWO_IDEAS = re.compile(r"\band/or\b|\band\b|\bas well as\b|;| & ", re.IGNORECASE)
LEFT_TO_THE_SCALE = re.compile(
    r"\b(?:usually|always|often|sometimes|reliably|rarely|seldom|mostly|frequently|generally|normally|occasionally)\b",
    re.IGNORECASE,
)
ABOUT_WHO_ANSWERS = re.compile(r"\b(?:i|me|my|mine|myself|you|your|yours|yourself)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(?:not|never|cannot|nobody|no|none|nothing|neither|hardly)\b|n[’']t\b", re.IGNORECASE)
NEAR_THE_START = 6
"""Words in which a negation turns the statement round; further on it is about a detail ("a promise that … not")."""
ASIDE = re.compile(r"\b(?:that|who|which|when|if|where)\b", re.IGNORECASE)
ALIKE = 0.75
"""Two statements that share so much of their words ask the same. 1 is the same words."""
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the here of to in on for with by at from is are be it its they their them that who what when how our we"
        " us people staff there have has",
    )
)
FEWEST_WORDS_IN_COMMON = 4


def check_questionnaire(asked: Questionnaire, notes: Notes) -> None:
    """Every sentence of a questionnaire. Items that are another's are checked where they are."""
    for item in asked.items:
        _check_statement(item, notes)
        _too_long(item.id, "help", item.help, LONGEST_HELP, notes)
        _too_long(item.id, "short", item.short, LONGEST_SHORT, notes)
        if reading_age.grade(item.help) > reading_age.ONE_HELP:
            _hard(item.id, "help", reading_age.grade(item.help), reading_age.ONE_HELP, notes)
    for group in asked.groups:
        _too_long(group.id, "name", group.name, LONGEST_GROUP, notes)
    for design in asked.choices:
        for attribute in design.attributes:
            _too_long(attribute.id, "name", attribute.name, LONGEST_ATTRIBUTE, notes)
    _check_mean(asked, notes)
    for item_id, key, words in _read_by_people(asked):
        check_words(item_id, key, words, notes)


def check_pages(asked: Questionnaire, notes: Notes) -> None:
    """What a questionnaire says itself that takes its items from another one."""
    for item_id, key, words in (*_head(asked), *_pages(asked)):
        check_words(item_id, key, words, notes)


# One statement


def _check_statement(item: Item, notes: Notes) -> None:
    _too_long(item.id, "text", item.text, LONGEST_STATEMENT, notes)
    if found := TWO_IDEAS.search(item.text):
        what = _("The statement holds two ideas, joined by “%(word)s”.", word=found.group().strip())
        _say(item.id, "text", what, _("Keep one idea; the other may go into the help line."), notes)
    if found := LEFT_TO_THE_SCALE.search(item.text):
        what = _("The statement says “%(word)s”, which is what the answers say.", word=found.group())
        _say(item.id, "text", what, _("Take the word out."), notes)
    if found := ABOUT_WHO_ANSWERS.search(item.text):
        what = _("The statement is about the person who answers: “%(word)s”.", word=found.group())
        _say(item.id, "text", what, _("Say what happens here, such as “Staff here …”."), notes)
    if word := _negation_in(item.text):
        what = _("The statement says what is not: “%(word)s”.", word=word)
        _say(item.id, "text", what, _("Say what there is, so that a high answer is a good one."), notes)
    if reading_age.grade(item.text) > reading_age.ONE_STATEMENT:
        _hard(item.id, "text", reading_age.grade(item.text), reading_age.ONE_STATEMENT, notes)
    _check_stage(item, notes)


def _check_stage(item: Item, notes: Notes) -> None:
    if begun := stage_wording.beginning_in(item.text):
        what = _("The statement is about a beginning or a plan: “%(words)s”.", words=begun)
        _say(item.id, "text", what, _("Say what is there or what happens; the answers say how far it has come."), notes)
    elif item.stage and (fault := stage_wording.fault_of(item.text, item.stage)):
        _say(item.id, "text", *fault, notes)


def _negation_in(statement: str) -> str:
    opening = ASIDE.split(" ".join(statement.split()[:NEAR_THE_START]), maxsplit=1)[0]
    found = NEGATIVE.search(opening)
    return found.group() if found else ""


def _say(item: str, key: str, what: str, way_out: str, notes: Notes) -> None:
    notes.add(item, what, way_out, key=key, stops=False)


def _too_long(item: str, key: str, words: str, most: int, notes: Notes) -> None:
    found = len(words.split())
    if found > most:
        what = _("“%(key)s” has %(found)s words.", key=key, found=found)
        _say(item, key, what, _("Cut it to %(most)s or fewer.", most=most), notes)


def _hard(item: str, key: str, found: float, most: float, notes: Notes) -> None:
    what = _(
        "“%(key)s” is hard to read: grade %(found).1f, and %(most).1f is the most.", key=key, found=found, most=most
    )
    _say(item, key, what, _("Use shorter words and sentences."), notes)


def _check_mean(asked: Questionnaire, notes: Notes) -> None:
    grades = [reading_age.grade(i.text) for i in asked.items]
    mean = sum(grades) / len(grades) if grades else 0.0
    if mean > reading_age.MEAN_STATEMENT:
        what = _(
            "The statements together are hard to read: grade %(found).1f, and %(most).1f is the most.",
            found=mean,
            most=reading_age.MEAN_STATEMENT,
        )
        _say(
            "",
            "",
            what,
            _("Use shorter words, above all in the longest."),
            notes,
        )


# Words


def check_words(item: str, key: str, words: str, notes: Notes, *, line: int = 0) -> None:
    """Words that no page of this product uses."""
    for word in dict.fromkeys(re.findall(r"[a-z]+", words.lower())):
        if word in BANNED:
            what, way_out = _("The word “%(word)s” is not used here.", word=word), _("Say it another way.")
            notes.add(item, what, way_out, key=key, line=line, stops=False)


def _head(asked: Questionnaire) -> Iterator[tuple[str, str, str]]:
    yield from (("", "title", asked.title), ("", "purpose", asked.purpose))


def _pages(asked: Questionnaire) -> Iterator[tuple[str, str, str]]:
    for page in asked.pages:
        yield from ((page.id, "title", page.title), (page.id, "note", page.note))


def _read_by_people(asked: Questionnaire) -> Iterator[tuple[str, str, str]]:
    """Id, key and text of everything that people read."""
    yield from _head(asked)
    yield from ((p.id, "name", p.name) for p in asked.principles)
    for own, name, intro in (*map(_named, asked.domains), *map(_named, asked.groups)):
        yield from ((own, "name", name), (own, "intro", intro))
    yield from _pages(asked)
    for item in asked.items:
        yield from ((item.id, "short", item.short), (item.id, "text", item.text), (item.id, "help", item.help))
    for design in asked.choices:
        for key in ("title", "question", "most", "least", "note", "published"):
            yield design.id, key, getattr(design, key)
        yield from ((a.id, "name", a.name) for a in design.attributes)


def _named(part: Domain | ItemGroup) -> tuple[str, str, str]:
    return part.id, part.name, part.intro


# The leadership form, actions, guides


def check_leadership(form: LeadershipForm, notes: Notes) -> None:
    """Every prompt."""
    check_words("", "title", form.title, notes)
    check_words("", "purpose", form.purpose, notes)
    for item, evidence in form.prompts.items():
        _too_long(item, "evidence", evidence, LONGEST_EVIDENCE, notes)
        check_words(item, "evidence", evidence, notes)


def check_actions(actions: Iterable[Action], notes: Notes) -> None:
    """Every action of one file."""
    for action in actions:
        _too_long(action.id, "title", action.title, LONGEST_TITLE_OF_ACTION, notes)
        if (found := len(re.findall(r"[.!?](?=\s|$)", action.first_step))) > MOST_SENTENCES:
            what = _("“first_step” has %(found)s sentences.", found=found)
            _say(action.id, "first_step", what, _("Keep one or two; it is the first step, not the way."), notes)
        for key in ("title", "first_step", "sign_of_success", "cost", "owner"):
            check_words(action.id, key, getattr(action, key), notes)


def check_guide(guide: Guide, notes: Notes) -> None:
    """Every sentence of a guide."""
    check_words("", "title", guide.title, notes)
    check_words("", "purpose", guide.purpose, notes)
    for part in guide.parts:
        for words in (part.heading, *part.paragraphs, *part.points):
            check_words(part.heading, "", words, notes, line=line_with(notes.text, words))


# Sentences that say the same


def alike(statements: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of names whose statements are made of nearly the same words."""
    bags = [(name, _bag(text)) for name, text in statements]
    for (one, ours), (other, theirs) in combinations(bags, 2):
        if one != other and ours and theirs and len(ours & theirs) / len(ours | theirs) >= ALIKE:
            yield one, other


def _bag(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w’']+", text.lower())) - SMALL_WORDS


def sentences_in(text: str) -> tuple[str, ...]:
    """Sentences without capitals and signs, to be compared; those of fewer than four words say too little."""
    bare = (" ".join(re.findall(r"[\w’']+", s.lower())) for s in re.split(r"(?<=[.!?])\s+", text))
    return tuple(s for s in bare if len(s.split()) >= FEWEST_WORDS_IN_COMMON)
