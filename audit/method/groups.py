"""Places and roles: two trees of headcounts, the only groups that anything is ever told about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

Path = tuple[str, ...]
"""A node of a tree, from below the root: ("North", "Team 3"). The empty path is the whole organisation."""

ROOT: Path = ()


class Lens(StrEnum):
    """The two ways of looking at the same people."""

    PLACE = "place"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Group:
    """A node with the number of people who work there, those of the nodes below included."""

    path: Path
    headcount: int


@dataclass(frozen=True, slots=True)
class Tree:
    """All groups of one lens, parents before their children; the root is always there and comes first."""

    lens: Lens
    groups: tuple[Group, ...]

    def __iter__(self) -> Iterator[Group]:
        return iter(self.groups)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Paths in the order of the file, the root first."""
        return tuple(g.path for g in self.groups)

    @property
    def headcount(self) -> int:
        """People in the whole organisation."""
        return self.groups[0].headcount

    def headcount_of(self, path: Path) -> int:
        """People in one group; KeyError where there is no such group."""
        for group in self.groups:
            if group.path == path:
                return group.headcount
        raise KeyError(path)

    def children_of(self, path: Path) -> tuple[Path, ...]:
        """The groups right below."""
        return tuple(p for p in self.paths if len(p) == len(path) + 1 and p[: len(path)] == path)

    def below(self, path: Path) -> tuple[Path, ...]:
        """All groups anywhere below."""
        return tuple(p for p in self.paths if len(p) > len(path) and p[: len(path)] == path)

    def definition_of(self, path: Path) -> str:
        """Hash of what a group consists of: lens, path, groups below. The whole organisation's never changes."""
        return self._definition(path, self.below(path))

    def definitions(self) -> dict[Path, str]:
        """`definition_of` every group, in the order of the file, at the cost of one pass."""
        below: dict[Path, list[Path]] = {path: [] for path in self.paths}
        for path in below:
            for depth in range(len(path)):
                below.get(path[:depth], []).append(path)
        return {path: self._definition(path, those) for path, those in below.items()}

    def _definition(self, path: Path, below: Iterable[Path]) -> str:
        made_of = [] if path == ROOT else [self.lens.value, list(path), sorted(map(list, below))]
        return hashlib.sha256(json.dumps(made_of, ensure_ascii=False).encode()).hexdigest()
