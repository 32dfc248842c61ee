"""A profile as plain JSON values, in the shape of an outcome file. Only released numbers and their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audit.method.groups import Lens, Path
from audit.method.profile import (
    ChoiceFinding,
    Contrast,
    Gate,
    GroupProfile,
    ItemFinding,
    ModuleFinding,
    PrincipleFinding,
    Profile,
    Reason,
    Shown,
    StageFinding,
    Withheld,
)
from audit.method.questionnaire import GATES, Questionnaire
from audit.method.release import Band, Hidden, Release, Share
from audit.method.stepped_care import TierFinding, tiers_of
from audit.people_files import text_of

WITHHELD = "withheld"
Json = dict[str, Any]


def told(profile: Profile, release: Release, *, questionnaire: Questionnaire, ratings: Mapping[str, int]) -> Json:
    """Everything that a profile says. Principles that climb, domains, modules, tiers and process items are always all
    there, shown or null; choices where anything is told.

    ratings: the leadership team's, for what exists in the tiers.
    """
    whole = None if isinstance(profile.whole, Withheld) else profile.whole
    return {
        "people": band_text(profile.people),
        "invited": band_text(profile.invited),
        "k": profile.k,
        "questionnaire": profile.questionnaire,
        "edition": profile.edition,
        "item_list": profile.item_list,
        "definition": release.definition,
        "headline": stage_words(profile.headline),
        "principles": {
            p.id: _nothing_told() if whole is None else _principle(whole.principles[p.id])
            for p in questionnaire.climbing
        },
        "domains": {d: {"shown": None if whole is None else _domain(whole, d)} for d in _domains(questionnaire)},
        "modules": {m.id: _module(None if whole is None else whole.modules[m.id]) for m in questionnaire.modules},
        "process_index": {
            i.id: {"shown": score(profile.process[i.id]) if i.id in profile.process else None}
            for i in questionnaire.process_items
        },
        "choices": {design: _chosen(found) for design, found in profile.choices.items()},
        "items": {} if whole is None else _items(whole),
        "tiers": {str(t.tier): _tier(t) for t in tiers_of(whole, questionnaire, ratings=ratings)},
        "groups": {
            "places": {text_of(g.path): _group(g) for g in profile.places},
            "roles": {text_of(g.path): _group(g) for g in profile.roles},
        },
        "published": {
            str(tier): {"places": _paths(by_lens[Lens.PLACE]), "roles": _paths(by_lens[Lens.ROLE])}
            for tier, by_lens in release.published.items()
        },
        "withheld": [{"what": _hidden(h), "why": h.rule} for h in profile.hidden],
    }


def _domains(questionnaire: Questionnaire) -> list[str]:
    """Domains that have an item that climbs."""
    asked = {i.domain for i in questionnaire.staged_items}
    return [d.id for d in questionnaire.domains if d.id in asked]


def _hidden(hidden: Hidden) -> str:
    """A group by lens and path, or what of it; the whole organisation has no path."""
    group = f"{hidden.lens.value} {text_of(hidden.path)}" if hidden.path else "organisation"
    return group if hidden.what == "group" else f"{group}: {hidden.what}"


def band_text(band: Band | None) -> str | None:
    """10-19, 20-49, 50-99 or 100+; None where nothing may be told."""
    if band is None:
        return None
    return f"{band.low}+" if band.high is None else f"{band.low}-{band.high}"


def stage_words(found: StageFinding | Withheld) -> Json:
    """A stage and its range in words."""
    if isinstance(found, Withheld):
        return {"stage": WITHHELD, "stage_low": WITHHELD, "stage_high": WITHHELD}
    return {"stage": found.stage.slug, "stage_low": found.low.slug, "stage_high": found.high.slug}


def score(shown: Shown | Withheld) -> Json | None:
    """A score with its step, standard errors and 95 % interval; null where it is withheld."""
    if isinstance(shown, Withheld):
        return None
    return {
        "score": shown.value,
        "step": shown.step,
        "se": shown.se,
        "se_plain": shown.se_plain,
        "low": shown.low,
        "high": shown.high,
    }


def _nothing_told() -> Json:
    """A principle where nothing may be told: no number and no word."""
    return {
        "shown": None,
        "items_counted": None,
        **stage_words(Withheld(Reason.TOO_FEW_PEOPLE)),
        "gates": [{"stage": t.slug, "shown": None, "passed": None, "visible": None} for t in GATES],
        "contrast": None,
    }


def _principle(found: PrincipleFinding) -> Json:
    return {
        "shown": score(found.score),
        "items_counted": found.items_counted,
        **stage_words(found.stage),
        "gates": [_gate(g) for g in found.gates],
        "contrast": None if found.contrast is None else _contrast(found.contrast),
    }


def _gate(gate: Gate) -> Json:
    return {"stage": gate.stage.slug, "shown": score(gate.score), "passed": gate.passed, "visible": gate.visible}


def _contrast(contrast: Contrast) -> Json:
    return {
        "score": contrast.number.value,
        "se": contrast.number.se,
        "se_plain": contrast.number.se_plain,
        "word": contrast.word.value,
    }


def _domain(group: GroupProfile, domain: str) -> Json | None:
    return score(group.domains[domain].score)


def _module(found: ModuleFinding | None) -> Json:
    """A module's score; nulls where nothing may be told."""
    if found is None:
        return {"shown": None, "items_counted": None}
    return {"shown": score(found.score), "items_counted": found.items_counted}


def _chosen(found: ChoiceFinding) -> Json:
    """By attribute a score of -100..100, or null, and whether it may be called first or last."""
    return {a: {"shown": score(shown), "word": found.words[a].value} for a, shown in found.scores.items()}


def _tier(found: TierFinding) -> Json:
    return {
        "supports": {
            s.item: {"exists": s.exists, "known": None if s.known is None else _share(s.known.share)}
            for s in found.supports.values()
        },
        "trusted": None if found.trusted is None else _share(found.trusted.share),
    }


def _items(group: GroupProfile) -> Json:
    return {item: _item(found) for item, found in group.items.items()}


def _item(found: ItemFinding) -> Json:
    split = found.split
    return {
        "usually_or_reliably": _share(found.usually),
        "cannot_tell": _share(found.cannot_tell),
        "split3": None if split is None else {"low": split.low, "middle": split.middle, "high": split.high},
        "spread": found.spread,
        "agreement": None if found.agreement is None else found.agreement.value,
        "split": found.divided,
        "visible": found.visible,
    }


def _share(share: Share) -> list[float]:
    return [share.low, share.high]


def _group(group: GroupProfile) -> Json:
    return {
        "people": band_text(group.people),
        "principles": {p: _principle(found) for p, found in group.principles.items()},
        "domains": {d: {"shown": _domain(group, d)} for d in group.domains},
        "modules": {m: _module(found) for m, found in group.modules.items()},
        "items": _items(group),
    }


def _paths(paths: tuple[Path, ...]) -> list[str]:
    return [text_of(p) for p in paths]
