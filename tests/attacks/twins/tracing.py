"""The product served by a gunicorn that keeps a log of visits: `python -m tests.attacks.twins.tracing serve`."""

from __future__ import annotations

from typing import Any

from audit import serving

KEPT = {"accesslog": "-"}
"""Standard output, where a service manager writes it down."""


def with_a_log(self: serving._Gunicorn) -> dict[str, Any]:
    """What `serve` chooses, and this."""
    return chosen(self) | KEPT


chosen = serving._Gunicorn._chosen

if __name__ == "__main__":
    from audit.commands import main

    serving._Gunicorn._chosen = with_a_log  # type: ignore[method-assign]  # in a process of its own
    main(prog_name="steadyground")
