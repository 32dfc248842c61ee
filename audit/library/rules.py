"""What questionnaires, actions and the leadership form promise beyond their form (see questionnaires/README.md)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from audit.library.files import LeadershipForm, nearest
from audit.library.tables import Notes
from audit.method.questionnaire import GATES, Action, Item, Page, Questionnaire
from audit.wording import gettext as _

LONGEST_STATEMENT = 20  # words
FEWEST_ON_A_PAGE, MOST_ON_A_PAGE = 4, 8
ITEMS_A_STAGE = 2
MOST_MINUTES = 240
BANNED = frozenset(
    "invalid illegal failed must victim victims forbidden please sorry oops easy simple should".split()  # noqa: SIM905
)
PROCESS = "process"


def check_questionnaire(asked: Questionnaire, notes: Notes) -> None:
    """Everything that one edition in one language promises."""
    _check_minutes(asked.minutes, notes)
    _check_pages(asked, notes)
    for item in asked.items:
        _check_home(item, notes)
        _check_statement(item, asked.language, notes)
    if asked.principles:
        _check_cells(asked, notes)
        _check_stages(asked, notes)
    for name, words in _read_by_people(asked):
        check_words(name, words, asked.language, notes)


def _check_minutes(minutes: tuple[int, int], notes: Notes) -> None:
    low, high = minutes
    if (low, high) != (0, 0) and not 1 <= low <= high <= MOST_MINUTES:
        notes.add(
            "",
            _("“minutes” is [%(low)s, %(high)s].", low=low, high=high),
            _("Write the fewer minutes first, from 1 to %(most)s.", most=MOST_MINUTES),
        )


def _check_pages(asked: Questionnaire, notes: Notes) -> None:
    known = {i.id: i for i in asked.items}
    for page in asked.pages:
        for named in page.items:
            if named not in known:
                what = _("The page names the item “%(named)s”, which is not in this file.", named=named)
                notes.add(page.id, what, nearest(named, known))
        if page.items:
            _check_size(page, known, notes)
    if asked.pages and all(page.items for page in asked.pages):
        _check_on_one_page(asked, notes)


def _check_on_one_page(asked: Questionnaire, notes: Notes) -> None:
    times = Counter(i for page in asked.pages for i in page.items)
    for item in dict.fromkeys(i.id for i in asked.items):
        if not times[item]:
            notes.add(item, _("It is on no page."), _("Add it to the items of one page."))
        elif times[item] > 1:
            notes.add(item, _("It is on more than one page, or twice on one."), _("Keep it in one place."))


def _check_size(page: Page, known: Mapping[str, Item], notes: Notes) -> None:
    about_the_audit = all(i in known and known[i].group == PROCESS for i in page.items)
    fewest = 1 if about_the_audit else FEWEST_ON_A_PAGE
    if not fewest <= len(page.items) <= MOST_ON_A_PAGE:
        notes.add(
            page.id,
            _("The page has %(found)s items.", found=len(page.items)),
            _("Put %(fewest)s to %(most)s items on it.", fewest=fewest, most=MOST_ON_A_PAGE),
        )


def _check_home(item: Item, notes: Notes) -> None:
    """An item stands in a cell, or in a group; never in both, never half in a cell."""
    placed = [part is not None for part in (item.principle, item.domain, item.stage)]
    if item.group is None and not all(placed):
        notes.add(
            item.id,
            _("It has neither a group nor all of principle, domain and stage."),
            _("Write the three, or a group."),
        )
    elif item.group is not None and any(placed):
        notes.add(item.id, _("It has a group as well as a principle, domain or stage."), _("Keep one of the two."))
    if item.since_round < 1:
        notes.add(item.id, _("“since_round” is %(found)s.", found=item.since_round), _("Write 1 or more."))


def _check_statement(item: Item, language: str, notes: Notes) -> None:
    words = len(item.text.split())
    if words > LONGEST_STATEMENT:
        notes.add(
            item.id,
            _("The statement has %(words)s words.", words=words),
            _("Cut it to %(most)s or fewer.", most=LONGEST_STATEMENT),
        )
    if language == "en" and (found := re.search(r"\band/or\b|\band\b", item.text, re.IGNORECASE)):
        notes.add(
            item.id,
            _("The statement holds two ideas, joined by “%(word)s”.", word=found.group()),
            _("Keep one idea; the other may go into the help line."),
        )


def _check_cells(asked: Questionnaire, notes: Notes) -> None:
    """One item for each principle and domain. A cell whose item is only half placed is not reported twice."""
    cells = Counter((i.principle, i.domain) for i in asked.items if i.principle and i.domain)
    for principle in asked.principles:
        for domain in asked.domains:
            found = cells[principle.id, domain.id]
            if found != 1 and not _half_placed(asked, principle.id):
                what = _(
                    "Principle %(principle)s has %(found)s items in domain %(domain)s.",
                    principle=principle.id,
                    found=found,
                    domain=domain.id,
                )
                notes.add(f"{principle.id}.{domain.id}", what, _("Keep one item in each cell."))


def _check_stages(asked: Questionnaire, notes: Notes) -> None:
    for principle in asked.principles:
        if _half_placed(asked, principle.id):
            continue
        for stage in GATES:
            found = len(asked.items_of(principle.id, stage))
            if found != ITEMS_A_STAGE:
                what = _(
                    "Principle %(principle)s has %(found)s items at stage %(stage)s.",
                    principle=principle.id,
                    found=found,
                    stage=int(stage),
                )
                notes.add(principle.id, what, _("Give each principle %(items)s items a stage.", items=ITEMS_A_STAGE))


def _half_placed(asked: Questionnaire, principle: str) -> bool:
    """Whether an item of this principle lacks something, which was said already and would echo in every count."""
    return any(i.principle == principle and (i.stage is None or i.domain is None) for i in asked.items)


def _read_by_people(asked: Questionnaire) -> Iterator[tuple[str, str]]:
    yield "", f"{asked.title} {asked.purpose}"
    for principle in asked.principles:
        yield principle.id, principle.name
    for domain in asked.domains:
        yield domain.id, f"{domain.name} {domain.intro}"
    for page in asked.pages:
        yield page.id, f"{page.title} {page.note}"
    for item in asked.items:
        yield item.id, f"{item.short} {item.text} {item.help}"


def check_words(name: str, words: str, language: str, notes: Notes) -> None:
    """Words that no page of this product uses (in English; other languages have their own readers)."""
    if language != "en":
        return
    for word in dict.fromkeys(re.findall(r"[a-z]+", words.lower())):
        if word in BANNED:
            notes.add(name, _("The word “%(word)s” is not used here.", word=word), _("Say it another way."))


def check_actions(actions: tuple[Action, ...], questionnaires: tuple[Questionnaire, ...], notes: Notes) -> None:
    """Every action moves items that exist; every item of a cell has an action."""
    known = {i.id for q in questionnaires for i in q.items}
    if not actions:
        return  # reported as a missing table
    for action in actions:
        for named in action.moves:
            if named not in known:
                what = _("It moves the item “%(named)s”, which no questionnaire has.", named=named)
                notes.add(action.id, what, nearest(named, sorted(known)))
        told = (action.title, action.first_step, action.sign_of_success, action.cost, action.owner)
        check_words(action.id, " ".join(told), "en", notes)
    moved = {i for action in actions for i in action.moves}
    cells = {i.id: None for q in questionnaires for i in q.items if i.principle}
    for item in cells:
        if item not in moved:
            notes.add(item, _("No action moves this item."), _("Add it to the “moves” of an action."))


def check_leadership(form: LeadershipForm, questionnaires: tuple[Questionnaire, ...], notes: Notes) -> None:
    """The form asks for evidence for every item that feeds a score of the questionnaire it mirrors."""
    _check_minutes(form.minutes, notes)
    check_words("", f"{form.title} {form.purpose}", form.language, notes)
    mirrored = [q for q in questionnaires if q.id == form.mirrors]
    if not mirrored:
        if form.mirrors:
            what = _("It mirrors “%(named)s”, which is not here.", named=form.mirrors)
            notes.add("", what, nearest(form.mirrors, sorted({q.id for q in questionnaires})))
        return
    wanted = [i.id for i in mirrored[-1].items if i.group != PROCESS]
    for named, evidence in form.prompts.items():
        check_words(named, evidence, form.language, notes)
        if named not in wanted:
            what = _("It prompts for the item “%(named)s”, which it does not mirror.", named=named)
            notes.add(named, what, nearest(named, wanted))
    for item in wanted:
        if item not in form.prompts:
            notes.add(item, _("No prompt asks for evidence about this item."), _("Add a [[prompt]] for it."))


def check_translation(source: Questionnaire, other: Questionnaire, notes: Notes) -> None:
    """Another language of an edition asks the same items, in the same cells, on the same pages."""
    ours = {i.id: (i.principle, i.domain, i.stage, i.tier, i.group, i.since_round) for i in source.items}
    theirs = {i.id: (i.principle, i.domain, i.stage, i.tier, i.group, i.since_round) for i in other.items}
    for item in (*ours, *(i for i in theirs if i not in ours)):
        if ours.get(item) != theirs.get(item):
            notes.add(item, _("It differs from the English file in more than words."), _("Take over what is there."))
    if [p.items for p in source.pages] != [p.items for p in other.pages]:
        notes.add("", _("Its pages differ from the English file."), _("Take over the order that is there."))
