"""How rules with a shape are tried everywhere: the same examples in every run, and no clock on a busy machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
