"""Questionnaires as other programs get them. Keys that do not apply are absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from audit.library import LeadershipForm, Library
from audit.method.questionnaire import TOGETHER, Audience, ChoiceDesign, Item, ItemGroup, Provenance, Questionnaire
from audit.wording import SOURCE_LANGUAGE

LEADERS = "leaders"
"""Who fills in the leadership form, beside the audiences of items."""


def listed(library: Library) -> list[dict[str, Any]]:
    """Every questionnaire and edition, and the leadership form, with how much each asks for."""
    in_english = [q for q in library.questionnaires if q.language == SOURCE_LANGUAGE]
    form = library.leadership
    entries = [
        _entry(q, [o for o in library.questionnaires if (o.id, o.edition) == (q.id, q.edition)]) for q in in_english
    ]
    entries.append(
        {
            **_head(form),
            "items": len(form.prompts),
            "prompts": len(form.prompts),
            "who": LEADERS,
            "languages": _languages((form, *library.leadership_elsewhere.values())),
        }
    )
    return sorted(entries, key=lambda entry: str(entry["id"]))


def _entry(asked: Questionnaire, languages: Iterable[Questionnaire]) -> dict[str, Any]:
    sets = sum(c.shown for c in asked.choices)
    own = asked.copied_from[0]
    return {
        **_head(asked),
        "items": len(asked.items),
        **({"choice_sets": sets} if sets else {}),
        "who": who_answers(asked).value,
        **({"copied_from": list(asked.copied_from)} if own else {}),
        "languages": _languages(languages),
    }


def who_answers(asked: Questionnaire) -> Audience:
    """Everyone, unless every item is meant for the same people."""
    audiences = {i.audience for i in asked.items}
    return audiences.pop() if len(audiences) == 1 else Audience.EVERYONE


def _head(asked: Questionnaire | LeadershipForm) -> dict[str, Any]:
    return {
        "id": asked.id,
        "edition": asked.edition,
        "title": asked.title,
        "minutes": list(asked.minutes),
    }


def _languages(found: Iterable[Questionnaire | LeadershipForm]) -> list[dict[str, Any]]:
    """Each language, whether nobody has confirmed it yet, and how many strings are still English."""
    return [
        {"language": one.language, "draft": one.draft, "untranslated": len(one.untranslated)}
        for one in sorted(found, key=lambda one: (one.language != SOURCE_LANGUAGE, one.language))
    ]


def exported(asked: Questionnaire) -> dict[str, Any]:
    """A questionnaire, or several asked together."""
    return {
        **_head(asked),
        **_translation(asked),
        **({"copied_from": list(asked.copied_from)} if asked.copied_from[0] else {}),
        **({"groups": [_group(g) for g in asked.groups]} if asked.groups else {}),
        "items": [_item(i) for i in asked.items],
        **({"best_worst": [_choice(c) for c in asked.choices]} if asked.choices else {}),
    }


def exported_leadership(library: Library, language: str) -> dict[str, Any]:
    """The leadership form: the items it repeats, each with what evidence would show."""
    form = library.leadership_in(language)
    mirrored = library.questionnaire(TOGETHER.join(form.mirrors), language=form.language)
    known = {i.id: i for i in mirrored.items}
    return {
        **_head(form),
        **_translation(form),
        "mirrors": list(form.mirrors),
        "items": [
            {**_home(known[item]), "text": known[item].text, "evidence": evidence}
            for item, evidence in form.prompts.items()
        ],
    }


def _translation(asked: Questionnaire | LeadershipForm) -> Mapping[str, Any]:
    """What is worth knowing about a text that is not the English one."""
    if asked.language == SOURCE_LANGUAGE:
        return {}
    return {"language": asked.language, "draft": asked.draft, "untranslated": sorted(asked.untranslated)}


def _home(item: Item) -> dict[str, Any]:
    """Its id, and what it is counted in."""
    everything = {
        "id": item.id,
        "principle": item.principle,
        "domain": item.domain,
        "stage": None if item.stage is None else int(item.stage),
        "tier": item.tier,
        "group": item.group,
    }
    return {k: v for k, v in everything.items() if v is not None}


def _item(item: Item) -> dict[str, Any]:
    return {
        **_home(item),
        "audience": item.audience.value,
        "text": item.text,
        "help": item.help,
        "provenance": provenance_of(item.provenance),
        "actions": list(item.actions),
    }


def provenance_of(entries: Iterable[Provenance]) -> list[dict[str, str]]:
    """Where a thought comes from; a thought of our own names no row."""
    return [{k: v for k, v in asdict(entry).items() if v} for entry in entries]


def _group(group: ItemGroup) -> dict[str, Any]:
    return {k: v for k, v in asdict(group).items() if v not in (None, False)}


def _choice(design: ChoiceDesign) -> dict[str, Any]:
    """blocks: for each block its sets, each the ids of its attributes."""
    return {
        "id": design.id,
        "title": design.title,
        "question": design.question,
        "most": design.most,
        "least": design.least,
        "note": design.note,
        **({"published": design.published} if design.published else {}),
        "shown": design.shown,
        "attributes": [asdict(a) for a in design.attributes],
        "blocks": [[list(design.sets[at]) for at in block] for block in design.blocks],
    }
