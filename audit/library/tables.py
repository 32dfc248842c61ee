"""Reading TOML tables key by key: unknown keys, missing keys and wrong types are each one problem."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def text(*, needed: bool = True) -> Key:
    """Words between quotation marks, not empty."""
    return Key(_is_text, lambda: _("Write words between quotation marks."), needed)


def number(*, needed: bool = True) -> Key:
    """A whole number."""
    return Key(_is_number, lambda: _("Write a whole number, without quotation marks."), needed)


def texts() -> Key:
    """A list of texts, at least one."""
    return Key(_is_texts, lambda: _('Write a list of texts, such as ["S.D1", "T.D1"].'))


def pair() -> Key:
    """Two whole numbers."""
    return Key(_is_pair, lambda: _("Write two whole numbers, such as [12, 15]."))


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

    file: str
    item: str
    values: Mapping[str, Any]

    def text(self, key: str) -> str:
        return str(self.values.get(key, ""))

    def number(self, key: str, otherwise: int = 0) -> int:
        return int(self.values.get(key, otherwise))

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(self.values.get(key, ()))

    def pair(self, key: str) -> tuple[int, int]:
        low, high = self.values.get(key, (0, 0))
        return int(low), int(high)

    def raw(self, key: str) -> Sequence[Mapping[str, Any]]:
        """Tables below, not checked yet."""
        return tuple(self.values.get(key, ()))


@dataclass(frozen=True, slots=True)
class Notes:
    """Where problems of one file are noted down, in the order in which they were found."""

    file: str
    problems: list[Problem]

    def add(self, item: str, what: str, way_out: str) -> None:
        self.problems.append(Problem(self.file, item, what, way_out))


def read_toml(path: Path, notes: Notes) -> Mapping[str, Any]:
    """A file's tables; a file that cannot be read is one problem and no tables."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        notes.add("", _("The file is not there."), _("Put it back."))
    except UnicodeDecodeError:
        notes.add("", _("The file is not written in UTF-8."), _("Save it as UTF-8."))
    except tomllib.TOMLDecodeError as error:
        notes.add("", _("The file is not TOML: %(why)s.", why=str(error)), _("Mend it at that place."))
    return {}


def check(raw: Mapping[str, Any], keys: Keys, notes: Notes, *, item: str) -> Table:
    """The table with the values that fit. item: what problems here are called by, such as the item's id."""
    for key in raw:
        if key not in keys:
            notes.add(item, _("The key “%(key)s” is not known here.", key=key), _unknown(key, keys))
    for key, rule in keys.items():
        if key not in raw and rule.needed:
            notes.add(item, _("The key “%(key)s” is missing.", key=key), rule.wanted())
        elif key in raw and not rule.fits(raw[key]):
            notes.add(item, _("“%(key)s” is %(found)s.", key=key, found=_shown(raw[key])), rule.wanted())
    return Table(notes.file, item, {k: v for k, v in raw.items() if k in keys and keys[k].fits(v)})


def _unknown(key: str, keys: Keys) -> str:
    near = difflib.get_close_matches(key, keys, n=1)
    if near:
        return _("Write “%(near)s”, or take it out.", near=near[0])
    return _("Take it out; known keys are %(known)s.", known=", ".join(keys))


def _shown(value: object) -> str:
    shown = repr(value) if not isinstance(value, list | dict) else _("a list or a table of another form")
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
