"""Cases of two rounds: what changed, what becomes of a stage, whether a finished action moved anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from audit.method.changes import Change, change_of
from audit.method.labels import label_of, settings_of
from audit.method.planning import MOST_ACTIVE, propose
from audit.method.profile import ChangeWord, Shown, Withheld
from audit.method.questionnaire import ChoiceDesign
from audit.method.verdict import Verdict, judge
from tests.builders import library
from tests.simulation import priorities
from tests.simulation.cases import FAR, Case, stage_of
from tests.simulation.invented import Round, answers_of, asked

ACTIONS = 25  # of the library, judged in each run


@dataclass(frozen=True, slots=True)
class Waves:
    """One organisation: now; other people a year later, nothing changed; and everything study.RISE points up."""

    now: Round
    same: Round
    up: Round


def of_changes(waves: Waves) -> Iterator[Case]:
    """Clearly higher or lower: of principles, of topics, of items about the audit itself, and of any principle."""
    for kind, scores in (("change", _principles), ("change-topic", _topics), ("change-item", _about_the_audit)):
        now, same, up = (scores(w) for w in (waves.now, waves.same, waves.up))
        for id_ in now:
            for before, after, moved in ((now, same, False), (now, up, True)):
                yield Case(f"{kind}-higher", _word(before[id_], after[id_]) is ChangeWord.CLEARLY_HIGHER, moved)
                yield Case(f"{kind}-lower", _word(after[id_], before[id_]) is ChangeWord.CLEARLY_LOWER, moved)
    first = _principles(waves.now)
    for later, moved in ((waves.same, False), (waves.up, True)):
        found = [_word(first[p], score) for p, score in _principles(later).items()]
        yield Case("change-any", any(w is not ChangeWord.CANNOT_TELL for w in found), moved)


def _principles(found: Round) -> dict[str, Shown | Withheld]:
    return {p: told.score for p, told in found.whole.principles.items()}


def _topics(found: Round) -> dict[str, Shown | Withheld]:
    return {m: told.score for m, told in found.whole.modules.items()}


def _about_the_audit(found: Round) -> dict[str, Shown | Withheld]:
    return found.profile.process


def _word(before: Shown | Withheld, now: Shown | Withheld) -> ChangeWord:
    found = change_of(before, now)
    return found.word if isinstance(found, Change) else ChangeWord.CANNOT_TELL


def of_choices(people: int, chance: np.random.Generator) -> Iterator[Case]:
    """Clearly higher or lower in choice sets: where people prefer as before, and where they prefer something else."""
    for design in priorities.designs():
        before, other = (chance.normal(0, priorities.APART, len(design.attributes)) for _ in range(2))
        now, same, changed = (_choices(design, people, liking, chance) for liking in (before, before, other))
        for attribute, by in zip(now.told.scores, changed.true - now.true, strict=True):
            untrue, true = (_word(now.told.scores[attribute], w.told.scores[attribute]) for w in (same, changed))
            for word, told, moved in (
                ("change-choice-higher", ChangeWord.CLEARLY_HIGHER, by),
                ("change-choice-lower", ChangeWord.CLEARLY_LOWER, -by),
            ):
                yield Case(word, untrue is told, true=False)
                if moved / 2 >= FAR:
                    yield Case(word, true is told, true=True)


def _choices(
    design: ChoiceDesign, people: int, liking: priorities.Floats, chance: np.random.Generator
) -> priorities.Round:
    everybody = priorities.choices_of(design, people, liking, chance)
    answered = priorities.answered(everybody, design, answers_of(people), chance)
    return priorities.Round(priorities.true_scores(everybody, design), priorities.told_of(answered, design, people))


def of_labels(waves: Waves) -> Iterator[Case]:
    """What becomes of a stage where nothing changed, and where all N stand at another stage, ten points up."""
    for principle, setting in settings_of(waves.now.profile).items():
        same = label_of(waves.same.whole.principles[principle], setting=setting)
        yield from (Case(word, same.word.value == word, true=word != "moved") for word in ("stands", "held", "moved"))
        if stage_of(waves.up.all, principle) is not stage_of(waves.now.all, principle):
            up = label_of(waves.up.whole.principles[principle], setting=setting)
            yield from (Case(word, up.word.value == word, true=word == "moved") for word in ("stands", "held", "moved"))


def of_verdicts(waves: Waves, chance: np.random.Generator) -> Iterator[Case]:
    """Actions of the library as finished in between: where nothing changed, and where all moved ten points."""
    actions = sorted(library().actions)
    for moves in (library().actions[actions[at]].moves for at in chance.permutation(len(actions))[:ACTIONS]):
        for word, told, then, now in (
            ("verdict-higher", ChangeWord.CLEARLY_HIGHER, waves.now, waves.up),
            ("verdict-lower", ChangeWord.CLEARLY_LOWER, waves.up, waves.now),
        ):
            for before, after, moved in ((waves.now, waves.same, False), (then, now, True)):
                found = judge(moves, then=before.release, now=after.release, asked=asked())
                if isinstance(found, Verdict):
                    yield Case(word, found.word is told, moved)
    yield from _of_proposals(waves)


def _of_proposals(waves: Waves) -> Iterator[Case]:
    """What the first round proposes, as finished: it answers low scores, and part of a low score is chance."""
    plan = propose(waves.now.profile, asked(), library().actions)[:MOST_ACTIVE]
    for now, moved in ((waves.same, False), (waves.up, True)):
        for proposal in plan:
            moves = library().actions[proposal.action].moves
            found = judge(moves, then=waves.now.release, now=now.release, asked=asked())
            if isinstance(found, Verdict):
                yield Case("verdict-proposed", found.word is ChangeWord.CLEARLY_HIGHER, moved)
