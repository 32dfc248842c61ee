"""Closing without one rule of the promise, section 6."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

from audit import keys
from audit.ballot import files
from audit.doors import close

DESTROYED_FIRST = "destroyed-first"


def the_box_goes_first() -> None:
    """The box is destroyed once it is counted, and the release is committed after that. In a process of its own."""
    commit = close.commit_release

    def destroy_then_commit(session: Any, row: Any, **named: Any) -> None:
        close.destroy_box(Kept.settings, round_id=row.id)
        if Kept.after is not None:
            Kept.after(close.BOX_DESTROYED)
        commit(session, row, **named)

    whole = close.close

    def close_as_kept(session: Any, row: Any, **named: Any) -> None:
        Kept.settings, Kept.after = named["means"].settings, named["means"].after
        whole(session, row, **named)

    close.commit_release = destroy_then_commit
    close.close = close_as_kept


class Kept:
    """What the rule taken away needs to know."""

    settings: Any = None
    after: Callable[[str], None] | None = None


TWINS: Mapping[str, Callable[[], None]] = {DESTROYED_FIRST: the_box_goes_first}


def a_copy_is_kept(path: Path) -> None:
    """In place of `files.destroy_files`: a copy beside it, for all cases, is left."""
    path.with_name(path.name + ".backup").write_bytes(path.read_bytes())
    files.destroy_files(path)


def wrapped_once(private: bytes, *, holders: Mapping[int, bytes]) -> Mapping[tuple[int, int], bytes]:
    """In place of `keys.wrap`: the key is sealed to each holder, so that each can open it alone."""
    return {(a, b): keys.wrap(private, holders={a: holders[a]})[a, a] for a, b in permutations(sorted(holders), 2)}
