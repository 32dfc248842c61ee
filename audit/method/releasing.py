"""COUNT: from everybody's answers to the one release: count, plan, build, audit; where it tells too much, tell less.

The ladder: all groups of the plans; all groups one and two rows of the resolution table coarser; the organisation
alone, also one and two rows coarser; nothing. Each step down happens where the auditor finds too much, by itself or
beside an earlier round, or cannot finish: whatever goes wrong, less is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from audit.method import across_rounds, auditor
from audit.method.answers import AnswerSheet
from audit.method.counting import Counted, K, Plans, count, nothing_at_all, plan_all, whole_only
from audit.method.groups import Tree
from audit.method.questionnaire import Questionnaire
from audit.method.release import AUDITED, TOO_FEW, Release
from audit.method.rounding import Telling, build_release
from audit.method.tiers import COARSEST


def release_of(
    sheet: AnswerSheet,
    *,
    questionnaire: Questionnaire,
    places: Tree,
    roles: Tree,
    k: int = K,
    earlier: Release | None = None,
) -> Release:
    """What may be told of these answers, audited.

    sheet: the questionnaire's items in its order (else ValueError); every path a node of its tree (else ValueError).
    k: the fewest people that anything may be about. earlier: what was told of the same people before, if anything.
    """
    counts = count(sheet, questionnaire=questionnaire, places=places, roles=roles)
    return release_from(counts, questionnaire=questionnaire, k=k, earlier=earlier)


def release_from(
    counts: Counted, *, questionnaire: Questionnaire, k: int = K, earlier: Release | None = None
) -> Release:
    """As `release_of`, from what was counted."""
    rule = TOO_FEW if counts.crosstab.total < k else AUDITED
    nothing = Telling(questionnaire, counts, nothing_at_all(counts, rule=rule), k, coarsened=0)
    if rule == TOO_FEW:
        return build_release(nothing)
    passed = (_audited(telling, earlier) for telling in _ladder(counts, questionnaire, k))
    return next((release for release in passed if release is not None), None) or build_release(nothing)


def _ladder(counts: Counted, questionnaire: Questionnaire, k: int) -> Iterator[Telling]:
    """Less and less telling; steps that cannot even be planned are left out."""
    for planning in (plan_all, whole_only):
        plans = _planned(partial(planning, counts, k=k))
        if plans is not None:
            yield from (Telling(questionnaire, counts, plans, k, coarsened=rows) for rows in range(COARSEST + 1))


def _planned(planning: Callable[[], Plans]) -> Plans | None:
    try:
        return planning()
    except Exception:  # fail closed: what cannot be planned is not told
        return None


def _audited(telling: Telling, earlier: Release | None) -> Release | None:
    """The release if the auditor lets it pass; None also where anything at all goes wrong on the way."""
    try:
        release = build_release(telling)
        return release if _passes(telling, release, earlier) else None
    except Exception:  # fail closed: what cannot be checked is not told
        return None


def _passes(telling: Telling, release: Release, earlier: Release | None) -> bool:
    if earlier is not None and not across_rounds.passes(telling.counts, release, earlier, k=telling.k):
        return False
    return auditor.passes(telling, release)
