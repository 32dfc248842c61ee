"""What every questionnaire file promises, so that each page and each count is right (see questionnaires/README.md)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from audit.library.tables import Notes, nearest
from audit.method.questionnaire import PROCESS, Item, Page, Questionnaire
from audit.wording import gettext as _

FEWEST_ON_A_PAGE, MOST_ON_A_PAGE = 4, 8
MOST_MINUTES = 240
ID_OF_QUESTIONNAIRE = re.compile(r"[a-z][a-z0-9-]*")
ID = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")
"""Of an item, a page, a group and all else below: it stands in addresses, in files, and in forms of other tools."""


def check_questionnaire(asked: Questionnaire, notes: Notes) -> None:
    """Everything that one edition promises by itself, however it is made."""
    check_pages(asked, notes)
    for found in _ids_below(asked):
        _check_id(found, notes)
    for item in asked.items:
        _check_home(item, asked, notes)


def check_pages(asked: Questionnaire, notes: Notes) -> None:
    """What a questionnaire promises whose items are another's: they are checked where they are."""
    if asked.id and not ID_OF_QUESTIONNAIRE.fullmatch(asked.id):
        what = _("“%(id)s” cannot be the id of a questionnaire.", id=asked.id)
        notes.add("", what, _("Write small letters, digits and hyphens, such as our-team."), key="id")
    check_minutes(asked.minutes, notes)
    _check_pages(asked, notes)


def _ids_below(asked: Questionnaire) -> Iterator[str]:
    """Ids of everything but pages, in the order of the file."""
    yield from (p.id for p in asked.principles)
    yield from (d.id for d in asked.domains)
    yield from (g.id for g in asked.groups)
    yield from (i.id for i in asked.items)
    for design in asked.choices:
        yield from (design.id, *(a.id for a in design.attributes))


def _check_id(found: str, notes: Notes) -> None:
    if found and not ID.fullmatch(found):
        notes.add(found, _("This cannot be an id."), _("Write letters, digits, dots and hyphens."))


def check_minutes(minutes: tuple[int, int], notes: Notes) -> None:
    """Fewest first, and a number of minutes that makes sense."""
    low, high = minutes
    if (low, high) != (0, 0) and not 1 <= low <= high <= MOST_MINUTES:
        what = _("“minutes” is [%(low)s, %(high)s].", low=low, high=high)
        notes.add("", what, _("Write the fewer minutes first, from 1 to %(most)s.", most=MOST_MINUTES), key="minutes")


def _check_pages(asked: Questionnaire, notes: Notes) -> None:
    known = {i.id: i for i in asked.items}
    for page in asked.pages:
        _check_id(page.id, notes)
        for named in page.items:
            if known and named not in known:
                what = _("The page names the item “%(named)s”, which this questionnaire does not have.", named=named)
                notes.add(page.id, what, nearest(named, known), key="items")
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
        what = _("The page has %(found)s items.", found=len(page.items))
        way_out = _("Put %(fewest)s to %(most)s items on it.", fewest=fewest, most=MOST_ON_A_PAGE)
        notes.add(page.id, what, way_out, key="items")


def _check_home(item: Item, asked: Questionnaire, notes: Notes) -> None:
    """An item stands in a cell, or in a group; never in both, never half in a cell."""
    placed = [part is not None for part in (item.principle, item.domain, item.stage)]
    if item.group is None and not all(placed):
        what = _("It has neither a group nor all of principle, domain and stage.")
        notes.add(item.id, what, _("Write the three, or a group."))
    elif item.group is not None and any(placed[1:]):
        notes.add(item.id, _("It has a group as well as a domain or stage."), _("Keep one of the two."), key="group")
    elif item.group == PROCESS and item.principle:
        what = _("It is about the audit itself, and names a principle.")
        notes.add(item.id, what, _("Take the principle out."), key="principle")
    if item.since_round < 1:
        what = _("“since_round” is %(found)s.", found=item.since_round)
        notes.add(item.id, what, _("Write 1 or more."), key="since_round")
    _check_tier(item, asked, notes)


def _check_tier(item: Item, asked: Questionnaire, notes: Notes) -> None:
    """An item has the tier of its group."""
    group = next((g for g in asked.groups if g.id == item.group), None)
    wanted = group.tier if group else None
    if item.tier == wanted or (item.group and item.group != PROCESS and group is None):
        return  # a group that is not there was reported
    if wanted is None:
        notes.add(item.id, _("It has a tier, and its group has none."), _("Take the tier out."), key="tier")
    else:
        what = _("Its group is of tier %(tier)s.", tier=wanted)
        notes.add(item.id, what, _("Write tier = %(tier)s, or another group.", tier=wanted), key="tier")
