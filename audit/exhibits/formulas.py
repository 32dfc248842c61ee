"""Every formula of the method, worked once on an invented example through the very functions that make the report."""

from __future__ import annotations

import math

from audit.exhibits.choice_formulas import choice_rows
from audit.exhibits.paragraphs import explained
from audit.exhibits.values import Column, Table, Value, Words
from audit.exhibits.words import hundredths as _n
from audit.method import agreement, intervals, stages, tiers
from audit.method.release import Number, Share
from audit.method.scoring import Estimate
from audit.wording import gettext as _

# The invented organisation of the example: 12 of 20 people answered; item means of one stage, and who rated them.
MEANS, RATERS = (3.0, 2.5), (12, 10)
ANSWERED, STAFF, SD = 12, 20, 24.0
SCORE, BEHIND, HEARD = 25 * sum(m / 2 for m in MEANS), 1 / sum(0.5 / n for n in RATERS), sum(RATERS) / len(RATERS)
PLAIN = SD / math.sqrt(ANSWERED)
CORRECTED = PLAIN * math.sqrt(1 - HEARD / STAFF)
EXAMPLE = Number(value=70.0, step=5.0, row=10, se=5, se_plain=7)
BEFORE = Number(value=50.0, step=5.0, row=10, se=5, se_plain=7)
CONTRAST = Number(value=10.0, step=2.5, row=20, se=2, se_plain=3)
BAND, RESPONSE = Share(60.0, 70.0), Share(60.0, 70.0)
BAND_ROW = 20
SPREAD = 30.0
LEADERS = 87.5
DIFFERENCES = 15  # of three groups, on five principles
ZERO, MORE, UNSURE = 3, 15, 7  # what 25 people said of a support

Row = tuple[Value, ...]


def formulas_tables() -> tuple[Table, ...]:
    """What, the formula, the example, by topic. Values of the examples are computed, not typed."""
    columns = (
        Column(_("What"), "words", 18),
        Column(_("Formula"), "words", 42),
        Column(_("Worked on an invented example"), "words", 40),
    )
    topics = (
        ("formulas-scores", _("How scores are worked out"), _scores()),
        ("formulas-telling", _("How intervals are worked out"), _telling()),
        ("formulas-stages", _("How stages are worked out"), _stages()),
        ("formulas-comparing", _("How comparisons are worked out"), _comparing()),
        ("formulas-items", _("How single practices are worked out"), _items()),
        ("formulas-choices", _("How priorities are worked out"), choice_rows()),
    )
    return tuple(Table(id_, caption, columns, rows) for id_, caption, rows in topics)


def _row(paragraph: str, what: str, formula: str, example: str) -> Row:
    """paragraph: id of the heading in the method under which the formula is explained."""
    return (explained(what, paragraph=paragraph), Words(formula), Words(example))


def _scores() -> tuple[Row, ...]:
    return (_score(), _people_behind(), _plain_error(), _corrected_error(), _rounding())


def _score() -> Row:
    return _row(
        "scores",
        _("Score S"),
        _(
            "S = 25 × the weighted sum of the item means (ratings 0 to 4). A stage: equal weights on its practices."
            " A principle: a quarter for each stage. A domain: equal weights, less the mean of all practices of"
            " the same stage. A topic of a module or of stepped care: equal weights. A contrast: a principle less"
            " the mean of the five."
        ),
        _(
            "Two practices with means %(a)s and %(b)s: 25 × (0.5 × %(a)s + 0.5 × %(b)s) = %(s)s",
            a=_n(MEANS[0]),
            b=_n(MEANS[1]),
            s=_n(SCORE),
        ),
    )


def _people_behind() -> Row:
    return _row(
        "scores",
        _("People behind a score, n*"),
        _("n* = 1 / the sum of (weight / people who rated the practice). A practice counts from 5 people on."),
        _("1 / (0.5 / %(a)s + 0.5 / %(b)s) = %(s)s", a=RATERS[0], b=RATERS[1], s=_n(BEHIND)),
    )


def _plain_error() -> Row:
    return _row(
        "standard-errors",
        _("Standard error, plain"),
        _(
            "sd of each person’s influence e / root of n, with e = 25 × sum of weight × (n / n of the item)"
            " × (rating − mean)"
        ),
        _("sd %(sd)s, %(n)s people: %(sd)s / root of %(n)s = %(s)s", sd=_n(SD), n=ANSWERED, s=_n(PLAIN)),
    )


def _corrected_error() -> Row:
    return _row(
        "standard-errors",
        _("Standard error, corrected"),
        _("plain × root of (1 − ñ / N): ñ people heard on average by its items, N people on the staff"),
        _(
            "ñ = %(heard)s, N = %(staff)s: %(plain)s × root of (1 − %(heard)s / %(staff)s) = %(s)s",
            heard=_n(HEARD),
            staff=STAFF,
            plain=_n(PLAIN),
            s=_n(CORRECTED),
        ),
    )


def _rounding() -> Row:
    return _row(
        "what-is-told",
        _("Rounding"),
        _("The nearest step, half up; never below 10 or above 90. Standard errors upward, to the least of the row."),
        _(
            "%(score)s to a step of %(step)s is %(s)s; errors %(a)s and %(b)s are told as %(c)s and %(d)s",
            score=_n(SCORE),
            step=_n(EXAMPLE.step),
            s=_n(tiers.score_number(Estimate(SCORE, CORRECTED, PLAIN, BEHIND), row=tiers.ROWS[1]).value),
            a=_n(PLAIN),
            b=_n(CORRECTED),
            c=math.ceil(PLAIN),
            d=math.ceil(CORRECTED),
        ),
    )


def _telling() -> tuple[Row, ...]:
    return (_error_with_rounding(), _score_interval(), _those_absent())


def _error_with_rounding() -> Row:
    widened = intervals.widened(EXAMPLE.se, step=EXAMPLE.step)
    return _row(
        "intervals",
        _("Error with rounding, SE*"),
        _("SE* = root of (SE² + step² / 12)"),
        _(
            "root of (%(se)s² + %(step)s² / 12) = %(s)s",
            se=EXAMPLE.se,
            step=_n(EXAMPLE.step),
            s=_n(widened),
        ),
    )


def _score_interval() -> Row:
    widened = intervals.widened(EXAMPLE.se, step=EXAMPLE.step)
    t = intervals.t_quantile(intervals.TWO_SIDED_95, row=EXAMPLE.row)
    found = intervals.score_interval(EXAMPLE)
    return _row(
        "intervals",
        _("95 % interval of a score"),
        _(
            "S ± t × SE*, t of Student with m − 1 degrees of freedom at .975, m = 10, 10, 20, 50 by row;"
            " kept in 0 to 100"
        ),
        _(
            "%(score)s ± %(t)s × %(se)s = %(low)s to %(high)s",
            score=_n(EXAMPLE.value),
            t=_n(t),
            se=_n(widened),
            low=_n(found.low),
            high=_n(found.high),
        ),
    )


def _those_absent() -> Row:
    absent = intervals.with_absent(EXAMPLE, response=RESPONSE)
    return _row(
        "intervals",
        _("If those absent stood lower"),
        _(
            "With r the lower edge of the response: S − 10 × (1 − r); all lowest S × r; all highest S × r +"
            " 100 × (1 − r)"
        ),
        _(
            "r = %(r)s: %(a)s; %(b)s; %(c)s",
            r=_n(RESPONSE.low / 100),
            a=_n(absent.ten_lower),
            b=_n(absent.if_all_zero),
            c=_n(absent.if_all_four),
        ),
    )


def _stages() -> tuple[Row, ...]:
    return (_stage(), _range_of_a_stage(), _stage_of_the_whole(), _named_apart(), _not_visible())


def _stage() -> Row:
    return _row(
        "stages",
        _("Stage"),
        _(
            "The highest stage whose gate, and every gate before it, is told at %(gate)s or more and is visible",
            gate=_n(stages.GATE),
        ),
        _(
            "Gates %(a)s, %(b)s, 55, %(a)s: two hold, the third does not. Stage: Sensitive; Informed is ahead.",
            a=_n(EXAMPLE.value),
            b=_n(EXAMPLE.value + 5),
        ),
    )


def _range_of_a_stage() -> Row:
    found = intervals.range_interval(EXAMPLE)
    widened = intervals.widened(EXAMPLE.se_plain, step=EXAMPLE.step)
    t = intervals.t_quantile(intervals.TWO_SIDED_80, row=EXAMPLE.row)
    return _row(
        "stages",
        _("Range of a stage"),
        _("The same on both ends of each gate’s 80 % interval: S ± t × SE* at .90, plain error"),
        _(
            "%(score)s ± %(t)s × %(se)s = %(low)s to %(high)s: the lower end misses %(gate)s, so this gate is not sure",
            score=_n(EXAMPLE.value),
            t=_n(t),
            se=_n(widened),
            low=_n(found.low),
            high=_n(found.high),
            gate=_n(stages.GATE),
        ),
    )


def _stage_of_the_whole() -> Row:
    return _row(
        "stages",
        _("Stage of the whole"),
        _("The highest stage that at least four of the five principles reach, Safety among them; its range likewise"),
        _("Sensitive, Aware, Sensitive, Responsive, Sensitive: the whole is Sensitive if Safety is"),
    )


def _named_apart() -> Row:
    contrast = intervals.contrast_interval(CONTRAST)
    return _row(
        "strong-and-weak",
        _("Named above or below"),
        _("Contrast ± t × SE* at .995 (plain error) lies beyond 0, and it is 3 points or more; from 20 people"),
        _(
            "%(value)s: %(low)s to %(high)s, so it is named above",
            value=_n(CONTRAST.value),
            low=_n(contrast.low),
            high=_n(contrast.high),
        ),
    )


def _not_visible() -> Row:
    return _row(
        "stages",
        _("Not visible"),
        _("Of those whom a stage concerns, more than half cannot tell at least once and rated none of its practices"),
        _("12 people, 7 of them so: not visible"),
    )


def _comparing() -> tuple[Row, ...]:
    return (_change(), _action(), _groups(), _leaders_and_staff())


def _change() -> Row:
    change = intervals.change_interval(BEFORE, EXAMPLE)
    return _row(
        "change",
        _("Change"),
        _("now − before ± t × root of (SE*² + SE*²), plain errors, degrees of freedom after Welch; clear beyond 0"),
        _(
            "%(now)s − %(before)s = %(d)s: %(low)s to %(high)s",
            now=_n(EXAMPLE.value),
            before=_n(BEFORE.value),
            d=_n(EXAMPLE.value - BEFORE.value),
            low=_n(change.low),
            high=_n(change.high),
        ),
    )


def _action() -> Row:
    change = intervals.change_interval(BEFORE, EXAMPLE)
    half = (change.high - change.low) / 2
    return _row(
        "did-an-action-move-anything",
        _("Did an action move anything"),
        _(
            "The change of the smallest score that both rounds tell and that holds the practices of the action. Half"
            " the width of its interval is what could not have shown."
        ),
        _(
            "An action on the two practices of one stage: %(before)s, then %(now)s. %(d)s lies within %(half)s, so we"
            " cannot tell.",
            before=_n(BEFORE.value),
            now=_n(EXAMPLE.value),
            d=_n(EXAMPLE.value - BEFORE.value),
            half=_n(half),
        ),
    )


def _groups() -> Row:
    apart = intervals.apart_interval(EXAMPLE, BEFORE, many=DIFFERENCES)
    return _row(
        "groups",
        _("Groups told apart"),
        _(
            "The difference of two groups, as a change is worked out; but the 5 in 100 are shared among all differences"
            " of two groups, whatever is compared. Told apart beyond 0"
        ),
        _(
            "%(a)s and %(b)s, one of %(many)s differences: %(low)s to %(high)s",
            a=_n(EXAMPLE.value),
            b=_n(BEFORE.value),
            many=DIFFERENCES,
            low=_n(apart.low),
            high=_n(apart.high),
        ),
    )


def _leaders_and_staff() -> Row:
    around = intervals.score_interval_uncorrected(EXAMPLE)
    return _row(
        "leaders",
        _("Leaders and staff"),
        _("Leaders’ score by the same weights, less the ends of the staff’s interval with the plain error"),
        _(
            "%(leaders)s less %(low)s to %(high)s = %(a)s to %(b)s",
            leaders=_n(LEADERS),
            low=_n(around.low),
            high=_n(around.high),
            a=_n(LEADERS - around.high),
            b=_n(LEADERS - around.low),
        ),
    )


def _items() -> tuple[Row, ...]:
    return (_share_interval(), _agreement(), _split(), _out_of_sight(), _known_support(), _apart_from_its_stage())


def _share_interval() -> Row:
    share = intervals.share_interval(BAND, row=BAND_ROW)
    return _row(
        "intervals",
        _("Interval of a share"),
        _("Wilson, m people by row: lower limit from the lower edge of the band, upper limit from the upper edge"),
        _(
            "%(a)s to %(b)s %%, m = %(m)s: %(low)s to %(high)s %%",
            a=_n(BAND.low),
            b=_n(BAND.high),
            m=intervals.PEOPLE_MEANT[BAND_ROW],
            low=_n(share.low),
            high=_n(share.high),
        ),
    )


def _agreement() -> Row:
    return _row(
        "single-statements",
        _("Agreement"),
        _(
            "rwg* = 1 − s² / 4, s = spread / 25; .85 shared, .75 mostly shared, .65 mixed, below divided;"
            " from 50 people"
        ),
        _(
            "spread %(spread)s: s = %(s)s, rwg* = %(rwg)s",
            spread=_n(SPREAD),
            s=_n(SPREAD / agreement.POINTS_A_RATING),
            rwg=_n(agreement.rwg_of_spread(SPREAD)),
        ),
    )


def _split() -> Row:
    return _row(
        "single-statements",
        _("Split"),
        _("Low and high 25 % or more each, the middle smaller than either, and rwg* under .65"),
        _("40 % low, 15 % middle, 45 % high, rwg* .5: split"),
    )


def _out_of_sight() -> Row:
    return _row(
        "single-statements",
        _("Out of sight"),
        _("“Can’t tell” among those who rated or cannot tell: the lower edge of its band is 30 % or more"),
        _("30 to 40 %: out of sight for many"),
    )


def _known_support() -> Row:
    known = tiers.share_band(MORE, ZERO + MORE + UNSURE)
    return _row(
        "stepped-care",
        _("Known support"),
        _(
            "People who rated it 1 to 4, of those who rated it or cannot tell; told as a band of ten. “Most”: the"
            " interval lies at 50 % or more; “fewer than half”: it lies below"
        ),
        _(
            "%(zero)s said “Not here”, %(more)s rated 1 to 4, %(dk)s cannot tell: %(more)s / %(heard)s = %(share)s"
            " %%, told as %(low)s to %(high)s %%",
            zero=ZERO,
            more=MORE,
            dk=UNSURE,
            heard=ZERO + MORE + UNSURE,
            share=_n(100 * MORE / (ZERO + MORE + UNSURE)),
            low=_n(known.low),
            high=_n(known.high),
        ),
    )


def _apart_from_its_stage() -> Row:
    share = intervals.share_interval(BAND, row=BAND_ROW)
    return _row(
        "single-statements",
        _("Above or below its stage"),
        _("The whole interval of a share lies above, or below, the mean share of the told practices of its stage"),
        _(
            "Interval %(low)s to %(high)s %%, mean of the stage 35 %%: above",
            low=_n(share.low),
            high=_n(share.high),
        ),
    )
