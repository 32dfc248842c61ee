"""The profile: everything a release says, in words, intervals and stages. Reads a release, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from audit.method.groups import Lens, Path
from audit.method.questionnaire import Stage
from audit.method.release import Band, Hidden, Share, Split3


class Reason(StrEnum):
    """Why a number has no number."""

    TOO_FEW_PEOPLE = "too-few-people"  # under k answered: nothing is told
    AUDITED = "audited"  # whatever was told, somebody's answers could be worked out: nothing is told
    TOO_FEW_ANSWERS = "too-few-answers"  # people answered, but too few rated this
    GROUP_TOO_COARSE = "group-too-coarse"  # told only for larger groups
    NO_STAGE = "no-stage"  # this round did not ask the core questionnaire, so there is nothing to climb
    NOT_RATED = "not-rated"  # the leadership team left it open in its own form


class End(StrEnum):
    """Which side of a shown number is open: "10 or less", "90 or more"."""

    NONE = ""
    OR_LESS = "or-less"
    OR_MORE = "or-more"


class ContrastWord(StrEnum):
    """Where a principle clearly stands against the mean of the five; none: that cannot be said."""

    STRONG = "strong"
    WEAK = "weak"
    NONE = "none"


class ChangeWord(StrEnum):
    """What an interval of a difference allows to say. There is no "the same": only that nobody can tell."""

    CLEARLY_HIGHER = "clearly-higher"
    CLEARLY_LOWER = "clearly-lower"
    CANNOT_TELL = "cannot-tell"


class PriorityWord(StrEnum):
    """Whether something was clearly chosen more often as the most than as the least; none: that cannot be said."""

    FIRST = "first"
    LAST = "last"
    NONE = "none"


class Agreement(StrEnum):
    """How far the ratings of an item lie together. Never whether they are true."""

    SHARED = "shared"
    MOSTLY_SHARED = "mostly-shared"
    MIXED = "mixed"
    DIVIDED = "divided"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A hidden number has no number, only the reason."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Shown:
    """A number that may be told: points, its step, standard errors with and without population correction
    (rounding not in them), the row of the resolution table, its 95 % interval, and the open end if it has one."""

    value: float
    step: float
    row: int
    se: int
    se_plain: int
    low: float
    high: float
    end: End


@dataclass(frozen=True, slots=True)
class StageFinding:
    """A stage with the range it could lie in."""

    stage: Stage
    low: Stage
    high: Stage

    @property
    def provisional(self) -> bool:
        """Whether the range holds more than one stage."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate of the climb. passed is False where it is withheld or not visible."""

    stage: Stage
    score: Shown | Withheld
    passed: bool
    visible: bool
    items_counted: int
    items_asked: int


@dataclass(frozen=True, slots=True)
class Contrast:
    """How far a principle stands from the mean of the five (points, signed), and whether that may be named."""

    number: Shown
    word: ContrastWord


@dataclass(frozen=True, slots=True)
class PrincipleFinding:
    """A principle in one group.

    stopped_at: the first gate that did not pass, None when all four did. ahead: gates passed beyond it ("already in
    place ahead of the gate"); none where the stage is withheld. contrast: from 20 people, where all five have a score.
    """

    score: Shown | Withheld
    items_counted: int
    items_asked: int
    stage: StageFinding | Withheld
    gates: tuple[Gate, Gate, Gate, Gate]
    stopped_at: Stage | None
    ahead: tuple[Stage, ...]
    contrast: Contrast | None


@dataclass(frozen=True, slots=True)
class DomainFinding:
    """A domain relative to the stages of its items (points, signed, without ends). Domains are never ranked."""

    score: Shown | Withheld
    items_counted: int
    items_asked: int


@dataclass(frozen=True, slots=True)
class ModuleFinding:
    """A group of items of a module or of stepped care, 0..100: no stage, no gate. Groups are never ranked."""

    score: Shown | Withheld
    items_counted: int
    items_asked: int


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """Shares in per cent. usually, cannot_tell, known: the band they lie in; *_interval: Wilson from its outer edges.

    usually: share of 3 or 4 among those who rated; from 50 raters the band that the rounded split leaves.
    split, spread, rwg, agreement, divided (the split rule): from 50 raters, else None.
    visible False: 30 % or more cannot tell. known: who know of a support of stepped care, else None.
    """

    usually: Share
    usually_interval: Share
    cannot_tell: Share
    cannot_tell_interval: Share
    split: Split3 | None
    spread: float | None
    rwg: float | None
    agreement: Agreement | None
    divided: bool | None
    visible: bool
    known: Share | None
    known_interval: Share | None


@dataclass(frozen=True, slots=True)
class GroupProfile:
    """One group's findings; lens is None for the whole organisation. Absent items may not be told here."""

    lens: Lens | None
    path: Path
    definition: str
    tier: int
    people: Band
    principles: dict[str, PrincipleFinding]
    domains: dict[str, DomainFinding]
    modules: dict[str, ModuleFinding]
    items: dict[str, ItemFinding]


@dataclass(frozen=True, slots=True)
class Absent:
    """A principle's score if those who did not answer stood ten points lower, and if all had said 0, or 4."""

    ten_lower: float
    if_all_zero: float
    if_all_four: float


@dataclass(frozen=True, slots=True)
class ChoiceFinding:
    """What the whole organisation chose in the sets of one design, by attribute: 100 (most - least) / times shown, in
    points of -100..100, open beyond 80 either way; and what may be said of it. Keys are the design's attributes; words
    of scores that are withheld are NONE."""

    scores: dict[str, Shown | Withheld]
    words: dict[str, PriorityWord]


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that may be said of one round, apart from plan, leaders' form and earlier rounds.

    people None: fewer than ten answered, or the auditor let nothing pass; then headline and whole are withheld and
    everything else is empty. headline: withheld as NO_STAGE where the round asked nothing that climbs.
    process: item id -> its own score. choices: design id -> what was chosen, for designs that were asked.
    absent: principle -> what those who did not answer could change, from 50 people and where headcounts were given,
    else empty.
    """

    questionnaire: str
    edition: str
    item_list: str
    release_hash: str
    k: int
    people: Band | None
    invited: Band | None
    response: Share | None
    more_than_invited: bool
    headline: StageFinding | Withheld
    whole: GroupProfile | Withheld
    process: dict[str, Shown | Withheld]
    choices: dict[str, ChoiceFinding]
    places: tuple[GroupProfile, ...]
    roles: tuple[GroupProfile, ...]
    hidden: tuple[Hidden, ...]
    absent: dict[str, Absent]
