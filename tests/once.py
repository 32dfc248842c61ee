"""What is costly to make is made once in a run of the tests, whichever of its processes wants it first."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

FOLDER = "STEADYGROUND_TESTS_MADE"
"""Names the folder of this run, which the first process makes and takes away (`tests/conftest.py`)."""

P = ParamSpec("P")


def once(make: Callable[P, bytes]) -> Callable[P, bytes]:
    """Bytes that depend on nothing but the arguments, kept for the other processes of the run, too."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> bytes:
        name = f"{make.__module__}.{make.__qualname__} {args!r} {sorted(kwargs.items())!r}"
        path = Path(os.environ[FOLDER]) / hashlib.sha256(name.encode()).hexdigest()
        return _kept(path, lambda: make(*args, **kwargs))

    return made


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """One process makes it while the others that want it wait; a lock of one that ended is gone with it."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            fresh = path.with_suffix(".fresh")
            fresh.write_bytes(make())
            fresh.rename(path)
    return path.read_bytes()
