"""JSON Schemas (draft 2020-12) of what is written as JSON: release, profile and outcome.

Made from the values themselves, so that a field that is added is a field that is described. `python -m
reports.published` writes them into docs/schemas; a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from inspect import getdoc
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from audit.method.comparison import WhyNot
from audit.method.exact import ExactItem, ExactScore
from audit.method.groups import Lens
from audit.method.labels import LabelWord
from audit.method.profile import Agreement, ChangeWord, ContrastWord, PriorityWord
from audit.method.questionnaire import GATES, Stage
from audit.method.release import FORMAT, Release
from audit.method.tiers import TIERS
from audit.outcome import ANONYMITY, INVENTED, OF_A_ROUND
from audit.outcome.telling import WITHHELD

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
TEXT: Schema = {"type": "string"}
YES_OR_NO: Schema = {"type": "boolean"}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
BAND: Schema = {"type": "string", "pattern": r"^([0-9]+-[0-9]+|[0-9]+\+)$"}
SHARE: Schema = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
PLAIN: Mapping[type, Schema] = {bool: YES_OR_NO, int: {"type": "integer"}, float: NUMBER, str: TEXT}


def release_schema() -> Schema:
    """A release as `audit.method.release.canonical` writes it."""
    defs: dict[str, Schema] = {}
    _define(Release, defs)
    own = defs.pop("Release")
    own["properties"] = {"format": {"const": FORMAT}, **own["properties"]}
    own["required"] = ["format", *own["required"]]
    return _headed("release", "A release: all that may be told of one round, rounded numbers only", own, defs)


def profile_schema() -> Schema:
    """What a release says in words, as `audit.outcome.telling.told` writes it."""
    return _headed("profile", "A profile: what a release says", _object(_profile()), _profile_parts())


def outcome_schema() -> Schema:
    """The file that `steadyground analyse` writes, and a round as JSON: profile, release and what stands beside."""
    defs = {**_profile_parts(exact=True), **_beside()}
    release = release_schema()
    defs |= release.pop("$defs")
    for key in ("$schema", "$id", "title"):
        release.pop(key)
    defs["Release"] = release
    own = _object(
        {
            "format": {"const": FORMAT},
            "note": {"enum": [ANONYMITY, OF_A_ROUND]},
            "round": {"type": "integer", "minimum": 1},
            "invented": {"const": INVENTED},
            **_profile(),
            "actions": {"type": "array", "items": TEXT},
            "leaders": _ref("leaders"),
            "change": _ref("change"),
            "release": _ref("Release"),
            "hash": HASH,
            "exact": _object({"n": COUNT, "invited": _or_null(COUNT), "min_disclosed": _or_null(COUNT)}),
            "file_hash": HASH,
        },
        optional=("round", "invented", "leaders", "change", "exact"),
    )
    return _headed("outcome", "An outcome: a profile, its release and what stands beside them", own, defs)


def _headed(name: str, title: str, own: Schema, defs: Mapping[str, Schema]) -> Schema:
    return {"$schema": DRAFT, "$id": f"urn:steadyground:{name}:{FORMAT}", "title": title, **own, "$defs": dict(defs)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(properties: Mapping[str, Schema], *, optional: Iterable[str] = ()) -> Schema:
    """An object with these keys and no others."""
    required = [key for key in properties if key not in set(optional)]
    return {"type": "object", "properties": dict(properties), "required": required, "additionalProperties": False}


def _by_id(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": schema}


def _words(words: Iterable[str | None]) -> Schema:
    return {"enum": list(words)}


# From values


def _define(kind: type, defs: dict[str, Schema]) -> Schema:
    """A dataclass as a definition; the reference to it."""
    if kind.__name__ not in defs:
        defs[kind.__name__] = {}
        hints = get_type_hints(kind)
        own = _object({f.name: _of(hints[f.name], defs) for f in fields(kind)})
        defs[kind.__name__] = {"description": _first_sentence(kind), **own}
    return _ref(kind.__name__)


def _first_sentence(kind: type) -> str:
    text = " ".join((getdoc(kind) or "").split())
    return re.split(r"(?<=[.:;]) ", text, maxsplit=1)[0].rstrip(":;")


def _of(kind: Any, defs: dict[str, Schema]) -> Schema:
    """A declared type as a schema."""
    if isinstance(kind, UnionType):
        return _or_null(_of(get_args(kind)[0], defs))
    if is_dataclass(kind):
        return _define(kind if isinstance(kind, type) else type(kind), defs)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), defs)
    if get_origin(kind) is dict:
        key, inner = get_args(kind)
        found = _by_id(_of(inner, defs))
        return found if key is str else {**found, "propertyNames": _words(_keys(key))}
    if issubclass(kind, Enum):
        return _words(member.value for member in kind)
    return dict(PLAIN[kind])


def _keys(kind: type) -> Iterable[str]:
    return [lens.value for lens in Lens] if kind is Lens else [str(tier) for tier in TIERS]


def _tuple(kinds: tuple[Any, ...], defs: dict[str, Schema]) -> Schema:
    each = _of(kinds[0], defs)
    if kinds[-1] is ...:
        return {"type": "array", "items": each}
    return {"type": "array", "items": each, "minItems": len(kinds), "maxItems": len(kinds)}


# Of the profile


def _profile() -> dict[str, Schema]:
    """Its keys, as they stand in an outcome too."""
    return {
        "people": _or_null(BAND),
        "invited": _or_null(BAND),
        "k": {"type": "integer", "minimum": 1},
        "questionnaire": TEXT,
        "edition": TEXT,
        "item_list": HASH,
        "definition": HASH,
        "headline": _object(_stage_range()),
        "principles": _by_id(_ref("principle")),
        "domains": _by_id(_ref("domain")),
        "modules": _by_id(_ref("module")),
        "process_index": _by_id(_object({"shown": _score()})),
        "choices": _by_id(_by_id(_object({"shown": _score(), "word": _words(PriorityWord)}))),
        "items": _by_id(_ref("item")),
        "tiers": _by_id(_ref("tier")),
        "groups": _object({"places": _by_id(_ref("group")), "roles": _by_id(_ref("group"))}),
        "published": {**_by_id(_ref("published")), "propertyNames": _words(_keys(int))},
        "withheld": {"type": "array", "items": _object({"what": TEXT, "why": TEXT})},
    }


def _score() -> Schema:
    """A score, or null where it is withheld."""
    return _or_null(_ref("score"))


def _stage_range() -> dict[str, Schema]:
    words = _words([*(stage.slug for stage in Stage), WITHHELD])
    return {"stage": words, "stage_low": words, "stage_high": words}


def _profile_parts(*, exact: bool = False) -> dict[str, Schema]:
    """What its keys hold. exact: an analyst's exact numbers may stand beside those of the whole organisation."""
    paths: Schema = {"type": "array", "items": TEXT}
    share, may = _or_null(SHARE), _exact_allowed(exact)
    support = _object({"exists": _or_null(YES_OR_NO), "known": share})
    parts = {
        "score": _object(dict.fromkeys(("score", "step", "se", "se_plain", "low", "high"), NUMBER)),
        "principle": _principle(exact=exact),
        "domain": may({"shown": _score()}, _score_se()),
        "module": may({"shown": _score(), "items_counted": _or_null(COUNT)}, _score_se()),
        "item": may(_item(untold=exact), _ref("ExactItem")),
        "tier": _object({"supports": _by_id(support), "trusted": share}),
        "published": _object({"places": paths, "roles": paths}),
        "group": _object(
            {
                "people": BAND,
                "principles": _by_id(_ref("principle")),
                "domains": _by_id(_ref("domain")),
                "modules": _by_id(_ref("module")),
                "items": _by_id(_ref("item")),
            }
        ),
    }
    if exact:
        _define(ExactItem, parts)
        _define(ExactScore, parts)
    return parts


def _exact_allowed(exact: bool) -> Any:
    """Makes an object that may have "exact", where exact is true."""

    def made(properties: dict[str, Schema], numbers: Schema) -> Schema:
        return _object({**properties, "exact": numbers}, optional=("exact",)) if exact else _object(properties)

    return made


def _score_se() -> Schema:
    return _or_null(_object({"score": NUMBER, "se": NUMBER}))


def _principle(*, exact: bool) -> Schema:
    may = _exact_allowed(exact)
    passed = {"passed": _or_null(YES_OR_NO), "visible": _or_null(YES_OR_NO)}
    gate = may({"stage": _words(stage.slug for stage in GATES), "shown": _score(), **passed}, _score_se())
    word = _words([*ContrastWord, *([None] if exact else [])])
    number = _or_null(NUMBER) if exact else NUMBER
    contrast = may({**dict.fromkeys(("score", "se", "se_plain"), number), "word": word}, _score_se())
    properties = {
        "shown": _score(),
        "items_counted": _or_null(COUNT),
        **_stage_range(),
        "gates": {"type": "array", "items": gate, "minItems": len(GATES), "maxItems": len(GATES)},
        "contrast": _or_null(contrast),
    }
    found: Schema = may(properties, _or_null(_ref("ExactScore")))
    return found


def _item(*, untold: bool) -> dict[str, Schema]:
    """untold: everything may be null, beside exact numbers."""
    rounded = _object({"low": COUNT, "middle": COUNT, "high": COUNT})
    share, seen = (_or_null(SHARE), _or_null(YES_OR_NO)) if untold else (SHARE, YES_OR_NO)
    return {
        "usually_or_reliably": share,
        "cannot_tell": share,
        "split3": _or_null(rounded),
        "spread": _or_null(NUMBER),
        "agreement": _words([*Agreement, None]),
        "split": _or_null(YES_OR_NO),
        "visible": seen,
    }


# Beside it


def _beside() -> dict[str, Schema]:
    """What leaders said, and earlier rounds."""
    found = _object({"value": NUMBER, "low": NUMBER, "high": NUMBER, "word": _words(ChangeWord)})
    gap = _object({"leaders": _or_null(NUMBER), "items_rated": COUNT, "gap": _or_null(found)})
    ratings = _by_id({"type": "integer", "minimum": 0, "maximum": 4})
    return {
        "leaders": _object({"ratings": ratings, "principles": _by_id(gap), "domains": _by_id(gap)}),
        "change": _change(),
        "moved": _or_null(_object({"difference": NUMBER, "low": NUMBER, "high": NUMBER, "word": _words(ChangeWord)})),
    }


def _change() -> Schema:
    """Earlier releases, oldest first, and this round beside them, where they can be compared."""
    moved = _ref("moved")
    principle = _object({"change": moved, "gates": {"type": "array", "items": moved}})
    parts = {"principles": _by_id(principle), "domains": _by_id(moved), "modules": _by_id(moved)}
    not_compared = {"compared": {"const": False}, "why": _words(WhyNot)}
    group = {"oneOf": [_object(not_compared), _object({"compared": {"const": True}, **parts})]}
    earlier = {"earlier": {"type": "array", "items": _ref("Release"), "minItems": 1}}
    compared = {
        "compared": {"const": True},
        "headline": _object(_stage_range()),
        "labels": _by_id(_object({"word": _words(LabelWord), **_stage_range()})),
        **parts,
        "process_index": _by_id(moved),
        "choices": _by_id(_by_id(moved)),
        "groups": _object({"places": _by_id(group), "roles": _by_id(group)}),
    }
    return {"oneOf": [_object(earlier), _object({**earlier, **not_compared}), _object({**earlier, **compared})]}
