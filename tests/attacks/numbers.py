"""Every number in what a round says, read by people's eyes and by a program's, and what the release allows of it.

Worked out here from the released JSON alone, with none of the product's own arithmetic: values as they are, 95 %
intervals, bands. Around them stand dates, names and the fixed words of the method; whatever digits are left over come
from somewhere else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from scipy.stats import norm as normal
from scipy.stats import t as student

Json = dict[str, Any]
Band = tuple[float, float | None]
HALF = 50
NO_BREAK_HYPHEN, SHORT = "\u2010", 12
PEOPLE_MEANT = {5: 10, 10: 10, 20: 20, 50: 50}
STEPS = {5: (10.0,), 10: (5.0,), 20: (2.5, 5.0), 50: (1.0, 2.5)}
LEAST_ERROR = {5: 5, 10: 3, 20: 2, 50: 1}
CHOICE_ENDS = (-80, 80)
PEOPLE: tuple[Band, ...] = ((10, 19), (20, 49), (50, 99), (100, None))
QUARTERS: tuple[Band, ...] = ((0, 25), (25, 50), (50, 75), (75, 100))
TENS: tuple[Band, ...] = tuple((low, low + 10) for low in range(0, 100, 10))
FINGERPRINT = re.compile(r"\b[0-9a-f]{12,64}\b")
READ_OUT = ("title", "aria-label", "alt")
PLACED = ("cx", "x", "x1", "x2", "width")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Released:
    """What the released JSON of a round holds."""

    json: Json

    @property
    def numbers(self) -> list[Json]:
        """Everything with a value and an error."""
        return [one for one in _objects(self.json) if "value" in one]

    @property
    def choices(self) -> list[Json]:
        """Those of choice sets: from −100 to 100, so twice as wide as all others."""
        return [n for design in self.json["choices"].values() for n in design["scores"].values() if n is not None]

    @property
    def others(self) -> list[Json]:
        """All that are not of choice sets."""
        apart = [id(number) for number in self.choices]
        return [number for number in self.numbers if id(number) not in apart]

    @property
    def shares(self) -> list[Band]:
        """Bands of per cent."""
        return [(one["low"], one["high"]) for one in _objects(self.json) if set(one) == {"low", "high"}]

    def off_the_lattice(self) -> list[Json | Band]:
        """Numbers that are told more exactly than the row they stand in allows, and bands that are none."""
        exact = [n for n in self.others if not _is_rounded(n)]
        exact += [n for n in self.choices if not _is_rounded(n, twice=2) or abs(n["value"]) > CHOICE_ENDS[1]]
        return [*exact, *(band for band in self.shares if band not in (*PEOPLE, *QUARTERS, *TENS))]

    def phrases(self) -> set[str]:
        """How these numbers are said."""
        said = {s for number in self.others for s in _said(number)}
        said |= {s for number in self.choices for s in _said_of_choices(number)}
        said |= {f"{_plain(low)}–{_plain(high)}" for low, high in self.shares if high is not None}
        said |= {f"{_plain(low)} to {_plain(high)}" for low, high in self.shares if high is not None}
        said |= {f"{low} or more" for low, high in self.shares if high is None}
        said |= {f"{c['items_counted']}/{c['items_asked']}" for c in _objects(self.json) if "items_asked" in c}
        return said

    @property
    def fingerprints(self) -> set[str]:
        """What is hashed, and the release itself; pages show how they begin, too."""
        text = json.dumps(self.json, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return {*FINGERPRINT.findall(text), hashlib.sha256(text.encode()).hexdigest()}

    def practices(self) -> tuple[int, int]:
        """How many most people see usually or reliably, and how many clearly not."""
        told = [i for i in self.json["whole"]["items"].values() if i["usually"]]
        ends = [share_interval(one["usually"], row=one["row"]) for one in told]
        return sum(low >= HALF for low, _high in ends), sum(high < HALF for _low, high in ends)

    def gaps(self, leaders: float) -> list[tuple[float, float, float]]:
        """Leaders less staff with its interval, for each principle and domain of the whole. leaders: their rating of
        everything, in points; beside all else that they said, each domain then lies at 0."""
        whole = self.json["whole"]
        found = [(leaders, p["score"]) for p in whole["principles"].values()]
        found += [(0, d["score"]) for d in whole["domains"].values()]
        return [(said - n["value"], said - n["value"] - _away(n), said - n["value"] + _away(n)) for said, n in found]

    def places(self) -> list[float]:
        """Where drawings may have a mark, in per cent of their width: values, ends of intervals and bands, lengths."""
        ends = [interval(n) for n in self.others]
        shares = [(low, high) for low, high in self.shares if high is not None]
        chosen = [tuple(50 + at / 2 for at in (n["value"], *choice_interval(n))) for n in self.choices]
        return [
            *(n["value"] for n in self.others),
            *(at for value, low, high in chosen for at in (value, low, high, high - low)),
            *(at for low, high in (*ends, *shares) for at in (low, high, high - low)),
        ]


def interval(number: Json) -> tuple[float, float]:
    """The 95 % interval: the error with what rounding adds, and as many degrees of freedom as the row says."""
    away = _away(number, error="se")
    return max(0.0, number["value"] - away), min(100.0, number["value"] + away)


def choice_interval(number: Json) -> tuple[float, float]:
    """The same for a score of choice sets; what lies at an end is open to −100 or to 100."""
    away, value = _away(number, error="se"), number["value"]
    low, high = CHOICE_ENDS
    return (
        -100.0 if value <= low else max(-100.0, value - away),
        100.0 if value >= high else min(100.0, value + away),
    )


def gap_said(gap: float, low: float, high: float) -> str:
    """A gap and its interval, with signs."""
    return f"{_signed(gap)}, interval {_signed(low)} to {_signed(high)}"


def share_interval(band: Json, *, row: int) -> tuple[float, float]:
    """Wilson's 95 %, from the lower edge of a band and from its upper edge."""
    people, z = PEOPLE_MEANT[row], float(normal.ppf(0.975))
    ends = []
    for edge, way in ((band["low"], -1), (band["high"], 1)):
        share = edge / 100
        root = (share * (1 - share) / people + z * z / (4 * people * people)) ** 0.5
        ends.append(100 * (share + z * z / (2 * people) + way * z * root) / (1 + z * z / people))
    return ends[0], ends[1]


def left_over(text: str, *, released: Released, around: Sequence[str]) -> list[str]:
    """What has digits and is neither released nor stands around, with its neighbours. around: as people read it."""
    rest = " ".join(text.replace(NO_BREAK_HYPHEN, "-").split())
    for fingerprint in released.fingerprints:
        rest = rest.replace(fingerprint, " ~ ").replace(fingerprint[:SHORT], " ~ ")
    said = sorted((" ".join(one.split()) for one in {*around, *released.phrases()}), key=len, reverse=True)
    rest = re.sub(rf"(?<![\d.])(?:{'|'.join(map(re.escape, said))})(?![\d.]*\d)", " ~ ", rest)
    return [rest[max(0, m.start() - 40) : m.end() + 20] for m in NUMBER.finditer(rest)]


def misplaced(root: Element, *, released: Released, around: Sequence[float]) -> list[float]:
    """Positions in drawings that no released number has."""
    allowed = [*released.places(), *around]
    found = {
        float(e.get(name, "").rstrip("%")) for e in root.iter() for name in PLACED if e.get(name, "").endswith("%")
    }
    return sorted(at for at in found if not any(abs(at - one) < 0.001 for one in allowed))


def read_out(root: Element) -> str:
    """Every text of a page, each on a line of its own, and what is read out where nothing is seen."""
    return "\n".join(_texts(root))


def _texts(root: Element) -> Iterator[str]:
    for element in root.iter():
        yield from (element.get(name, "") for name in READ_OUT if element.get(name))
        if element.tag not in ("script", "style"):
            yield element.text or ""
        yield element.tail or ""


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _objects(one)


def _away(number: Json, *, error: str = "se_plain") -> float:
    spread: float = (number[error] ** 2 + number["step"] ** 2 / 12) ** 0.5
    return float(student.ppf(0.975, PEOPLE_MEANT[number["row"]] - 1)) * spread


def _signed(value: float) -> str:
    text = f"{round(abs(value), 1):g}"
    return text if text == "0" else f"{'−' if value < 0 else '+'}{text}"


def _is_rounded(number: Json, *, twice: int = 1) -> bool:
    row, step, value = number["row"], number["step"], number["value"]
    errors = (number["se"], number["se_plain"])
    exact = step in [twice * one for one in STEPS[row]] and value % step == 0
    return exact and all(type(e) is int and e >= twice * LEAST_ERROR[row] for e in errors)


def _said(number: Json) -> Iterator[str]:
    value = _plain(abs(number["value"]))
    low, high = interval(number)
    yield value
    yield f"{value} ({number['se']} / {number['se_plain']}; {number['row']})"
    yield f"{round(low)} to {round(high)}"
    if number["value"] <= 10:
        yield "10 or less"
    if number["value"] >= 90:
        yield "90 or more"


def _said_of_choices(number: Json) -> Iterator[str]:
    value, (low, high) = number["value"], choice_interval(number)
    said = _signed(value)
    if value in CHOICE_ENDS:
        said += " or less" if value < 0 else " or more"
    yield f"{_signed(value)} ({number['se']} / {number['se_plain']}; {number['row']})"
    yield f"{said}, interval {_signed(low)} to {_signed(high)}"
    yield f"interval {_signed(low)} to {_signed(high)}"
    yield said


def _plain(value: float) -> str:
    return f"{value:g}"
