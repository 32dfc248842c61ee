"""TELL: the stage that a principle is called by, once earlier rounds are known (method section 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.method import weights
from audit.method.changes import Change, change_of
from audit.method.profile import ChangeWord, GroupProfile, PrincipleFinding, Profile, Shown, StageFinding, Withheld
from audit.method.release import Release
from audit.method.telling import profile_of


@dataclass(frozen=True, slots=True)
class Setting:
    """What set a principle's label: the stage and the score of that round. It stays until a later round moves it."""

    stage: StageFinding
    score: Shown | Withheld


class LabelWord(StrEnum):
    """What a round does to a label."""

    FIRST = "first"  # nothing was known before
    STANDS = "stands"  # the same stage again
    MOVED = "moved"  # another stage, and a score clearly other than that of the round that set the label
    HELD = "held"  # another stage, but the score cannot be told from that of the round that set the label
    WITHHELD = "withheld"  # too few answers this time; the setting waits


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a principle once earlier rounds are known: what is printed as its stage.

    stage: where the label is held, the earlier stage with a range that covers both rounds. setting: what the next
    round is held against; None while no round has set a label.
    """

    word: LabelWord
    stage: StageFinding | Withheld
    setting: Setting | None


def label_of(now: PrincipleFinding, *, setting: Setting | None) -> Label:
    """A label moves only where the score differs clearly from that of the round that set it (method section 6).

    Held against last year's score alone, a slow drift would free a label only by luck; against the setting round it
    does so once it can be seen. Whether up or down: a gate that broke lowers the label also where the mean rose.
    """
    if isinstance(now.stage, Withheld):
        return Label(LabelWord.WITHHELD, now.stage, setting)
    fresh = Setting(now.stage, now.score)
    if setting is None:
        return Label(LabelWord.FIRST, now.stage, fresh)
    if now.stage.stage is setting.stage.stage:
        return Label(LabelWord.STANDS, now.stage, setting)
    since = change_of(setting.score, now.score)
    if isinstance(since, Change) and since.word is not ChangeWord.CANNOT_TELL:
        return Label(LabelWord.MOVED, now.stage, fresh)
    return Label(LabelWord.HELD, _covering(setting.stage, now.stage), setting)


def settings_of(profile: Profile) -> dict[str, Setting]:
    """What a first round sets: principle -> setting, where the stage is shown. Empty where nothing is told."""
    if isinstance(profile.whole, Withheld):
        return {}
    found = profile.whole.principles.items()
    return {p: Setting(f.stage, f.score) for p, f in found if not isinstance(f.stage, Withheld)}


def settings_through(releases: Sequence[Release]) -> dict[str, Setting]:
    """What set each principle's label after some rounds, oldest first.

    A round that asked other items of what climbs sets every label anew; one that asked nothing of it, or of which
    nothing is told, leaves them as they were.
    """
    settings: dict[str, Setting] = {}
    asked = ""
    for release in releases:
        profile, climbed = profile_of(release), release.lists.get(weights.STAGES, "")
        if isinstance(profile.whole, Withheld) or not climbed:
            continue
        labels = labels_of(profile.whole, settings=settings if asked == climbed else {})
        asked = climbed
        settings = {p: label.setting for p, label in labels.items() if label.setting is not None}
    return settings


def labels_of(whole: GroupProfile, *, settings: Mapping[str, Setting]) -> dict[str, Label]:
    """Every principle's label, in order. settings: what set it; without one the label is the first."""
    return {p: label_of(f, setting=settings.get(p)) for p, f in whole.principles.items()}


def _covering(label: StageFinding, other: StageFinding) -> StageFinding:
    """A held label, with the range of both rounds."""
    return StageFinding(label.stage, min(label.low, other.low), max(label.high, other.high))
