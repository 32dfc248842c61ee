"""Cases of one round: intervals, stages, practices, topics, support, leaders, groups, and what comes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np

from audit.exhibits import trust
from audit.exhibits.grid import grid_of
from audit.exhibits.groups import named_apart
from audit.exhibits.values import Marked
from audit.method.agreement import UNSEEN, agreement_word
from audit.method.leaders import About, Gap, leader_gaps
from audit.method.planning import MODULE_LINE
from audit.method.profile import ChangeWord, ContrastWord, PriorityWord, Shown, StageFinding, Withheld
from audit.method.questionnaire import GATES, Stage
from audit.method.release import Share
from audit.method.stages import GATE, headline
from audit.method.stepped_care import HALF, TierFinding, tiers_of
from audit.method.telling import LEAST_CONTRAST
from tests.simulation import priorities
from tests.simulation.cases import (
    FAR,
    Case,
    beyond,
    cell_of,
    claimed,
    column_of,
    contrast_of,
    domain_of,
    score_of,
    stage_of,
    topic_of,
)
from tests.simulation.invented import (
    Everybody,
    Round,
    answers_of,
    asked,
    held_in_teams,
    layout,
    ordinary,
    risen,
    staged,
    team_path,
)
from tests.simulation.study import Floats

FURTHER = 12.0  # points that leaders stand apart: whole ratings then come to ten or more
TEAMS = {50: 2, 150: 5, 300: 6}


def of_numbers(found: Round) -> Iterator[Case]:
    """Intervals of every kind of number, and the bounds for those absent."""
    whole, everybody = found.whole, found.all
    for principle, told in whole.principles.items():
        yield from _interval("interval-principle", told.score, score_of(everybody, principle))
        for gate in told.gates:
            yield from _interval("interval-stage", gate.score, cell_of(everybody, principle, gate.stage))
        if told.contrast is not None:
            yield from _interval("interval-difference", told.contrast.number, contrast_of(everybody, principle))
    for domain, placed in whole.domains.items():
        yield from _interval("interval-difference", placed.score, domain_of(everybody, domain))
    for module, topic in whole.modules.items():
        yield from _interval("interval-topic", topic.score, topic_of(everybody, module))
    for principle, bounds in found.profile.absent.items():
        truth = score_of(everybody, principle)
        yield from claimed("absent", bounds.if_all_zero <= truth <= bounds.if_all_four)


def _interval(word: str, told: Shown | Withheld, truth: float) -> Iterator[Case]:
    if isinstance(told, Shown):
        yield from claimed(word, told.low <= truth <= told.high)


def of_stages(found: Round) -> Iterator[Case]:
    """Stage, range, whole, and gate by gate."""
    for principle, told in found.whole.principles.items():
        truth = stage_of(found.all, principle)
        if isinstance(told.stage, StageFinding):
            yield from (Case(stage.slug, told.stage.stage is stage, truth is stage) for stage in Stage)
            yield from claimed(
                "range" if told.stage.provisional else "sure", told.stage.low <= truth <= told.stage.high
            )
        for gate in told.gates:
            height = cell_of(found.all, principle, gate.stage) - GATE
            if isinstance(gate.score, Shown) and gate.visible:
                yield from beyond("holds", gate.passed, height)
                yield from beyond("not-yet", not gate.passed, -height)
                yield Case("ahead", gate.stage in told.ahead, height >= 0 and truth < gate.stage)
    yield from _of_the_whole(found)


def _of_the_whole(found: Round) -> Iterator[Case]:
    told = found.profile.headline
    each = {p: stage_of(found.all, p) for p in layout().principles}
    truth = headline({p: StageFinding(s, s, s) for p, s in each.items()})
    if isinstance(told, StageFinding) and isinstance(truth, StageFinding):
        yield from claimed("between" if told.provisional else "stand-at", told.low <= truth.stage <= told.high)


def of_contrasts(found: Round) -> Iterator[Case]:
    """Named above or below the mean of the five where that is true; where it is not, see `of_level`."""
    for principle, told in found.whole.principles.items():
        if told.contrast is None:
            continue
        truth = contrast_of(found.all, principle)
        for word, by in ((ContrastWord.STRONG, truth), (ContrastWord.WEAK, -truth)):
            if by >= LEAST_CONTRAST:
                yield Case(word.value, told.contrast.word is word, true=True)


def of_items(found: Round) -> Iterator[Case]:
    """Single practices: shares against one half, and against others of their stage."""
    everybody, told = found.all, found.whole.items
    for item, one in told.items():
        column = column_of(item)
        usually = everybody.usually(column)
        yield from _share_interval(one.usually_interval, usually)
        yield from _share_interval(one.cannot_tell_interval, everybody.cannot_tell([column]))
        yield from beyond("most", one.usually_interval.low >= HALF, usually - HALF)
        yield from beyond("not-most", one.usually_interval.high < HALF, HALF - usually)
    for column, tone in tones(found).items():
        others = [
            c for c in staged() if layout().stage_of[c] == layout().stage_of[column] and layout().items[c] in told
        ]
        by = everybody.usually(column) - float(np.mean([everybody.usually(c) for c in others]))
        yield from beyond("above", tone == "high", float(by))
        yield from beyond("below", tone == "low", -float(by))


def _share_interval(told: Share, truth: float) -> Iterator[Case]:
    yield from claimed("interval-share", told.low <= truth <= told.high)


def tones(found: Round) -> dict[int, str]:
    """How the grid marks each practice, by its column."""
    grid = grid_of(found.facts, found.whole)
    assert grid is not None
    marked = {}
    for row, principle in zip(grid.tables[0].rows if grid.tables else (), asked().climbing, strict=False):
        for value, domain in zip(row[1:], asked().domains, strict=True):
            if isinstance(value, Marked):
                marked[column_of(asked().cell(principle.id, domain.id).id)] = value.tone
    return marked


def of_topics(found: Round) -> Iterator[Case]:
    for module, told in found.whole.modules.items():
        if isinstance(told.score, Shown):
            truth = topic_of(found.all, module)
            yield from beyond("topic-below", told.score.high < MODULE_LINE, MODULE_LINE - truth)
            yield from beyond("topic-above", told.score.low >= MODULE_LINE, truth - MODULE_LINE)


def of_stepped_care(found: Round) -> Iterator[Case]:
    """Supports that all exist, so that it is staff who are tried: known or not, trusted or not."""
    there = {item.id: 4 for item in asked().supports}
    for tier in tiers_of(found.whole, asked(), ratings=there):
        for support in tier.supports.values():
            if support.known is not None:
                truth = found.all.known(column_of(support.item))
                yield from _share_interval(support.known.interval, truth)
                yield from beyond("known", support.found, truth - HALF)
                yield from beyond("unheard-of", support.unheard_of, HALF - truth)
        if tier.trusted is not None and tier.trust_item is not None:
            yield from _of_trust(found.all, tier, found.all.usually(column_of(tier.trust_item)))


def _of_trust(everybody: Everybody, tier: TierFinding, trusted: float) -> Iterator[Case]:
    assert tier.trusted is not None
    yield from beyond("trusted", tier.trusted.most is True, trusted - HALF)
    yield from beyond("not-trusted", tier.trusted.most is False, HALF - trusted)
    if max(everybody.known(column_of(item)) for item in tier.supports) >= HALF + FAR:
        yield from beyond("feared", tier.feared, HALF - trusted)


def of_answering(found: Round) -> Iterator[Case]:
    """What the report says of the items about the audit itself, in its own words."""
    said = trust.trust_of(found.facts, found.whole).finding
    below = trust.ASKED_OF_A_GATE - min(25 * float(found.all.means[c]) for c in layout().process)
    yield from beyond("free", "They say that they could answer freely." in said, -below)
    yield from beyond("doubts", "they have doubts" in said, below)


def of_leaders(found: Round, chance: np.random.Generator) -> Iterator[Case]:
    """Leaders who see every principle as all staff do, or clearly higher, or lower; and domains, some of them askew."""
    for by in (0.0, -FURTHER, FURTHER):
        yield from _of_gaps("leaders", found, form(found.all, by), About.PRINCIPLE)
    yield from _of_gaps("leaders-domain", found, _askew(found.all, chance), About.DOMAIN)


def _of_gaps(word: str, found: Round, ratings: dict[str, int], about: About) -> Iterator[Case]:
    truth_of = score_of if about is About.PRINCIPLE else domain_of
    for gap in leader_gaps(found.profile, ratings=ratings, questionnaire=asked()):
        if gap.about is about and isinstance(gap.gap, Gap) and isinstance(gap.leaders, float):
            by = gap.leaders - truth_of(found.all, gap.id)
            yield from beyond(f"{word}-higher", gap.gap.word is ChangeWord.CLEARLY_HIGHER, by)
            yield from beyond(f"{word}-lower", gap.gap.word is ChangeWord.CLEARLY_LOWER, -by)


def form(everybody: Everybody, by: float) -> dict[str, int]:
    """Leaders' ratings, whole ones: their score of each principle comes as near as can be to all staff's plus by."""
    rated: dict[str, int] = {}
    for principle in layout().principles:
        columns = [c for t in GATES for c in layout().cell[principle, t]]
        aim = round((score_of(everybody, principle) + by) / 25 * len(columns))
        total = min(4 * len(columns), max(0, aim))
        rated |= {layout().items[c]: r for c, r in zip(columns, _whole(everybody.means[columns], total), strict=True)}
    return rated


def _whole(means: Floats, aim: int) -> list[int]:
    """Ratings 0..4 that add up to aim and lie close to the means."""
    found = np.rint(means).astype(int)
    while found.sum() != aim:
        step = 1 if found.sum() < aim else -1
        free = np.flatnonzero((found + step >= 0) & (found + step <= 4))
        found[free[np.argmax(step * (means - found)[free])]] += step
    return [int(r) for r in found]


def _askew(everybody: Everybody, chance: np.random.Generator) -> dict[str, int]:
    """As `form`, but one domain is rated a step higher and another a step lower."""
    rated = form(everybody, 0.0)
    for domain, step in zip(chance.permutation(layout().domains)[:2], (1, -1), strict=True):
        for column in layout().domain[str(domain)]:
            item = layout().items[column]
            rated[item] = min(4, max(0, rated[item] + step))
    return rated


def of_level(found: Round) -> Iterator[Case]:
    """All practices of a stage lean alike, so nothing stands apart but by chance: word by word, and in a report."""
    contrasts = [p.contrast.word for p in found.whole.principles.values() if p.contrast is not None]
    for word in (ContrastWord.STRONG, ContrastWord.WEAK):
        yield from (Case(word.value, told is word, true=False) for told in contrasts)
    if contrasts:
        yield Case("contrast-any", any(told is not ContrastWord.NONE for told in contrasts), true=False)
    marks = tones(found).values()
    if marks:
        yield Case("beside-any", any(tone != "plain" for tone in marks), true=False)


def of_odd(found: Round) -> Iterator[Case]:
    """What staff cannot see, how far they agree, where they are split."""
    everybody = found.all
    for principle, told in found.whole.principles.items():
        for gate in told.gates:
            unseen = everybody.cannot_tell(layout().cell[principle, gate.stage])
            yield from beyond("unseen-stage", not gate.visible, unseen - HALF)
    for column in staged():
        one = found.whole.items.get(layout().items[column])
        if one is None:
            continue
        yield from beyond("out-of-sight", not one.visible, everybody.cannot_tell([column]) - UNSEEN)
        if one.agreement is not None:
            truth = agreement_word(everybody.rwg(column))
            yield from (Case(word.value, one.agreement is word, truth is word) for word in type(truth))
            yield Case("split", one.divided is True, everybody.split(column))


def of_groups(leaning: Floats, people: int, chance: np.random.Generator) -> Iterator[Case]:
    """Teams that are all alike, and teams of which one stands ten points higher in everything."""
    teams = TEAMS.get(people, 0)
    for first, differ in ((leaning, False), (risen(leaning), True)) if teams else ():
        leans = (first, *(leaning,) * (teams - 1))
        asked_of = tuple(ordinary(one, people // teams, chance) for one in leans)
        found = held_in_teams(asked_of)
        yield Case("groups-any", bool(named_apart(found.facts, found.whole)), differ)
        yield from _of_pairs(found, asked_of)


def _of_pairs(found: Round, teams: Sequence[Everybody]) -> Iterator[Case]:
    """Each two teams that are told: whether they are told apart, and whether all people of the one stand higher."""
    told = {group.path: group for group in found.profile.places}
    shown = [(told[path], team) for at, team in enumerate(teams) if (path := team_path(at)) in told]
    for (a, first), (b, second) in permutations(shown, 2):
        apart = named_apart(replace(found.facts, profile=replace(found.profile, places=(a, b))), found.whole)
        for principle in asked().climbing:
            one, other = a.principles[principle.id].score, b.principles[principle.id].score
            if isinstance(one, Shown) and isinstance(other, Shown):
                by = score_of(first, principle.id) - score_of(second, principle.id)
                yield from beyond("groups", principle.name in apart and one.value > other.value, by)


def of_preferences(people: int, chance: np.random.Generator) -> Iterator[Case]:
    """What comes first and last in choice sets, where preferences differ and where not. Half of their points count."""
    for design in priorities.designs():
        level, apart = (
            priorities.one_round(design, people, answers_of(people), apart=by, chance=chance)
            for by in (0.0, priorities.APART)
        )
        for (attribute, word), truth in zip(apart.told.words.items(), map(float, apart.true), strict=True):
            yield from _interval("interval-choice", apart.told.scores[attribute], truth)
            if isinstance(apart.told.scores[attribute], Shown):
                yield from beyond("first", word is PriorityWord.FIRST, truth / 2)
                yield from beyond("last", word is PriorityWord.LAST, -truth / 2)
        if any(isinstance(score, Shown) for score in level.told.scores.values()):
            yield Case("first-any", bool(level.words.any()), true=False)
