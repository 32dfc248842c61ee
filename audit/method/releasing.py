"""COUNT: from everybody's answers to the one release: count, plan, build, audit; where it tells too much, tell less.

The ladder: all groups of the plans; all groups one row of the resolution table coarser; the organisation alone;
nothing. Each step down happens where the auditor finds too much, or cannot finish: whatever goes wrong, less is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from audit.method import auditor
from audit.method.answers import AnswerSheet
from audit.method.counting import Counted, K, Plans, count, nothing_at_all, plan_all, whole_only
from audit.method.groups import Tree
from audit.method.questionnaire import Questionnaire
from audit.method.release import AUDITED, TOO_FEW, Release
from audit.method.rounding import Telling, build_release


def release_of(sheet: AnswerSheet, *, questionnaire: Questionnaire, places: Tree, roles: Tree, k: int = K) -> Release:
    """What may be told of these answers, audited.

    sheet: the questionnaire's items in its order (else ValueError); every path a node of its tree (else ValueError).
    k: the fewest people that anything may be about.
    """
    counts = count(sheet, questionnaire=questionnaire, places=places, roles=roles)
    return release_from(counts, questionnaire=questionnaire, k=k)


def release_from(counts: Counted, *, questionnaire: Questionnaire, k: int = K) -> Release:
    """As `release_of`, from what was counted."""
    rule = TOO_FEW if counts.crosstab.total < k else AUDITED
    nothing = Telling(questionnaire, counts, nothing_at_all(counts, rule=rule), k, coarsened=0)
    if rule == TOO_FEW:
        return build_release(nothing)
    passed = (_audited(telling) for telling in _ladder(counts, questionnaire, k))
    return next((release for release in passed if release is not None), build_release(nothing))


def _ladder(counts: Counted, questionnaire: Questionnaire, k: int) -> Iterator[Telling]:
    """Less and less telling; steps that cannot even be planned are left out."""
    groups = _planned(partial(plan_all, counts, k=k))
    if groups is not None:
        yield Telling(questionnaire, counts, groups, k, coarsened=0)
        yield Telling(questionnaire, counts, groups, k, coarsened=1)
    whole = _planned(partial(whole_only, counts, k=k))
    if whole is not None:
        yield Telling(questionnaire, counts, whole, k, coarsened=0)


def _planned(planning: Callable[[], Plans]) -> Plans | None:
    try:
        return planning()
    except Exception:  # fail closed: what cannot be planned is not told
        return None


def _audited(telling: Telling) -> Release | None:
    """The release if the auditor lets it pass; None also where anything at all goes wrong on the way."""
    try:
        release = build_release(telling)
        return release if auditor.passes(telling, release) else None
    except Exception:  # fail closed: what cannot be checked is not told
        return None
