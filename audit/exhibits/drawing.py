"""Positions and colours of drawn cells. Across is per cent of the cell's width, down is px; one scale a column.

Colours are attributes, because a page's style sheet does not reach into a drawing when it is printed; each shape's
class lets a web page give other colours on a dark screen. All data are one blue; grey lines are the scale.
"""

from __future__ import annotations

from audit.exhibits import words
from audit.exhibits.values import Drawing, Shape
from audit.method.intervals import MOST_CHOSEN
from audit.method.profile import Shown
from audit.method.release import Share, Split3
from audit.wording import gettext as _

ROW = 24
MIDDLE = ROW / 2
GATE = 62.5
INK, BLUE, PALE, GREY, LOW_FILL, LOW_EDGE = "#1b1f24", "#1f5673", "#b3c6d0", "#c9cdd2", "#f3dccb", "#9a4a12"
MUTED = "#545b64"


def _across(value: float) -> str:
    return f"{value:.6g}%"


def _down(value: float) -> str:
    return f"{value:.6g}"


def _line(tone: str, colour: str, *, at: float, top: float, bottom: float, width: float) -> Shape:
    return Shape(
        "line",
        tone,
        (
            ("x1", _across(at)),
            ("x2", _across(at)),
            ("y1", _down(top)),
            ("y2", _down(bottom)),
            ("stroke", colour),
            ("stroke-width", _down(width)),
        ),
    )


def _bar(tone: str, fill: str, edge: str, *, low: float, high: float, thick: float) -> Shape:
    return Shape(
        "rect",
        tone,
        (
            ("x", _across(low)),
            ("width", _across(high - low)),
            ("y", _down(MIDDLE - thick / 2)),
            ("height", _down(thick)),
            ("fill", fill),
            ("stroke", edge),
            ("stroke-width", "1"),
        ),
    )


def _dot(at: float) -> Shape:
    return Shape(
        "circle",
        "dot",
        (
            ("cx", _across(at)),
            ("cy", _down(MIDDLE)),
            ("r", "3.75"),
            ("fill", BLUE),
        ),
    )


def _grid(marks: tuple[float, ...]) -> tuple[Shape, ...]:
    return tuple(_line("scale", GREY, at=m, top=0, bottom=ROW, width=1) for m in marks)


def _gate_line() -> Shape:
    line = _line("gate", MUTED, at=GATE, top=0, bottom=ROW, width=1.25)
    return Shape(line.tag, line.tone, (*line.attributes, ("stroke-dasharray", "3 2")))


def _label(text: str, *, at: float, anchor: str) -> Shape:
    return Shape(
        "text",
        "label",
        (
            ("x", _across(at)),
            ("y", "11"),
            ("text-anchor", anchor),
            ("font-family", "'Source Sans 3', sans-serif"),
            ("font-size", "11.5"),
            ("fill", MUTED),
        ),
        text,
    )


def _axis(title: str, labels: tuple[tuple[float, str], ...]) -> Drawing:
    last = len(labels) - 1
    anchors = ["start", *["middle"] * (last - 1), "end"]
    return Drawing(title, 14, tuple(_label(text, at=at, anchor=anchors[n]) for n, (at, text) in enumerate(labels)))


def score_axis() -> Drawing:
    """0 to 100 points."""
    return _axis(_("Scale from 0 to 100"), tuple((m, words.number(m)) for m in (0, 25, 50, 75, 100)))


def short_score_axis() -> Drawing:
    """0 to 100 points, for a narrow column."""
    return _axis(_("Scale from 0 to 100"), tuple((m, words.number(m)) for m in (0, 50, 100)))


def split_axis() -> Drawing:
    """Per cent to both sides of one line."""
    return _axis(
        _("Per cent to both sides of one line"),
        tuple((50 + m / 2, words.number(abs(m))) for m in (-100, 0, 100)),
    )


def difference_axis(reach: int) -> Drawing:
    """Points below and above 0, to `reach` on both sides."""
    marks = (-reach, 0, reach)
    return _axis(_("Scale of differences"), tuple((50 + 50 * m / reach, words.signed(m)) for m in marks))


def choice_axis() -> Drawing:
    """-100 to 100: always the least, as often the one as the other, always the most."""
    return _axis(
        _("Scale from −100 to 100"), tuple((_choice_at(m), words.signed(m)) for m in (-MOST_CHOSEN, 0, MOST_CHOSEN))
    )


def _choice_at(points: float) -> float:
    return 50 + 50 * points / MOST_CHOSEN


def score(name: str, shown: Shown) -> Drawing:
    """A dot for the score, a bar for its 95 % interval."""
    title = _(
        "%(name)s: %(score)s, interval %(interval)s",
        name=name,
        score=words.score(shown),
        interval=words.interval(shown.low, shown.high),
    )
    return Drawing(title, ROW, (*_grid((0, 25, 50, 75, 100)), *_interval(shown.value, shown.low, shown.high)))


def gate(name: str, shown: Shown) -> Drawing:
    """As `score`, on a narrow scale, with the line that a gate asks for."""
    plain = score(name, shown)
    return Drawing(
        plain.title, ROW, (*_grid((0, 50, 100)), _gate_line(), *_interval(shown.value, shown.low, shown.high))
    )


def short_score(name: str, shown: Shown) -> Drawing:
    """As `score`, for a narrow column."""
    plain = score(name, shown)
    return Drawing(plain.title, ROW, (*_grid((0, 50, 100)), *_interval(shown.value, shown.low, shown.high)))


def score_beside(name: str, shown: Shown, *, leaders: float) -> Drawing:
    """The staff's score with its interval, and the leaders' rating as a square, on one scale."""
    plain = score(name, shown)
    square = Shape(
        "rect",
        "square",
        (
            ("x", _across(leaders)),
            ("y", _down(MIDDLE - 5)),
            ("width", "10"),
            ("height", "10"),
            ("transform", "translate(-5 0)"),
            ("fill", "none"),
            ("stroke", INK),
            ("stroke-width", "1.75"),
        ),
    )
    title = _("%(staff)s; leaders: %(leaders)s", staff=plain.title, leaders=words.number(leaders))
    return Drawing(title, ROW, (*plain.shapes, square))


def _interval(value: float, low: float, high: float) -> tuple[Shape, ...]:
    return (
        _bar("interval", PALE, "none", low=low, high=high, thick=8),
        _line("end", BLUE, at=low, top=MIDDLE - 7, bottom=MIDDLE + 7, width=1.5),
        _line("end", BLUE, at=high, top=MIDDLE - 7, bottom=MIDDLE + 7, width=1.5),
        _dot(value),
    )


def difference(name: str, *, value: float, low: float, high: float, reach: int) -> Drawing:
    """A difference with its interval around 0. What lies beyond `reach` is drawn to the edge; the numbers say it."""

    def at(points: float) -> float:
        return min(100.0, max(0.0, 50 + 50 * points / reach))

    title = _(
        "%(name)s: %(value)s, interval %(interval)s",
        name=name,
        value=words.signed(value),
        interval=words.difference_interval(low, high),
    )
    zero = _line("zero", INK, at=50, top=0, bottom=ROW, width=1.25)
    return Drawing(title, ROW, (*_grid((0, 100)), zero, *_interval(at(value), at(low), at(high))))


def choice(name: str, shown: Shown) -> Drawing:
    """A dot for a score of choice sets and a bar for its 95 % interval, around 0."""
    title = _(
        "%(name)s: %(score)s, interval %(interval)s",
        name=name,
        score=words.choice_score(shown),
        interval=words.difference_interval(shown.low, shown.high),
    )
    zero = _line("zero", INK, at=50, top=0, bottom=ROW, width=1.25)
    at = [_choice_at(points) for points in (shown.value, shown.low, shown.high)]
    return Drawing(title, ROW, (*_grid((0, 25, 75, 100)), zero, *_interval(*at)))


def split(name: str, told: Split3) -> Drawing:
    """Not here or rarely to the start of one line, usually or reliably to its end."""
    title = _(
        "%(name)s: not here or rarely %(low)s, usually or reliably %(high)s",
        name=name,
        low=words.split_share(told.low),
        high=words.split_share(told.high),
    )
    return Drawing(
        title,
        ROW,
        (
            *_grid((0, 25, 75, 100)),
            _bar("low", LOW_FILL, LOW_EDGE, low=50 - told.low / 2, high=50, thick=14),
            _bar("high", BLUE, BLUE, low=50, high=50 + told.high / 2, thick=14),
            _line("zero", INK, at=50, top=0, bottom=ROW, width=1.25),
        ),
    )


def band(name: str, told: Share) -> Drawing:
    """A share told as a band, on 0 to 100: solid up to its lower edge, pale up to its upper one."""
    return Drawing(
        _("%(name)s: %(share)s", name=name, share=words.share(told)),
        ROW,
        (
            *_grid((0, 25, 50, 75, 100)),
            _bar("high", BLUE, BLUE, low=0, high=told.low, thick=12),
            _bar("interval", PALE, BLUE, low=told.low, high=told.high, thick=12),
        ),
    )


def share_axis() -> Drawing:
    """0 to 100 per cent."""
    return _axis(_("Scale from 0 to 100 per cent"), tuple((m, words.number(m)) for m in (0, 25, 50, 75, 100)))
