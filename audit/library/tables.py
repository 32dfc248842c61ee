"""Reading TOML tables key by key: unknown keys, missing keys and wrong types are each one problem."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audit.library.lines import Place, line_of_name, line_of_place
from audit.library.problems import Problem
from audit.wording import gettext as _


@dataclass(frozen=True, slots=True)
class Key:
    """What a key may hold. wanted: said when it does not fit; needed: whether the key is there at all times."""

    fits: Callable[[object], bool]
    wanted: Callable[[], str]
    needed: bool = True


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _is_pair(value: object, of: Callable[[object], bool]) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(of, value))


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_table, value))


def text(*, needed: bool = True) -> Key:
    """Words between quotation marks, not empty."""
    return Key(_is_text, lambda: _("Write words between quotation marks."), needed)


def text_or_nothing() -> Key:
    """Words between quotation marks, or nothing between them."""
    return Key(lambda v: isinstance(v, str), lambda: _("Write words between quotation marks."), needed=False)


def number(*, needed: bool = True) -> Key:
    """A whole number."""
    return Key(_is_number, lambda: _("Write a whole number, without quotation marks."), needed)


def yes_or_no() -> Key:
    """true or false; absent is false."""
    return Key(lambda v: isinstance(v, bool), lambda: _("Write true or false."), needed=False)


def texts(*, needed: bool = True) -> Key:
    """A list of texts, at least one."""
    return Key(_is_texts, lambda: _('Write a list of texts, such as ["S.D1", "T.D1"].'), needed)


def pair() -> Key:
    """Two whole numbers."""
    return Key(lambda v: _is_pair(v, _is_number), lambda: _("Write two whole numbers, such as [12, 15]."))


def pair_of_texts(*, needed: bool = True) -> Key:
    """Two texts."""
    return Key(lambda v: _is_pair(v, _is_text), lambda: _('Write an id and an edition, such as ["core", "1"].'), needed)


def table(name: str, *, needed: bool = True) -> Key:
    """One [name] table."""
    return Key(_is_table, lambda: _("Write it as one [%(name)s] table.", name=name), needed)


def tables(name: str, *, needed: bool = True) -> Key:
    """One [[name]] table or more."""
    return Key(_is_tables, lambda: _("Write it as [[%(name)s]] tables.", name=name), needed)


def one_of(*allowed: str) -> Key:
    """One of a few words."""
    return Key(lambda v: v in allowed, lambda: _("Write one of: %(allowed)s.", allowed=", ".join(allowed)))


Keys = Mapping[str, Key]


@dataclass(frozen=True, slots=True)
class Table:
    """One table with only the values that fit; what is missing reads as "", 0 or nothing, and was reported."""

    item: str
    values: Mapping[str, Any]
    place: Place = ()

    def text(self, key: str) -> str:
        return str(self.values.get(key, ""))

    def number(self, key: str, otherwise: int = 0) -> int:
        return int(self.values.get(key, otherwise))

    def yes(self, key: str) -> bool:
        return bool(self.values.get(key, False))

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(self.values.get(key, ()))

    def pair(self, key: str) -> tuple[int, int]:
        low, high = self.values.get(key, (0, 0))
        return int(low), int(high)

    def pair_of_texts(self, key: str) -> tuple[str, str]:
        first, second = self.values.get(key, ("", ""))
        return str(first), str(second)

    def table(self, key: str) -> Mapping[str, Any]:
        """The table below, not checked yet; nothing where there is none."""
        return dict(self.values.get(key, {}))

    def tables(self, key: str) -> Sequence[Mapping[str, Any]]:
        """Tables below, not checked yet."""
        return tuple(self.values.get(key, ()))


@dataclass(frozen=True, slots=True)
class Notes:
    """Where problems of one file are noted down, in the order in which they were found. text: the file's."""

    file: str
    problems: list[Problem]
    text: str = field(default="", repr=False)

    def add(
        self,
        item: str,
        what: str,
        way_out: str,
        *,
        key: str = "",
        place: Place = (),
        line: int = 0,
        last: bool = False,
        stops: bool = True,
    ) -> None:
        """One problem. The line is the one given, or that of the key in the table at this place, or of this id.

        last: the last table of this id is meant, not the first.
        """
        if not line and place:
            line = line_of_place(self.text, place, key=key)
        elif not line:
            line = line_of_name(self.text, item, key=key, last=last)
        self.problems.append(Problem(self.file, line, item, what, way_out, stops))


def read_toml(path: Path, name: str, problems: list[Problem]) -> tuple[Mapping[str, Any], Notes]:
    """A file's tables, and where to note what is wrong in it; no tables where it cannot be
    read or nothing is in it, which is one problem."""
    found = read_text(path, name, problems)
    notes = Notes(name, problems, found or "")
    if found is None:
        return {}, notes
    try:
        raw = tomllib.loads(notes.text)
    except (ValueError, RecursionError) as error:  # ValueError: not TOML, or a number of thousands of digits
        at = re.search(r"line (\d+)", str(error))
        what = _("The file is not TOML: %(why)s.", why=str(error))
        notes.add("", what, _("Mend it at that place."), line=int(at[1]) if at else 0)
        return {}, notes
    if not raw:
        notes.add("", _("Nothing is in this file."), _("Fill it, or take it away."))
    return raw, notes


def read_text(path: Path, name: str, problems: list[Problem]) -> str | None:
    """The text of a file, without the byte order mark that some editors put first; None where it cannot be read, which
    is one problem."""
    notes = Notes(name, problems)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        notes.add("", _("The file is not there."), _("Put it back."))
    except UnicodeDecodeError:
        notes.add("", _("The file is not written in UTF-8."), _("Save it as UTF-8."))
    except OSError as error:
        what = _("The file cannot be read: %(why)s.", why=(error.strerror or str(error)).lower())
        notes.add("", what, _("Let this program read it, or take it away."))
    return None


def check(raw: Mapping[str, Any], keys: Keys, notes: Notes, *, item: str, place: Place = ()) -> Table:
    """The table with the values that fit. item: what problems here are called by, such as the item's id."""
    for key in raw:
        if key not in keys:
            what = _("The key “%(key)s” is not known here.", key=key)
            notes.add(item, what, _unknown(key, keys), key=key, place=place)
    for key, rule in keys.items():
        if key not in raw and rule.needed:
            notes.add(item, _("The key “%(key)s” is missing.", key=key), rule.wanted(), place=place)
        elif key in raw and not rule.fits(raw[key]):
            what = _("“%(key)s” is %(found)s.", key=key, found=_shown(raw[key]))
            notes.add(item, what, rule.wanted(), key=key, place=place)
    return Table(item, {k: v for k, v in raw.items() if k in keys and keys[k].fits(v)}, place)


def check_all(top: Table, name: str, keys: Keys, notes: Notes, *, header: str = "") -> tuple[Table, ...]:
    """Every [[name]] table, checked; each is called by its id, or by its place where it has none."""
    return tuple(
        check(raw, keys, notes, item=_called(raw, name, at), place=(*top.place, (header or name, at)))
        for at, raw in enumerate(top.tables(name), 1)
    )


def _called(raw: Mapping[str, Any], name: str, at: int) -> str:
    found = raw.get("id", raw.get("item", raw.get("of")))
    return found if isinstance(found, str) and found else _("%(name)s number %(at)s", name=name, at=at)


def no_twins(found: Iterable[Table], notes: Notes) -> None:
    """Each id is there once."""
    seen: set[str] = set()
    for one in found:
        own = one.text("id") or one.text("item") or one.text("of")
        if own in seen:
            what, way_out = _("This id is used twice."), _("Give one of the two another id, or take one out.")
            notes.add(own, what, way_out, place=one.place)
        elif own:
            seen.add(own)


def nearest(named: str, known: Iterable[str]) -> str:
    """The way out where something names what is not there."""
    names = [k for k in known if k]
    near = difflib.get_close_matches(named, names, n=1)
    if near:
        return _("Write “%(near)s”, or add it.", near=near[0])
    return _("Add it, or name one that is there: %(known)s.", known=", ".join(names[:8]) or "–")


def _unknown(key: str, keys: Keys) -> str:
    near = difflib.get_close_matches(key, keys, n=1)
    if near:
        return _("Write “%(near)s”, or take it out.", near=near[0])
    return _("Take it out; known keys are %(known)s.", known=", ".join(keys))


def _shown(value: object) -> str:
    shown = repr(value) if not isinstance(value, list | dict) else _("a list or a table of another form")
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
