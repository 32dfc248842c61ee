"""What a round will be able to say, in words and in one table, before anybody is asked."""

from __future__ import annotations

import math
from dataclasses import dataclass

from audit.method.foresight import NEEDED, RESPONSES, Foresight, GroupForesight, Outlook, Precision, Way
from audit.method.groups import Path
from audit.office.first_visit import size_of, size_sentences
from audit.wording import gettext as _
from audit.wording import ngettext

USUAL = 70  # per cent: the response at which the smallest change of next year is told


@dataclass(frozen=True, slots=True)
class OutlookShown:
    """sentences: what matters most, first; small: under 15 staff, where a talk fits better; tables: (id, caption,
    rows); columns are the same for all of them."""

    sentences: tuple[str, ...]
    small: bool
    columns: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, str, list[list[str]]], ...]


@dataclass(frozen=True, slots=True)
class OutlookInShort:
    """The same on three lines, for a page about something else. columns, rows: as a table takes them."""

    columns: tuple[tuple[str, str], ...]
    rows: list[list[str]]


def outlook_of(seen: Foresight) -> OutlookShown:
    """Foresight as people read it."""
    return OutlookShown(
        (*_how_many(seen), *_folding(seen)),
        seen.way is Way.TEAM_CONVERSATION,
        _columns(),
        (
            ("outlook-places", _("Places"), [_row(seen.whole), *(_row(g) for g in seen.places)]),
            ("outlook-roles", _("Roles"), [_row(seen.whole), *(_row(g) for g in seen.roles)]),
        ),
    )


def outlook_in_short(seen: Foresight) -> OutlookInShort | None:
    """How many groups could show, how wide intervals and how small a change would be, at each response; None where
    there are too few people for a round, or none yet."""
    if seen.way is Way.TEAM_CONVERSATION:
        return None
    columns = ((_("With your headcounts"), "text"), *_responses())
    return OutlookInShort(
        columns,
        [
            *_groups_with_ten(seen),
            [_("Scores of everybody, give or take"), *(_width(p) for p in seen.whole.at)],
            [_("Smallest change next year could show, in points"), *(_change_of(p) for p in seen.whole.at)],
        ],
    )


def _groups_with_ten(seen: Foresight) -> list[list[str]]:
    """How many of the groups on the form have ten answers, if all groups answer alike; nothing where there are none."""
    offered = [g for g in (*seen.places, *seen.roles) if g.outlook is not Outlook.FOLDS]
    enough = (sum(bool(g.at) and g.at[n].answers >= NEEDED for g in offered) for n in range(len(RESPONSES)))
    shown = [_("%(some)s of %(all)s", some=some, all=len(offered)) for some in enough]
    return [[_("Groups with ten answers or more"), *shown]] if offered else []


def size_warning(seen: Foresight) -> tuple[str, ...]:
    """What is said once more before a round opens, where ten answers are far from sure; nothing for 20 and more."""
    return size_sentences(size_of(seen.headcount)) if seen.way is not Way.ROUND else ()


def _how_many(seen: Foresight) -> tuple[str, ...]:
    people = ngettext("%(num)s person works there.", "%(num)s people work there.", seen.headcount)
    if seen.way is not Way.ROUND:
        return (people, *size_sentences(size_of(seen.headcount)))
    if seen.chance_of_ten is None:
        return (people, _("Ten answers are needed before anything is shown. That is likely here."))
    chance = _(
        "Ten answers are needed before anything is shown."
        " If six in ten answer, the chance of that is %(chance)s in 100.",
        chance=round(100 * seen.chance_of_ten),
    )
    return (people, chance)


def _folding(seen: Foresight) -> tuple[str, ...]:
    fold = sum(g.outlook is Outlook.FOLDS for g in (*seen.places, *seen.roles))
    if not fold:
        return ()
    return (
        ngettext(
            "%(num)s group is not on the form: it, or what is left beside it, is too small."
            " It counts in the group above.",
            "%(num)s groups are not on the form: they, or what is left beside them, are too small."
            " Each counts in the group above.",
            fold,
        ),
    )


def _columns() -> tuple[tuple[str, str], ...]:
    return (
        (_("Group"), "text"),
        (_("People"), "number"),
        (_("Will it show?"), "text"),
        *_responses(),
        (_("Smallest change next year could show"), "number"),
    )


def _responses() -> tuple[tuple[str, str], ...]:
    """A column for each of RESPONSES."""
    return (
        (_("If half answer"), "number"),
        (_("If 7 in 10 answer"), "number"),
        (_("If 9 in 10 answer"), "number"),
    )


def _row(group: GroupForesight) -> list[str]:
    widths = [_width(p) for p in group.at] or ["–"] * 3
    return [_name(group.path), str(group.headcount), _fate(group), *widths, _change(group.at)]


def _name(path: Path) -> str:
    return " / ".join(path) if path else _("Everybody")


def _fate(group: GroupForesight) -> str:
    if group.outlook is Outlook.FOLDS:
        return _("Counts in: %(group)s", group=_name(group.folds_into or ()))
    if group.outlook is Outlook.TOO_SMALL:
        return _("No: fewer than ten people")
    return _(
        "Yes, if %(needed)s of %(people)s answer",
        needed=math.ceil(group.needed_share * group.headcount - 1e-9),
        people=group.headcount,
    )


def _width(precision: Precision) -> str:
    if precision.half_width is None:
        return _("too few")
    return _("± %(points)s", points=math.ceil(precision.half_width))


def _change(at: tuple[Precision, ...]) -> str:
    usual = next((p for p in at if p.response == USUAL), None)
    if usual is None or usual.smallest_change is None:
        return "–" if usual is None else _("too few")
    return _("%(points)s points", points=math.ceil(usual.smallest_change))


def _change_of(precision: Precision) -> str:
    return _("too few") if precision.smallest_change is None else str(math.ceil(precision.smallest_change))
