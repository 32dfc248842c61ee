"""All that may be told of a round as one long table: a row for each released number and word, numbers as numbers.

Workbook and table are written from it, so that nothing is ever read back out of a text that was made for people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from audit.exhibits import RoundFacts, words
from audit.exhibits.priorities import priority_word
from audit.exhibits.withheld import hidden_reason
from audit.fallback import plain
from audit.method.changes import Change
from audit.method.comparison import Comparison, GroupChange, NotCompared
from audit.method.groups import Lens
from audit.method.leaders import Gap, LeaderGap
from audit.method.profile import (
    Absent,
    ChangeWord,
    Contrast,
    ContrastWord,
    Gate,
    GroupProfile,
    ItemFinding,
    PrincipleFinding,
    Reason,
    Shown,
    StageFinding,
    Withheld,
)
from audit.method.questionnaire import GATES, Questionnaire
from audit.method.release import Band, Share
from audit.people_files import text_of
from audit.spoken import spoken
from audit.wording import gettext as _

ORGANISATION, WITHHELD = "organisation", "withheld"
LEAST_SPREAD = 10  # a spread that is shown as 10 means "10 or less"
LEAST_SHARE, MOST_SHARE = 10, 90  # the same of shares that are told rounded, at either end


@dataclass(frozen=True, slots=True)
class Row:
    """One released number or word; fields are the columns, and `reports.codebook` says what each of them means.

    value is None where there is none, or where `word` is "withheld". Codes are the same in every language; name and
    in_words are in the language spoken now.
    """

    lens: str
    group: str
    kind: str
    id: str = ""
    name: str = ""
    stage: str = ""
    value: float | None = None
    step: float | None = None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    se_plain: float | None = None
    band_low: float | None = None
    band_high: float | None = None
    end: str = ""
    word: str = ""
    word_low: str = ""
    word_high: str = ""
    in_words: str = ""
    counted: int | None = None
    asked: int | None = None


COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Row))


def rows_of(facts: RoundFacts) -> tuple[Row, ...]:
    """Every released number and word of a round: the whole organisation first, then places, roles, what leaders said,
    what changed since an earlier round, and what is withheld. Only people, and why, where nothing may be told."""
    said = replace(facts, questionnaire=spoken(facts.questionnaire))
    return tuple(map(_without_marks, _all(said)))


def _without_marks(row: Row) -> Row:
    return replace(row, name=plain(row.name), in_words=plain(row.in_words))


def _all(facts: RoundFacts) -> Iterator[Row]:
    yield from _about(facts)
    yield from _people(facts)
    profile, whole = facts.profile, facts.profile.whole
    if isinstance(whole, Withheld):
        why = words.reason(whole.reason, k=profile.k)
        yield Row(ORGANISATION, "", "all", word=WITHHELD, in_words=f"{words.kept(whole)}. {why}")
        return
    if facts.questionnaire.climbing:
        yield _stage(Row(ORGANISATION, "", "headline"), profile.headline)
    yield from _group(facts, whole)
    yield from _process(facts)
    yield from _choices(facts)
    for principle, absent in profile.absent.items():
        yield from _bounds(facts, principle, absent)
    for group in (*profile.places, *profile.roles):
        yield _band(_of_group(group, "people"), group.people)
        yield from _group(facts, group)
    yield from _leaders(facts)
    yield from _changes(facts)
    yield from _hidden(facts)


def _about(facts: RoundFacts) -> Iterator[Row]:
    """Which round it is, so that a file that lies about by itself still says so, invented data above all."""
    asked, days = facts.questionnaire, (("opened", facts.opened_on), ("closed", facts.closed_on))
    found = {
        "organisation": facts.organisation,
        "round": _("Round %(number)s", number=facts.number),
        "questionnaire": f"{asked.title} ({asked.id}, {asked.edition})",
        **{name: day.isoformat() for name, day in days if day},
        "release": "" if facts.rehearsal else facts.profile.release_hash,
        "invented": _("These data are invented. They are no finding about anybody.") if facts.invented else "",
        "held": _("A file of answers. Who could read them was not in our hands.") if not facts.circumstances else "",
    }
    yield from (Row(ORGANISATION, "", "about", what, in_words=said) for what, said in found.items() if said)


def _people(facts: RoundFacts) -> Iterator[Row]:
    profile = facts.profile
    yield _band(Row(ORGANISATION, "", "people"), profile.people)
    yield _band(Row(ORGANISATION, "", "invited"), profile.invited)
    if profile.response is not None:
        found = Row(ORGANISATION, "", "response", in_words=words.response(profile.response))
        yield replace(found, band_low=profile.response.low, band_high=profile.response.high)
    yield Row(ORGANISATION, "", "least-people", value=profile.k)


def _band(row: Row, band: Band | None) -> Row:
    """A number of people as the band that is told of it."""
    if band is None and row.kind == "invited":
        return replace(row, word="not-given", in_words=_("Headcounts were not given"))
    if band is None:
        return replace(row, word=WITHHELD, in_words=_("Withheld"))
    end = "or-more" if band.high is None else ""
    return replace(row, band_low=band.low, band_high=band.high, end=end, in_words=words.people(band))


def _of_group(group: GroupProfile, kind: str) -> Row:
    return Row(ORGANISATION if group.lens is None else group.lens.value, text_of(group.path), kind)


def _group(facts: RoundFacts, group: GroupProfile) -> Iterator[Row]:
    """Everything that is told of one group."""
    asked = facts.questionnaire
    principles = {p.id: p.name for p in asked.principles}
    for id_, found in facts.in_order(group.principles):
        yield from _principle(replace(_of_group(group, ""), id=id_, name=principles[id_]), found)
    domains = {d.id: d.name for d in asked.domains}
    for id_, domain in facts.in_order(group.domains):
        row = replace(_of_group(group, "domain"), id=id_, name=domains[id_])
        yield _counted(_signed(row, domain.score), domain.items_counted, domain.items_asked)
    modules = {m.id: m.name for m in asked.modules}
    for id_, module in facts.in_order(group.modules):
        row = replace(_of_group(group, "module"), id=id_, name=modules[id_])
        yield _counted(_scored(row, module.score), module.items_counted, module.items_asked)
    for id_, item in facts.in_order(group.items):
        yield from _item(replace(_of_group(group, ""), id=id_, name=asked.item(id_).short), item)


def _principle(row: Row, found: PrincipleFinding) -> Iterator[Row]:
    yield _counted(_scored(replace(row, kind="principle"), found.score), found.items_counted, found.items_asked)
    yield _stage(replace(row, kind="stage"), found.stage)
    for gate in found.gates:
        yield _gate(replace(row, kind="gate", stage=gate.stage.slug), gate)
    yield _contrast(replace(row, kind="contrast"), found.contrast)


def _scored(row: Row, found: Shown | Withheld) -> Row:
    """A score with its step, interval and errors."""
    if isinstance(found, Withheld):
        return replace(row, word=WITHHELD, in_words=words.kept(found))
    return replace(
        row,
        value=found.value,
        step=found.step,
        low=found.low,
        high=found.high,
        se=found.se,
        se_plain=found.se_plain,
        end=found.end.value,
        in_words=row.in_words or words.score(found),
    )


def _signed(row: Row, found: Shown | Withheld) -> Row:
    """The same of a distance, which has a sign."""
    return _scored(row if isinstance(found, Withheld) else replace(row, in_words=words.signed(found.value)), found)


def _counted(row: Row, counted: int, asked: int) -> Row:
    return replace(row, counted=counted, asked=asked)


def _stage(row: Row, found: StageFinding | Withheld) -> Row:
    if isinstance(found, Withheld):
        return replace(row, word=WITHHELD, in_words=words.kept(found))
    said = words.stage_word(found.stage)
    if found.provisional:
        said = _("%(stage)s (range %(range)s)", stage=said, range=words.stage_range(found))
    return replace(row, word=found.stage.slug, word_low=found.low.slug, word_high=found.high.slug, in_words=said)


def _gate(row: Row, gate: Gate) -> Row:
    told = _counted(_scored(row, gate.score), gate.items_counted, gate.items_asked)
    if not gate.visible:
        return replace(told, word="not-visible", in_words=_("Not visible to staff"))
    if isinstance(gate.score, Withheld):
        return told
    said = _("Passed") if gate.passed else _("Not passed")
    return replace(told, word="passed" if gate.passed else "not-passed", in_words=said)


def _contrast(row: Row, found: Contrast | None) -> Row:
    if found is None:
        return _scored(row, Withheld(Reason.GROUP_TOO_COARSE))
    said = {
        ContrastWord.STRONG: _("Clearly above the mean of the five"),
        ContrastWord.WEAK: _("Clearly below the mean of the five"),
        ContrastWord.NONE: _("Cannot tell"),
    }[found.word]
    return replace(_scored(row, found.number), word=found.word.value, in_words=said)


def _item(row: Row, found: ItemFinding) -> Iterator[Row]:
    """What is told of one practice."""
    usually = replace(row, kind="practice-usually", in_words=words.usually(found))
    yield _share(usually, found.usually, found.usually_interval)
    cannot = replace(row, kind="practice-cannot-tell", in_words=words.share(found.cannot_tell))
    visible = "visible" if found.visible else "not-visible"
    yield replace(_share(cannot, found.cannot_tell, found.cannot_tell_interval), word=visible)
    if found.known is not None and found.known_interval is not None:
        known = replace(row, kind="practice-known", in_words=words.share(found.known))
        yield _share(known, found.known, found.known_interval)
    if found.split is not None:
        for kind, value in (("low", found.split.low), ("middle", found.split.middle), ("high", found.split.high)):
            told = replace(row, kind=f"practice-{kind}", value=value, in_words=words.split_share(value))
            yield replace(told, end="or-less" if value <= LEAST_SHARE else "or-more" if value >= MOST_SHARE else "")
    if found.spread is not None:
        end = "or-less" if found.spread <= LEAST_SPREAD else ""
        yield replace(row, kind="practice-spread", value=found.spread, end=end)
    if found.agreement is not None:
        said = words.agreement(found.agreement)
        yield replace(row, kind="practice-agreement", value=found.rwg, word=found.agreement.value, in_words=said)
    if found.divided is not None:
        said = _("Staff are split") if found.divided else _("Staff are not split")
        yield replace(row, kind="practice-split", word="split" if found.divided else "not-split", in_words=said)


def _share(row: Row, band: Share, interval: Share) -> Row:
    return replace(row, band_low=band.low, band_high=band.high, low=interval.low, high=interval.high)


def _process(facts: RoundFacts) -> Iterator[Row]:
    for id_, found in facts.in_order(facts.profile.process):
        yield _scored(Row(ORGANISATION, "", "process", id_, facts.questionnaire.item(id_).short), found)


def _attributes(asked: Questionnaire) -> Mapping[tuple[str, str], str]:
    return {(design.id, a.id): a.name for design in asked.choices for a in design.attributes}


def _choices(facts: RoundFacts) -> Iterator[Row]:
    names = _attributes(facts.questionnaire)
    for design, found in facts.profile.choices.items():
        for attribute, shown in found.scores.items():
            row = Row(ORGANISATION, "", "choice", f"{design}/{attribute}", names[design, attribute])
            word = found.words[attribute]
            if isinstance(shown, Withheld):
                yield _scored(row, shown)
            else:
                yield replace(_scored(row, shown), word=word.value, in_words=priority_word(word))


def _bounds(facts: RoundFacts, principle: str, absent: Absent) -> Iterator[Row]:
    name = next(p.name for p in facts.questionnaire.principles if p.id == principle)
    for kind, value in (
        ("if-absent-ten-lower", absent.ten_lower),
        ("if-absent-all-0", absent.if_all_zero),
        ("if-absent-all-4", absent.if_all_four),
    ):
        yield Row(ORGANISATION, "", kind, principle, name, value=value)


def _names(asked: Questionnaire) -> Mapping[str, str]:
    found = {p.id: p.name for p in asked.principles} | {d.id: d.name for d in asked.domains}
    return found | {m.id: m.name for m in asked.modules}


def _leaders(facts: RoundFacts) -> Iterator[Row]:
    names = _names(facts.questionnaire)
    for gap in facts.leader_gaps:
        yield from _leader_gap(gap, names[gap.id])


def _leader_gap(gap: LeaderGap, name: str) -> Iterator[Row]:
    said = Row(ORGANISATION, "", f"leaders-{gap.about.value}", gap.id, name)
    if isinstance(gap.leaders, Withheld):
        yield replace(said, word="not-rated", in_words=words.kept(gap.leaders))
    else:
        yield replace(said, value=gap.leaders)
    row = replace(said, kind=f"leaders-less-staff-{gap.about.value}")
    match gap.gap:
        case Gap(value=value, low=low, high=high, word=word):
            yield replace(row, value=value, low=low, high=high, word=word.value, in_words=change_said(word))
        case Withheld() as kept:
            yield replace(row, word=WITHHELD, in_words=words.kept(kept))


def change_said(word: ChangeWord) -> str:
    """What may be said of a difference."""
    return {
        ChangeWord.CLEARLY_HIGHER: _("Clearly higher"),
        ChangeWord.CLEARLY_LOWER: _("Clearly lower"),
        ChangeWord.CANNOT_TELL: _("Cannot tell"),
    }[word]


def _changes(facts: RoundFacts) -> Iterator[Row]:
    found, names = facts.change, _names(facts.questionnaire)
    if not isinstance(found, Comparison):
        return
    yield from _group_change(Row(ORGANISATION, "", ""), found.whole, names)
    for id_, change in facts.in_order(found.process):
        yield _change(Row(ORGANISATION, "", "change-process", id_, facts.questionnaire.item(id_).short), change)
    attributes = _attributes(facts.questionnaire)
    for design, by in found.choices.items():
        for attribute, change in by.items():
            name = attributes[design, attribute]
            yield _change(Row(ORGANISATION, "", "change-choice", f"{design}/{attribute}", name), change)
    for lens, groups in ((Lens.PLACE, found.places), (Lens.ROLE, found.roles)):
        for one in groups:
            if not isinstance(one.change, NotCompared):
                yield from _group_change(Row(lens.value, text_of(one.path), ""), one.change, names)


def _group_change(row: Row, found: GroupChange, names: Mapping[str, str]) -> Iterator[Row]:
    for id_, principle in found.principles.items():
        here = replace(row, id=id_, name=names[id_])
        yield _change(replace(here, kind="change-principle"), principle.score)
        for stage, cell in zip(GATES, principle.cells, strict=True):
            yield _change(replace(here, kind="change-gate", stage=stage.slug), cell)
    for kind, changes in (("change-domain", found.domains), ("change-module", found.modules)):
        for id_, change in changes.items():
            yield _change(replace(row, kind=kind, id=id_, name=names[id_]), change)


def _change(row: Row, found: Change | Withheld) -> Row:
    if isinstance(found, Withheld):
        return replace(row, word=WITHHELD, in_words=words.kept(found))
    said = change_said(found.word)
    return replace(row, value=found.difference, low=found.low, high=found.high, word=found.word.value, in_words=said)


def _hidden(facts: RoundFacts) -> Iterator[Row]:
    """What the release names as withheld: groups, and parts of groups."""
    for hidden in facts.profile.hidden:
        lens = hidden.lens.value if hidden.path else ORGANISATION
        what = "" if hidden.what == "group" else hidden.what
        why = hidden_reason(facts, hidden) if hidden.path else _("Withheld")
        yield Row(lens, text_of(hidden.path), "not-told", what, word=hidden.rule, in_words=why)
