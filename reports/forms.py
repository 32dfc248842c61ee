"""Questionnaires to fill in by hand: the form for staff, and the one that the leadership team fills in together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from audit import scale
from audit.audiences import said_for, shared_by
from audit.comments import LONGEST, QUESTIONS, CommentTerms, How, danger, how_text, question_text
from audit.exhibits import words
from audit.fallback import marking
from audit.library import LeadershipForm
from audit.method.asking import leaders_rate
from audit.method.groups import Tree
from audit.method.questionnaire import ChoiceDesign, Item, Page, Questionnaire
from audit.minutes import minutes_in_words
from audit.paper import limits_on_paper, numbered, promise_on_paper, sheet_letter, sheets_in_words, told_on_the_sheet
from audit.promise import Circumstances, Contact
from audit.spoken import spoken
from audit.wording import draft_lines
from audit.wording import gettext as _
from reports.handouts import handout
from reports.printing import Paper

Size = Literal["usual", "large"]
MARGIN = "16mm 18mm 18mm"
CODE_SIGNS = (4, 4, 4)


@dataclass(frozen=True, slots=True)
class RoundOnPaper:
    """What a form says of the round that it belongs to, as it was agreed with the staff. comments: None where it asks
    for no own words."""

    organisation: str
    asked_by: str
    closes_on: date
    places: Tree
    roles: Tree
    circumstances: Circumstances
    contacts: tuple[Contact, ...]
    fingerprint: str
    comments: CommentTerms | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the sheet for own words; choices: how they may be shown."""

    danger: str
    above: tuple[str, ...]
    questions: tuple[str, ...]
    choices: tuple[str, ...]
    longest: int


@dataclass(frozen=True, slots=True)
class ChoicePaper:
    """The choice sheet of one block. all: of which sheets it is one, in words; sets: of each, what is chosen from."""

    title: str
    question: str
    note: str
    most: str
    least: str
    letter: str
    all: str
    sets: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Place or role: what it is called, and its groups as (depth, name)."""

    title: str
    groups: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One item as it is printed. hint: for whom it is, "" for everyone; evidence: for leaders, "" else."""

    number: int
    text: str
    help: str
    hint: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the questionnaire. hint: for whom all of it is, said once; "" where its statements differ."""

    title: str
    note: str
    hint: str
    statements: tuple[Statement, ...]


@marking()
def form_pdf(
    asked: Questionnaire, *, round_here: RoundOnPaper | None = None, size: Size = "usual", paper: Paper = "a4"
) -> bytes:
    """The questionnaire on paper: every page of it in the same words and order as on a screen, every answer there is,
    each with a box to tick. round_here: prints place and role, the last day and the promise as the round keeps it.

    Own words, where the round asks for them, have a sheet of paper to themselves, with nothing on its other side and
    nothing on it that says whose it is: it is torn off.

    Choice sets have sheets of their own at the end, one for each block: one of each kind goes into each form.

    size: of the print; "large" is 16 pt and more, for those who read no smaller.
    """
    said = spoken(asked)
    here = None if round_here is None else round_here.circumstances
    return handout(
        "report/form.html",
        paper,
        title=said.title,
        margin=MARGIN,
        form_size=size,
        draft=draft_lines(asked=asked.draft),
        purpose=said.purpose,
        minutes=minutes_in_words(asked.minutes),
        round_here=round_here,
        until="" if round_here is None else words.day(round_here.closes_on),
        promise=promise_on_paper(here),
        limits=limits_on_paper(here),
        code_signs=CODE_SIGNS,
        lenses=() if round_here is None else _lenses(round_here),
        ratings=scale.ratings(),
        apart=_apart(),
        meanings=[m for m in scale.meanings() if m[0] != dict(scale.apart())[""]],
        sections=_sections(said, {item.id: number for number, item in numbered(said)}, {}),
        sheet=None if round_here is None else _sheet(round_here),
        choice_sheets=[paper for design in said.choices for paper in _choice_papers(design)],
        choice_titles=[design.title for design in said.choices],
    )


@marking()
def leadership_form_pdf(
    asked: Questionnaire, form: LeadershipForm, *, size: Size = "usual", paper: Paper = "a4"
) -> bytes:
    """What the leadership team rates, with a line for what it could show. asked: the questionnaires it mirrors."""
    said, rated = spoken(asked), {item.id for item in leaders_rate(asked)}
    printed = [item.id for _number, item in numbered(said) if item.id in rated]
    return handout(
        "report/leadership_form.html",
        paper,
        title=form.title,
        margin=MARGIN,
        form_size=size,
        draft=draft_lines(asked=asked.draft or form.draft),
        purpose=form.purpose,
        minutes=minutes_in_words(form.minutes),
        ratings=scale.ratings(),
        meanings=scale.meanings()[: len(scale.ratings())],
        sections=_sections(said, {id_: number for number, id_ in enumerate(printed, start=1)}, form.prompts),
    )


def _sections(asked: Questionnaire, numbers: Mapping[str, int], prompts: Mapping[str, str]) -> tuple[Section, ...]:
    """The pages with those items that have a number."""
    sections = (_section(page, asked, numbers, prompts) for page in asked.pages)
    return tuple(section for section in sections if section.statements)


def _section(page: Page, asked: Questionnaire, numbers: Mapping[str, int], prompts: Mapping[str, str]) -> Section:
    items = [asked.item(i) for i in page.items if i in numbers]
    shared = shared_by(items)
    statements = (_statement(i, numbers[i.id], prompts.get(i.id, "")) for i in items)
    return Section(page.title, page.note, shared, tuple(replace(s, hint="") if shared else s for s in statements))


def _statement(item: Item, number: int, evidence: str) -> Statement:
    return Statement(number, item.text, item.help, said_for(item.audience), evidence)


def _choice_papers(design: ChoiceDesign) -> tuple[ChoicePaper, ...]:
    names = {attribute.id: attribute.name for attribute in design.attributes}
    every = sheets_in_words(len(design.blocks))
    about = (design.title, design.question, design.note, design.most, design.least)
    named = [tuple(names[attribute] for attribute in one) for one in design.sets]
    return tuple(
        ChoicePaper(*about, sheet_letter(number), every, tuple(named[at] for at in block))
        for number, block in enumerate(design.blocks)
    )


def _sheet(here: RoundOnPaper) -> Sheet | None:
    if here.comments is None:
        return None
    return Sheet(
        danger(here.comments),
        told_on_the_sheet(here.circumstances, here.comments, day=words.day(here.closes_on)),
        tuple(question_text(question) for question in QUESTIONS),
        tuple(how_text(how) for how in How),
        LONGEST,
    )


def _apart() -> tuple[tuple[str, str], ...]:
    """The answers that are no rating, with the letters printed in their boxes."""
    return tuple((scale.KEYS[value], label) for value, label in scale.apart() if value)


def _lenses(round_here: RoundOnPaper) -> tuple[Lines, ...]:
    titles = ((round_here.places, _("Your place of work")), (round_here.roles, _("Your role")))
    return tuple(Lines(title, _groups(tree)) for tree, title in titles if len(tree.paths) > 1)


def _groups(tree: Tree) -> tuple[tuple[int, str], ...]:
    named = ((len(path) - 1, path[-1]) for path in tree.paths if path)
    return (*named, (0, _("Rather not say")))
