"""What a careful editor sees beyond what stops: wording, what is unfinished, minutes, translations that are behind."""

from __future__ import annotations

from collections.abc import Iterator

from audit.library import minutes, staleness, wording
from audit.library.across import mirrored_items
from audit.library.reading import Everything
from audit.library.tables import Notes
from audit.method.questionnaire import PROCESS, Action, Item, Questionnaire
from audit.wording import gettext as _


def check(read: Everything) -> None:
    """Every problem that does not stop."""
    for asked, notes in read.questionnaires:
        if (asked.id, asked.edition) in read.taking:
            wording.check_pages(asked, notes)
        else:
            wording.check_questionnaire(asked, notes)
        _check_minutes(asked, notes)
    for form, notes in read.leadership:
        wording.check_leadership(form, notes)
    for _id, actions, notes in read.actions:
        wording.check_actions(actions, notes)
    for guide, notes in read.guides:
        wording.check_guide(guide, notes)
    if not read.unread:
        _check_moved(read)
        _check_prompts(read)
        _check_alike(read)
        _check_actions_apart(read)
        staleness.check(read)


def _check_minutes(asked: Questionnaire, notes: Notes) -> None:
    sets = sum(c.shown for c in asked.choices)
    if (asked.items or sets) and asked.minutes != (0, 0):
        minutes.check(asked.minutes, minutes.range_for(items=len(asked.items), sets=sets), notes)


def _check_moved(read: Everything) -> None:
    """Every item of a cell or a group has an action; a group without any is said once."""
    moved = {i for _id, actions, _notes in read.actions for a in actions for i in a.moves}
    for asked, notes in _newest(read):
        bare = set()
        for group in asked.groups:
            its = asked.items_in(group.id)
            if its and not any(i.id in moved for i in its):
                bare |= {i.id for i in its}
                what = _("No action moves an item of this group.")
                notes.add(group.id, what, _("Write one, or add an item to the “moves” of one."), stops=False)
        for item in asked.items:
            if item.group != PROCESS and item.id not in moved and item.id not in bare:
                what = _("No action moves this item.")
                notes.add(item.id, what, _("Add it to the “moves” of an action."), stops=False)


def _newest(read: Everything) -> Iterator[tuple[Questionnaire, Notes]]:
    """The newest edition of every questionnaire that has items of its own."""
    for asked, notes in read.questionnaires:
        if read.newest(asked.id) is asked and (asked.id, asked.edition) not in read.taking:
            yield asked, notes


def _check_prompts(read: Everything) -> None:
    """The form asks for evidence for everything that leaders rate."""
    for form, notes in read.leadership:
        wanted = [i.id for i in mirrored_items(form, read)]
        for item in wanted:
            if item not in form.prompts:
                what = _("No prompt asks for evidence about this item.")
                notes.add(item, what, _("Add a [[prompt]] for it."), stops=False)
        if form.prompts and form.minutes != (0, 0):
            minutes.check(form.minutes, minutes.range_for(prompts=len(form.prompts)), notes)


def _check_alike(read: Everything) -> None:
    """No two statements of the newest editions ask the same; a copy has its original's items, with the same ids."""
    of_file: dict[str, Notes] = {}
    items: dict[str, Item] = {}
    for asked, notes in _newest(read):
        for item in asked.items:
            if item.id not in items:
                items[item.id], of_file[item.id] = item, notes
    for one, other in wording.alike((i.id, i.text) for i in items.values()):
        what = _("It asks nearly the same as %(other)s.", other=one)
        of_file[other].add(other, what, _("Let it ask something else, or take it out."), key="text", stops=False)


def _check_actions_apart(read: Everything) -> None:
    """No sentence stands in two actions: the reader of a plan would not know which of them is meant."""
    first: dict[str, str] = {}
    for _id, actions, notes in read.actions:
        for action in actions:
            for key, said in _sentences(action):
                other = first.setdefault(said, action.id)
                if other != action.id:
                    what = _("The action “%(other)s” has this sentence, too: “%(said)s”.", other=other, said=said)
                    notes.add(action.id, what, _("Say what is different about this one."), key=key, stops=False)


def _sentences(action: Action) -> Iterator[tuple[str, str]]:
    for key in ("title", "first_step", "sign_of_success"):
        for said in wording.sentences_in(getattr(action, key)):
            yield key, said
