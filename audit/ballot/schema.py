"""The tables of a box and of its pages, and how their files are opened.

No table has a time, a number that counts up, a flag that says of a person that they answered, or a key that two rows
of one person share. Every key is random bytes; WITHOUT ROWID, or SQLite would keep the order of arrival beside it.
All rows of a table are equally long, so that a row can be overwritten where it lies.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

KEY = 16  # bytes of a random key
HASH = 32
NO_TRY = 64  # what `tries` of a draft begins with: SQLite keeps 0 and 1 in no byte, and a row would change its length
SECONDS_TO_WAIT = 20  # for another process that is writing

BOX, PAGES = MetaData(), MetaData()


def _key(name: str = "id") -> Column[bytes]:
    return Column(name, LargeBinary, primary_key=True)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, String, nullable=False)


manifest = Table("manifest", BOX, _key(), _text("state"), _text("text"), sqlite_with_rowid=False)
key_wrap = Table(
    "key_wrap", BOX, _key(), _number("outer_seat"), _number("inner_seat"), _bytes("blob"), sqlite_with_rowid=False
)
voucher = Table("voucher", BOX, _key(), _bytes("h"), sqlite_with_rowid=False)
draft = Table("draft", BOX, _key("h"), _bytes("blob"), _number("tries"), sqlite_with_rowid=False)
ballot = Table("ballot", BOX, _key(), _number("empty"), _bytes("sealed"), _bytes("withdraw_h"), sqlite_with_rowid=False)
sealed_comment = Table(
    "sealed_comment", BOX, _key(), _number("empty"), _bytes("sealed"), _bytes("withdraw_h"), sqlite_with_rowid=False
)
withdrawn = Table("withdrawn", BOX, _key(), sqlite_with_rowid=False)

page_state = Table("page_state", PAGES, _key("h"), _bytes("blob"), sqlite_with_rowid=False)

# What is written survives a power cut before "thank you" is said; nothing overwritten stays readable in the file or
# its journal, and no part of a statement is put into another file.
SAFE = ("journal_mode=TRUNCATE", "secure_delete=ON", "synchronous=FULL", "temp_store=MEMORY")
# Pages survive a killed process, which is enough until then; they are written far more often.
QUICK = ("journal_mode=TRUNCATE", "secure_delete=ON", "synchronous=OFF", "temp_store=MEMORY")


SMALLEST_PAGE, LARGEST_PAGE = 4096, 65536  # bytes; SQLite's own usual and largest
BESIDE = 128  # bytes of a row beside its longest value: key, numbers, HMAC, header


def page_size_for(longest: int) -> int:
    """Bytes of a page in a file whose longest value has so many bytes; ValueError where no page is large enough.

    A row of more than about a quarter of its page spills into further pages, and those are given out in the order in
    which they are asked for: that order would be the order of sending.
    """
    page = SMALLEST_PAGE
    while (page - 12) * 64 // 255 - 23 < longest + BESIDE:  # the most that SQLite keeps in one place
        page *= 2
    if page > LARGEST_PAGE:
        raise ValueError(f"rows of {longest} bytes fit into no page")
    return page


def open_box_file(path: Path, *, page_size: int = 0) -> Engine:
    """The one connection of this process to a box. page_size: of a file that is still empty."""
    return _open(path, _first(page_size) + SAFE)


def open_pages_file(path: Path, *, page_size: int = 0) -> Engine:
    """The one connection of this process to the pages beside a box. page_size: of a file that is still empty."""
    return _open(path, _first(page_size) + QUICK)


def _first(page_size: int) -> tuple[str, ...]:
    return (f"page_size={page_size}",) if page_size else ()


def writing(engine: Engine) -> Connection:
    """A connection whose transactions take the file's lock at their first word, not halfway through."""
    return engine.connect().execution_options(begin="BEGIN IMMEDIATE")


def reading(engine: Engine) -> Connection:
    """A connection whose transactions lock nothing but against being changed under it."""
    return engine.connect().execution_options(begin="BEGIN")


def _open(path: Path, pragmas: tuple[str, ...]) -> Engine:
    """mode=rw: a box that has been destroyed is not made anew by somebody who asks for it."""
    engine = create_engine(
        URL.create("sqlite", database=f"file:{quote(str(path))}", query={"mode": "rw", "uri": "true"}),
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "timeout": SECONDS_TO_WAIT},
        hide_parameters=True,
    )

    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where we say, see `begin`
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine
