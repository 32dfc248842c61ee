"""What stands out in a round, in sentences that stand alone: what the intervals allow, and nothing of any group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from audit.exhibits import RoundFacts, words
from audit.exhibits.priorities import choices_of
from audit.exhibits.standing import badge
from audit.method.changes import Change
from audit.method.comparison import Comparison
from audit.method.planning import MODULE_LINE
from audit.method.priorities import is_of_domains
from audit.method.profile import (
    ChangeWord,
    ContrastWord,
    Gate,
    GroupProfile,
    ItemFinding,
    PriorityWord,
    Shown,
    Withheld,
)
from audit.method.questionnaire import GATES, PROCESS, Item
from audit.method.stages import GATE
from audit.method.stepped_care import tiers_of
from audit.wording import gettext as _

HALF = 50
STRENGTHS_SHOWN = GAPS_SHOWN = 2
SAID_SHOWN = 4

Found = Iterator[str]
Said = Iterator[tuple[str, str]]
"""What a sentence is about (an id), and the sentence."""


def strengths_of(facts: RoundFacts, whole: GroupProfile) -> tuple[str, ...]:
    """At most two things that may be called in place or clearly high; () where nothing may."""
    found = (
        _apart(facts, whole, ContrastWord.STRONG, _("“%(name)s” lies clearly above the mean of the five.")),
        _first_stage(facts, whole),
        _practices(facts, whole, _is_seen, _("Most people see this as a rule: %(practice)s.")),
        _topics(facts, whole, lambda s: s.low >= MODULE_LINE, _("“%(name)s” lies clearly above our line of 62.5.")),
    )
    return _mixed(found, STRENGTHS_SHOWN)


def gaps_of(facts: RoundFacts, whole: GroupProfile) -> tuple[str, ...]:
    """At most two things that clearly are not there yet, or that wait; () where nothing may be called so."""
    found = (
        _apart(facts, whole, ContrastWord.WEAK, _("“%(name)s” lies clearly below the mean of the five.")),
        _gates(facts, whole),
        _practices(facts, whole, _is_missed, _("Fewer than half see this as a rule: %(practice)s.")),
        _topics(facts, whole, lambda s: s.high < MODULE_LINE, _("“%(name)s” lies clearly below our line of 62.5.")),
        _feared(facts, whole),
    )
    return _mixed(found, GAPS_SHOWN)


def said_by_staff(facts: RoundFacts, whole: GroupProfile) -> tuple[str, ...]:
    """Four sentences with a number, each about something else; fewer only where fewer numbers may be told."""
    found = (
        _scores_apart(facts, whole),
        _shares(facts, whole, _is_seen),
        _shares(facts, whole, _is_missed),
        _wanted(facts),
        _moved(facts),
        _without_fear(facts, whole),
        _unseen(facts, whole),
    )
    told: dict[str, str] = {}
    for about, text in (*(one for row in zip_longest(*found) for one in row if one), *_plain_scores(facts, whole)):
        told.setdefault(about, text)
    return tuple(told.values())[:SAID_SHOWN]


def _mixed(kinds: Sequence[Found], most: int) -> tuple[str, ...]:
    """The first of every kind, then the second of each, so that not all is of one kind."""
    return tuple(text for row in zip_longest(*kinds) for text in row if text)[:most]


def _name(facts: RoundFacts, principle: str) -> str:
    return badge(facts, principle).text


def _apart(facts: RoundFacts, whole: GroupProfile, word: ContrastWord, said: str) -> Found:
    for principle, found in facts.in_order(whole.principles):
        if found.contrast and found.contrast.word is word:
            yield said % {"name": _name(facts, principle)}


def _first_stage(facts: RoundFacts, whole: GroupProfile) -> Found:
    """In which principles the first gate holds."""
    first = GATES[0]
    holding = [_name(facts, p) for p, found in facts.in_order(whole.principles) if found.gates[0].passed]
    if holding and len(holding) == len(whole.principles):
        yield _("The first stage, “%(stage)s”, holds for every principle.", stage=words.stage_word(first))
    elif holding:
        yield _(
            "The first stage, “%(stage)s”, holds for %(principles)s.",
            stage=words.stage_word(first),
            principles=words.quoted(holding),
        )


def _gates(facts: RoundFacts, whole: GroupProfile) -> Found:
    """What the next stage waits for, the lowest stage first; among equals what lies clearly below its gate."""
    stopped = [
        (p, found, found.gates[GATES.index(found.stopped_at)])
        for p, found in facts.in_order(whole.principles)
        if found.stopped_at is not None
    ]
    for principle, _found, gate in sorted(stopped, key=lambda s: (s[2].stage, not _is_clear(s[2]))):
        yield _waiting(_name(facts, principle), gate)


def _is_clear(gate: Gate) -> bool:
    return isinstance(gate.score, Shown) and gate.score.high < GATE


def _waiting(name: str, gate: Gate) -> str:
    stage = words.stage_word(gate.stage)
    if not gate.visible:
        return _("In “%(name)s”, most people cannot see “%(stage)s”.", name=name, stage=stage)
    if _is_clear(gate):
        return _("In “%(name)s”, “%(stage)s” lies clearly below its gate.", name=name, stage=stage)
    return _("In “%(name)s”, “%(stage)s” does not hold yet.", name=name, stage=stage)


def _told_practices(facts: RoundFacts, whole: GroupProfile) -> Iterator[tuple[Item, ItemFinding]]:
    """Practices of the whole that may be told, without those about support and about the audit itself."""
    for item in facts.questionnaire.items:
        if item.id in whole.items and item.tier is None and item.group != PROCESS:
            yield item, whole.items[item.id]


def _is_seen(found: ItemFinding) -> bool:
    return found.usually_interval.low >= HALF


def _is_missed(found: ItemFinding) -> bool:
    return found.usually_interval.high < HALF


def _practices(facts: RoundFacts, whole: GroupProfile, chosen: Callable[[ItemFinding], bool], said: str) -> Found:
    for item, found in _told_practices(facts, whole):
        if chosen(found):
            yield said % {"practice": item.text.rstrip(".")}


def _topics(facts: RoundFacts, whole: GroupProfile, chosen: Callable[[Shown], bool], said: str) -> Found:
    for module in facts.questionnaire.modules:
        found = whole.modules.get(module.id)
        if found and isinstance(found.score, Shown) and chosen(found.score):
            yield said % {"name": module.name}


def _feared(facts: RoundFacts, whole: GroupProfile) -> Found:
    for tier in tiers_of(whole, facts.questionnaire, ratings=facts.ratings):
        if tier.trusted is not None and tier.trusted.most is False:
            yield _("%(tier)s: fewer than half would use it without fear.", tier=words.tier(tier.tier))


def _scores_apart(facts: RoundFacts, whole: GroupProfile) -> Said:
    """Scores of principles that stand clearly apart, with that."""
    said = {
        ContrastWord.STRONG: _("It lies clearly above the mean of the five."),
        ContrastWord.WEAK: _("It lies clearly below the mean of the five."),
    }
    for principle, found in facts.in_order(whole.principles):
        if found.contrast and found.contrast.word in said and isinstance(found.score, Shown):
            yield principle, f"{_score(_name(facts, principle), found.score)} {said[found.contrast.word]}"


def _score(name: str, score: Shown) -> str:
    return _(
        "“%(name)s”: %(score)s of 100, interval %(interval)s.",
        name=name,
        score=words.score(score),
        interval=words.interval(score.low, score.high),
    )


def _shares(facts: RoundFacts, whole: GroupProfile, chosen: Callable[[ItemFinding], bool]) -> Said:
    for item, found in _told_practices(facts, whole):
        if chosen(found):
            text = _("“%(practice)s”: %(share)s of you see this usually or reliably.")
            yield item.id, text % {"practice": item.text.rstrip("."), "share": words.usually(found)}


def _unseen(facts: RoundFacts, whole: GroupProfile) -> Said:
    for item, found in _told_practices(facts, whole):
        if not found.visible:
            text = _("“%(practice)s”: %(share)s of you cannot tell from where you work.")
            yield item.id, text % {"practice": item.text.rstrip("."), "share": words.share(found.cannot_tell)}


def _without_fear(facts: RoundFacts, whole: GroupProfile) -> Said:
    for tier in tiers_of(whole, facts.questionnaire, ratings=facts.ratings):
        if tier.trusted is not None:
            text = _("%(tier)s: %(share)s of you would use it without fear.")
            share = words.share(tier.trusted.share)
            yield f"tier {tier.tier}", text % {"tier": words.tier(tier.tier), "share": share}


def _wanted(facts: RoundFacts) -> Said:
    """What is clearly wanted first, in designs whose attributes are domains of the questionnaire."""
    for choices in choices_of(facts):
        if is_of_domains(choices.design, facts.questionnaire):
            first = [a for a in choices.ranked if choices.found.words[a.id] is PriorityWord.FIRST]
            for attribute in first:
                yield attribute.id, _wanted_sentence(attribute.name, choices.found.scores[attribute.id])


def _wanted_sentence(name: str, score: Shown | Withheld) -> str:
    if isinstance(score, Withheld):
        return ""
    return _(
        "“%(name)s” is clearly among what you want first: %(score)s, interval %(interval)s.",
        name=name,
        score=words.choice_score(score),
        interval=words.difference_interval(score.low, score.high),
    )


def _moved(facts: RoundFacts) -> Said:
    if not isinstance(facts.change, Comparison):
        return
    for principle, found in facts.in_order(facts.change.whole.principles):
        if isinstance(found.score, Change) and found.score.word is not ChangeWord.CANNOT_TELL:
            yield principle, _moved_sentence(_name(facts, principle), found.score)


def _moved_sentence(name: str, change: Change) -> str:
    values = {
        "name": name,
        "value": words.signed(change.difference),
        "interval": words.difference_interval(change.low, change.high),
    }
    if change.word is ChangeWord.CLEARLY_HIGHER:
        return _("“%(name)s” is clearly higher than before: %(value)s, interval %(interval)s.", **values)
    return _("“%(name)s” is clearly lower than before: %(value)s, interval %(interval)s.", **values)


def _plain_scores(facts: RoundFacts, whole: GroupProfile) -> Said:
    """Every score of the whole, where nothing clearer can be said."""
    for principle, found in facts.in_order(whole.principles):
        if isinstance(found.score, Shown):
            yield principle, _score(_name(facts, principle), found.score)
    for module in facts.questionnaire.modules:
        topic = whole.modules.get(module.id)
        if topic and isinstance(topic.score, Shown):
            yield module.id, _score(module.name, topic.score)
