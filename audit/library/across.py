"""What files promise each other: ids used once, crosswalks, actions that point somewhere, a form that mirrors."""

from __future__ import annotations

from collections.abc import Iterator

from audit.library import rules
from audit.library.crosswalks import check_crosswalk, introduced
from audit.library.leadership import LeadershipForm
from audit.library.reading import RESERVED, Everything, Kind
from audit.library.tables import Notes, nearest
from audit.method.questionnaire import PROCESS, Item, Questionnaire
from audit.wording import gettext as _


def check(read: Everything) -> None:
    """Everything that can only be seen with all files in hand."""
    for asked, notes in read.questionnaires:
        _check_origin(asked, read, notes)
        _check_principles(asked, read, notes)
    _check_crosswalks(read)
    _check_items_once(read)
    _check_groups_once(read)
    _check_actions(read)
    if read.leadership:
        _check_leadership(*read.leadership[0], read)
    _check_guides_once(read)
    _check_words(read)


def _check_origin(asked: Questionnaire, read: Everything, notes: Notes) -> None:
    taken = read.taking.get((asked.id, asked.edition))
    if taken and read.asked(*taken) is None:
        what = _(
            "It takes its items from “%(id)s”, edition %(edition)s, which is not here.", id=taken[0], edition=taken[1]
        )
        notes.add("", what, _("Name a questionnaire and an edition that are here."), key="takes")
    of, edition = asked.copied_from
    if of and read.asked(of, edition) is None:
        what = _("It was copied from “%(id)s”, edition %(edition)s, which is not here.", id=of, edition=edition)
        notes.add("", what, _("Name a questionnaire and an edition that are here."), key="copied_from")
    if asked.id in RESERVED:
        what = _("“%(id)s” cannot be the id of a questionnaire.", id=asked.id)
        notes.add("", what, _("Give it another id; this one names something else here."), key="id")


def _check_principles(asked: Questionnaire, read: Everything, notes: Notes) -> None:
    """The principle that an item in a group serves is one of some questionnaire's."""
    known = [p.id for q, _notes in read.questionnaires for p in q.principles]
    for item in asked.items:
        if item.group and item.principle and item.principle not in known:
            what = _("It names the principle “%(named)s”, which no questionnaire has.", named=item.principle)
            notes.add(item.id, what, nearest(item.principle, dict.fromkeys(known)), key="principle")


# Crosswalks, and ids that stay what they are


def edition_before(asked: Questionnaire, read: Everything) -> Questionnaire | None:
    """What an edition came from: the one before it, or what an organisation's own was copied from."""
    earlier = [q for q, _notes in read.questionnaires if q.id == asked.id and _number(q) < _number(asked)]
    return earlier[-1] if earlier else read.asked(*asked.copied_from)


def _number(asked: Questionnaire) -> int:
    return int(asked.edition) if asked.edition.isdecimal() else 0


def _check_crosswalks(read: Everything) -> None:
    for asked, notes in read.questionnaires:
        if (asked.id, asked.edition) not in read.taking:  # its items are another's, which has a crosswalk of its own
            _check_crosswalk_of(asked, read, notes)
    known = {(q.id, q.edition) for q, _notes in read.questionnaires}
    for at, (_walk, notes) in read.crosswalks.items():
        if at not in known:
            notes.add("", _("There is no edition beside this crosswalk."), _("Add the edition, or take this file out."))


def _check_crosswalk_of(asked: Questionnaire, read: Everything, notes: Notes) -> None:
    before = edition_before(asked, read)
    walk = read.crosswalks.get((asked.id, asked.edition))
    if before is None:
        if walk is not None and not asked.copied_from[0]:
            what = _("Nothing came before this edition, so there is nothing to compare.")
            walk[1].add("", what, _("Take the crosswalk out."))
    elif walk is None:
        what = _("The crosswalk of this edition is not there.")
        way_out = _("Say what became of each item in %(edition)s.crosswalk.toml beside it.", edition=asked.edition)
        notes.add("", what, way_out)
    elif (walk[0].from_questionnaire, walk[0].from_edition) != (before.id, before.edition):
        what = _("It starts from another edition than the one before.")
        way_out = _("Start from “%(id)s”, edition %(edition)s.", id=before.id, edition=before.edition)
        walk[1].add("", what, way_out, key="from_edition")
    else:
        check_crosswalk(walk[0], before, asked, walk[1])


def _check_items_once(read: Everything) -> None:
    """An id is introduced once in the whole library, and never comes back once it was dropped."""
    first: dict[str, Questionnaire] = {}
    for asked, notes in read.questionnaires:
        if (asked.id, asked.edition) in read.taking:
            continue
        before = edition_before(asked, read)
        for item in introduced(asked, before.items if before else ()):
            if item in first:
                used = first[item]
                what = _("The id is used already, in “%(id)s”, edition %(edition)s.", id=used.id, edition=used.edition)
                notes.add(item, what, _("Give this item an id that was never used."))
            else:
                first[item] = asked


def _root(asked: Questionnaire, read: Everything) -> str:
    """The questionnaire that an organisation's own goes back to, through all copies."""
    seen = {asked.id}
    while asked.copied_from[0] and (before := read.asked(*asked.copied_from)) and before.id not in seen:
        asked = before
        seen.add(asked.id)
    return asked.id


def _check_groups_once(read: Everything) -> None:
    """Groups and choice sets have ids of their own in the whole library; a copy keeps those of its original."""
    first: dict[str, str] = {}
    for asked, notes in read.questionnaires:
        if (asked.id, asked.edition) in read.taking:
            continue
        root = _root(asked, read)
        for own in (*(g.id for g in asked.groups), *(c.id for c in asked.choices)):
            if first.setdefault(own, root) != root:
                what = _("The id is used already, in “%(id)s”.", id=first[own])
                notes.add(own, what, _("Give this one another id."))


# Actions, the leadership form, guides, words


def every_item(read: Everything) -> dict[str, Item]:
    """Every item of every questionnaire and edition, by its id."""
    return {i.id: i for q, _notes in read.questionnaires for i in q.items}


def _check_actions(read: Everything) -> None:
    if not read.actions:
        Notes("actions", read.problems).add("", _("No actions are here."), _("Put actions/core.en.toml back."))
    known, first = every_item(read), dict[str, str]()
    for _id, actions, notes in read.actions:
        for action in actions:
            for named in action.moves:
                if named not in known:
                    what = _("It moves the item “%(named)s”, which no questionnaire has.", named=named)
                    notes.add(action.id, what, nearest(named, sorted(known)), key="moves")
            if first.setdefault(action.id, notes.file) != notes.file:
                what = _("The id is used already, in %(file)s.", file=first[action.id])
                notes.add(action.id, what, _("Give this action another id."))


def _check_leadership(form: LeadershipForm, notes: Notes, read: Everything) -> None:
    """The form prompts for items of the questionnaires that it mirrors, and for no others."""
    rules.check_minutes(form.minutes, notes)
    for named in form.mirrors:
        if read.newest(named) is None:
            what = _("It mirrors “%(named)s”, which is not here.", named=named)
            notes.add("", what, nearest(named, sorted({q.id for q, _notes in read.questionnaires})), key="mirrors")
    wanted = {i.id for i in mirrored_items(form, read)}
    if not wanted:
        return
    for named in form.prompts:
        if named not in wanted:
            what = _("It prompts for the item “%(named)s”, which it does not mirror.", named=named)
            notes.add(named, what, nearest(named, sorted(wanted)))


def mirrored_items(form: LeadershipForm, read: Everything) -> Iterator[Item]:
    """What leaders rate: no items about the audit itself, and not whether staff trust a tier."""
    for named in form.mirrors:
        if asked := read.newest(named):
            trust = {g.id for g in asked.groups if g.trust}
            yield from (i for i in asked.items if i.group != PROCESS and i.group not in trust)


def _check_guides_once(read: Everything) -> None:
    seen: set[str] = set()
    for guide, notes in read.guides:
        if guide.id in seen:
            notes.add("", _("Another guide has this id."), _("Give one of the two another id."), key="id")
        seen.add(guide.id)


def _check_words(read: Everything) -> None:
    """What a words file translates is here."""
    known = {
        *((Kind.QUESTIONNAIRE, q.id, q.edition) for q, _notes in read.questionnaires),
        *((Kind.LEADERSHIP, form.id, form.edition) for form, _notes in read.leadership),
        *((Kind.ACTIONS, own, "") for own, _actions, _notes in read.actions),
        *((Kind.GUIDE, guide.id, "") for guide, _notes in read.guides),
    }
    for kind, words, notes in read.words:
        if (kind, words.id, words.edition) not in known:
            what = _("There is no English file that these words belong to.")
            notes.add("", what, _("Add it; words are checked against it."))
