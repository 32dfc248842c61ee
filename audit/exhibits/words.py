"""Facts in words: stages, numbers, bands, shares, reasons. The same words on every page and in every report."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from math import floor

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from audit.method.groups import Lens, Path
from audit.method.profile import Agreement, End, ItemFinding, Reason, Shown, StageFinding, Withheld
from audit.method.questionnaire import Stage
from audit.method.release import Band, Share
from audit.wording import gettext as _
from audit.wording import language, ngettext

NAMED = 2
CHOSEN_NAMED = 3


def locale() -> str:
    """How numbers, dates and lists are written in the language spoken now. Our English is British."""
    return "en_GB" if language() == "en" else language().replace("-", "_")


def stage_word(stage: Stage) -> str:
    """What a stage is called."""
    return {
        Stage.STARTING_OUT: _("Starting out"),
        Stage.AWARE: _("Aware"),
        Stage.SENSITIVE: _("Sensitive"),
        Stage.RESPONSIVE: _("Responsive"),
        Stage.INFORMED: _("Informed"),
    }[stage]


def stage_meaning(stage: Stage) -> str:
    """One sentence about a stage."""
    return {
        Stage.STARTING_OUT: _("The first shared understanding is still to come, or staff cannot see it yet."),
        Stage.AWARE: _("People here share the understanding."),
        Stage.SENSITIVE: _("The groundwork is there: a plan, an agreement, a person in charge."),
        Stage.RESPONSIVE: _("It is what people do as a rule."),
        Stage.INFORMED: _("It holds under pressure, is checked, and power is shared."),
    }[stage]


def stage_range(finding: StageFinding) -> str:
    """ "Aware to Responsive", or one word where the range holds one stage."""
    if not finding.provisional:
        return stage_word(finding.stage)
    return _("%(low)s to %(high)s", low=stage_word(finding.low), high=stage_word(finding.high))


def number(value: float) -> str:
    """A number as it stands, to a tenth: 64, 62.5, 57.6."""
    return _decimal(value + 0.0, "0.#", locale())


def hundredths(value: float) -> str:
    """A number to a hundredth, a true minus, for worked examples."""
    return _decimal(value + 0.0, "0.##", locale()).replace("-", "−")


@lru_cache(maxsize=4096)
def _decimal(value: float, pattern: str, written: str) -> str:
    """The same few numbers stand in a report again and again."""
    return format_decimal(value, format=pattern, locale=written)


def signed(value: float) -> str:
    """A difference with its sign, a true minus."""
    text = number(abs(value))
    if text == number(0):
        return text
    return f"−{text}" if value < 0 else f"+{text}"


def whole(value: float) -> str:
    """To whole points, half up."""
    return number(floor(value + 0.5 + 1e-9))


def score(shown: Shown) -> str:
    """A score, its open end said: "90 or more"."""
    return {
        End.NONE: number(shown.value),
        End.OR_LESS: _("%(score)s or less", score=number(shown.value)),
        End.OR_MORE: _("%(score)s or more", score=number(shown.value)),
    }[shown.end]


def choice_score(shown: Shown) -> str:
    """A score of choice sets with its sign, its open end said: "+80 or more"."""
    return {
        End.NONE: signed(shown.value),
        End.OR_LESS: _("%(score)s or less", score=signed(shown.value)),
        End.OR_MORE: _("%(score)s or more", score=signed(shown.value)),
    }[shown.end]


def interval(low: float, high: float) -> str:
    """ "58 to 70", in whole points."""
    return _("%(low)s to %(high)s", low=whole(low), high=whole(high))


def difference_interval(low: float, high: float) -> str:
    """ "−3.2 to +8.1": a tenth more, because on which side of 0 it lies is the whole question."""
    return _("%(low)s to %(high)s", low=signed(low), high=signed(high))


def people(band: Band | None) -> str:
    """ "20 to 49 people"; None is never asked for in a sentence that has a number."""
    if band is None:
        return _("an unknown number of people")
    if band.high is None:
        return _("%(low)s people or more", low=band.low)
    return _("%(low)s to %(high)s people", low=band.low, high=band.high)


def short_people(band: Band) -> str:
    """ "20–49" or "100+", for a narrow column."""
    return f"{band.low}+" if band.high is None else f"{band.low}–{band.high}"


def share(told: Share) -> str:
    """A share told as a band, "60–70 %"; a single value where it is one."""
    if told.low == told.high:
        return split_share(told.low)
    return _("%(low)s–%(high)s %%", low=number(told.low), high=number(told.high))


def bare_share(told: Share) -> str:
    """A share where “per cent” stands above it already: "60–70"."""
    return number(told.low) if told.low == told.high else f"{number(told.low)}–{number(told.high)}"


def usually(found: ItemFinding) -> str:
    """The share who see a practice usually or reliably, as it is told: rounded to five, or as a band of ten."""
    return split_share(found.split.high) if found.split else share(found.usually)


def split_share(value: float) -> str:
    """A share rounded to five, or the range that its open end leaves."""
    if value <= 10:
        return share(Share(0.0, 10.0))
    if value >= 90:
        return share(Share(90.0, 100.0))
    return _("%(share)s %%", share=number(value))


def response(told: Share) -> str:
    """The response: in words where it is told in quarters, in per cent where it is told in tens."""
    quarters = {
        (0.0, 25.0): _("under a quarter"),
        (25.0, 50.0): _("a quarter to a half"),
        (50.0, 75.0): _("a half to three quarters"),
        (75.0, 100.0): _("three quarters or more"),
    }
    return quarters.get((told.low, told.high)) or share(told)


def kept(withheld: Withheld) -> str:
    """The word in the cell of a number that is not told."""
    return {
        Reason.TOO_FEW_PEOPLE: _("Withheld"),
        Reason.TOO_FEW_ANSWERS: _("Too few answers to say"),
        Reason.GROUP_TOO_COARSE: _("Withheld"),
        Reason.NOT_RATED: _("Not rated"),
        Reason.AUDITED: _("Withheld"),
        Reason.NO_STAGE: _("No stage: this round did not ask the core questionnaire"),
        Reason.NOT_RATED: _("Left open"),
    }[withheld.reason]


def reason(why: Reason, *, k: int) -> str:
    """Why a number is not told, as a sentence."""
    return {
        Reason.TOO_FEW_PEOPLE: _("Fewer than %(k)s people answered.", k=k),
        Reason.TOO_FEW_ANSWERS: _("People answered, but too few of them could rate this."),
        Reason.GROUP_TOO_COARSE: _("This is told only where more people answered."),
        Reason.NOT_RATED: _("The leadership team left this open."),
        Reason.NO_STAGE: _("This round did not ask the core questionnaire, so there is no stage."),
        Reason.AUDITED: _("Whatever was told here, somebody’s answers could be worked out from it."),
        Reason.NOT_RATED: _("The leadership team left this open in its own form."),
    }[why]


def tier(which: int) -> str:
    """What a tier of stepped care is called."""
    return {
        1: _("Tier 1: before strain grows"),
        2: _("Tier 2: after a hard event"),
        3: _("Tier 3: formal psychological help"),
    }[which]


def agreement(found: Agreement) -> str:
    """How far people see an item alike."""
    return {
        Agreement.SHARED: _("shared view"),
        Agreement.MOSTLY_SHARED: _("mostly shared view"),
        Agreement.MIXED: _("mixed views"),
        Agreement.DIVIDED: _("divided views"),
    }[found]


def group(path: Path) -> str:
    """A group's name with the names above it."""
    return " / ".join(path) or _("Whole organisation")


def lens(which: Lens) -> str:
    """Which way of looking at the same people."""
    return {Lens.PLACE: _("Places"), Lens.ROLE: _("Roles")}[which]


def listed(names: list[str]) -> str:
    """ "a, b and c"."""
    return format_list(names, locale=locale())


def quoted(names: list[str]) -> str:
    """As `listed`, each in quotation marks, for names that have an "and" of their own."""
    return listed([_("“%(name)s”", name=name) for name in names])


def principles(names: list[str]) -> str:
    """Names of principles in a heading: two at the most, else how many they are."""
    if len(names) > NAMED:
        return ngettext("%(num)s principle", "%(num)s principles", len(names))
    return quoted(names)


def topics(names: list[str]) -> str:
    """Names of modules in a heading: two at the most, else how many they are."""
    if len(names) > NAMED:
        return ngettext("%(num)s topic", "%(num)s topics", len(names))
    return quoted(names)


def chosen(names: list[str]) -> str:
    """Names of what was chosen, in a heading: three at the most, else how many they are."""
    if len(names) > CHOSEN_NAMED:
        return ngettext("%(num)s of these", "%(num)s of these", len(names))
    return quoted(names)


def day(when: date) -> str:
    """A date in words."""
    return format_date(when, format="long", locale=locale())
