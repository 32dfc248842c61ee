"""What stands beside a profile in an outcome: leaders' ratings, earlier rounds, and an analyst's exact numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from audit.method.changes import Change
from audit.method.comparison import (
    Comparison,
    GroupChange,
    GroupComparison,
    NotCompared,
    PrincipleChange,
    compare_with_earlier,
)
from audit.method.exact import Exact, ExactGroup, ExactPrinciple, ExactScore
from audit.method.leaders import About, LeaderGap
from audit.method.profile import Withheld
from audit.method.release import Release, as_json
from audit.outcome.telling import Json, stage_words
from audit.people_files import text_of


def leaders_told(gaps: Sequence[LeaderGap], *, ratings: Mapping[str, int]) -> Json:
    """The leaders' ratings and, by principle and by domain, how far they stand from staff."""
    return {
        "ratings": dict(sorted(ratings.items())),
        "principles": {g.id: _gap(g) for g in gaps if g.about is About.PRINCIPLE},
        "domains": {g.id: _gap(g) for g in gaps if g.about is About.DOMAIN},
    }


def _gap(found: LeaderGap) -> Json:
    gap = found.gap
    return {
        "leaders": None if isinstance(found.leaders, Withheld) else found.leaders,
        "items_rated": found.items_rated,
        "gap": None
        if isinstance(gap, Withheld)
        else {"value": gap.value, "low": gap.low, "high": gap.high, "word": gap.word.value},
    }


def change_told(earlier: Sequence[Release], now: Release) -> Json:
    """This round beside the earlier ones, oldest first, of which there is at least one."""
    found = compare_with_earlier(earlier, now)
    return {"earlier": [as_json(r) for r in earlier], **({} if found is None else _compared(found))}


def _compared(found: Comparison | NotCompared) -> Json:
    if isinstance(found, NotCompared):
        return {"compared": False, "why": found.reason.value}
    return {
        "compared": True,
        "headline": stage_words(found.headline),
        "labels": {p: {"word": at.word.value, **stage_words(at.stage)} for p, at in found.labels.items()},
        **_group(found.whole),
        "process_index": {i: _change(c) for i, c in found.process.items()},
        "choices": {design: {a: _change(c) for a, c in by.items()} for design, by in found.choices.items()},
        "groups": {"places": _groups(found.places), "roles": _groups(found.roles)},
    }


def _group(found: GroupChange) -> Json:
    return {
        "principles": {p: _principle(c) for p, c in found.principles.items()},
        "domains": {d: _change(c) for d, c in found.domains.items()},
        "modules": {m: _change(c) for m, c in found.modules.items()},
    }


def _groups(found: Sequence[GroupComparison]) -> Json:
    return {text_of(g.path): _one_group(g.change) for g in found}


def _one_group(change: GroupChange | NotCompared) -> Json:
    if isinstance(change, NotCompared):
        return {"compared": False, "why": change.reason.value}
    return {"compared": True, **_group(change)}


def _principle(found: PrincipleChange) -> Json:
    return {"change": _change(found.score), "gates": [_change(c) for c in found.cells]}


def _change(found: Change | Withheld) -> Json | None:
    if isinstance(found, Withheld):
        return None
    return {"difference": found.difference, "low": found.low, "high": found.high, "word": found.word.value}


def with_exact(outcome: Json, exact: Exact) -> Json:
    """The outcome with an "exact" beside each number of the whole organisation; leaves the given one as it is."""
    whole = exact.whole
    return {
        **outcome,
        "exact": {"n": exact.n, "invited": exact.invited, "min_disclosed": exact.min_disclosed},
        "principles": {p: _exact_principle(v, whole.principles[p]) for p, v in outcome["principles"].items()},
        "domains": {d: {**v, "exact": _score_se(whole.domains[d])} for d, v in outcome["domains"].items()},
        "modules": {m: {**v, "exact": _score_se(whole.modules[m])} for m, v in outcome["modules"].items()},
        "items": _exact_items(outcome["items"], whole),
    }


def _exact_principle(told: Json, exact: ExactPrinciple) -> Json:
    contrast = told["contrast"]
    if contrast is None and exact.contrast is not None:
        contrast = {"score": None, "se": None, "se_plain": None, "word": None}
    return {
        **told,
        "exact": None if exact.score is None else asdict(exact.score),
        "gates": [{**g, "exact": _score_se(e)} for g, e in zip(told["gates"], exact.gates, strict=True)],
        "contrast": None if contrast is None else {**contrast, "exact": _score_se(exact.contrast)},
    }


def _score_se(exact: ExactScore | None) -> Json | None:
    return None if exact is None else {"score": exact.score, "se": exact.se}


UNTOLD_ITEM: Mapping[str, Any] = dict.fromkeys(
    ("usually_or_reliably", "cannot_tell", "split3", "spread", "agreement", "split", "visible")
)


def _exact_items(told: Json, whole: ExactGroup) -> Json:
    """Every item, those that may not be told with nulls beside their exact numbers."""
    return {item: {**told.get(item, UNTOLD_ITEM), "exact": asdict(exact)} for item, exact in whole.items.items()}


def without_exact(outcome: Mapping[str, Any]) -> Json:
    """What `with_exact` started from."""
    found: Json = {key: _without(value) for key, value in outcome.items() if key not in ("exact", "items")}
    items = outcome["items"]
    told = {item: v for item, v in items.items() if {k: v[k] for k in v if k != "exact"} != dict(UNTOLD_ITEM)}
    return {**found, "items": _without(told)}


def _without(value: Any) -> Any:
    if isinstance(value, list):
        return [_without(v) for v in value]
    if not isinstance(value, dict):
        return value
    kept = {k: _without(v) for k, v in value.items() if k != "exact"}
    contrast = kept.get("contrast")
    if isinstance(contrast, dict) and set(contrast.values()) == {None}:
        kept["contrast"] = None
    return kept
