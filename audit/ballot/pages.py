"""Pages of people who are answering now: sealed under a key that only their browser holds, all of one length."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from audit.ballot import schema
from audit.ballot.files import still_the_clock
from audit.ballot.schema import page_state


class Pages:
    """The file beside a box. A page is overwritten, never deleted: a hole would tell that somebody has gone."""

    def __init__(self, path: Path, *, day: date) -> None:
        self.path = path
        self._day = day
        self._lock = threading.Lock()
        self._engine = schema.open_pages_file(path)

    def close(self) -> None:
        """Let go of the file, once nobody is at it."""
        with self._lock:
            self._engine.dispose()

    def find(self, h: bytes) -> bytes | None:
        """The sealed page at this hash."""
        with self._lock, schema.reading(self._engine) as connection:
            return connection.execute(select(page_state.c.blob).where(page_state.c.h == h)).scalar_one_or_none()

    def count(self) -> int:
        """How many pages there are, those that were blotted out among them."""
        with self._lock, schema.reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(page_state)).scalar_one()

    def put(self, h: bytes, blob: bytes) -> None:
        """Let this sealed page stand at that hash, in place of what stood there."""
        written = insert(page_state).values(h=h, blob=blob)
        written = written.on_conflict_do_update(index_elements=[page_state.c.h], set_={"blob": blob})
        with self._lock:
            with schema.writing(self._engine) as connection, connection.begin():
                connection.execute(written)
            still_the_clock(self.path, self._day)
