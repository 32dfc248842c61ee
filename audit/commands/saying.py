"""How commands speak: results on standard output, everything else on standard error."""

from __future__ import annotations

import difflib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkstemp
from typing import Any

import click

from audit.refusals import Refusal
from audit.wording import gettext as _


def sentence_of(wrong: click.ClickException) -> str:
    """What was called wrongly, in one sentence, and where to look it up."""
    return f"{_what(wrong)} {_where(wrong)}".strip()


def _what(wrong: click.ClickException) -> str:
    match wrong:
        case click.NoSuchOption(option_name=name, possibilities=near):
            return _said_with_nearest(_("There is no option %(name)s.", name=name), near)
        case click.exceptions.NoSuchCommand(
            command_name=name, ctx=click.Context(command=click.Group() as group) as ctx
        ):
            near = difflib.get_close_matches(name, group.list_commands(ctx), n=1)
            return _said_with_nearest(_("There is no command %(name)s.", name=name), near)
        case click.MissingParameter(param=param) if param is not None:
            return _("%(name)s is missing.", name=_name_of(param, wrong.ctx))
        case click.BadParameter(param=param) if param is not None:
            return f"{_name_of(param, wrong.ctx)}: {_full_stop(wrong.message)}"
        case _:
            return _full_stop(wrong.message)


def _said_with_nearest(said: str, near: Iterable[str] | None) -> str:
    names = ", ".join(near or ())
    return f"{said} {_('Did you mean %(near)s?', near=names)}" if names else said


def _name_of(param: click.Parameter, ctx: click.Context | None) -> str:
    if isinstance(param, click.Option):
        return param.opts[-1]
    return param.make_metavar(ctx or click.get_current_context())


def _full_stop(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _where(wrong: click.ClickException) -> str:
    ctx = getattr(wrong, "ctx", None)
    return _("Help: %(command)s --help", command=ctx.command_path) if ctx else ""


def say_result(text: str) -> None:
    """A result, on standard output."""
    click.echo(text)


def say_json(value: Any) -> None:
    """A result as JSON, on standard output."""
    click.echo(json_text(value), nl=False)


def json_text(value: Any) -> str:
    """JSON as files and pipes get it: readable, in the order it was made, a line feed at the end."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def say_note(text: str) -> None:
    """Something to know beside the result, on standard error."""
    click.echo(text, err=True)


def say_progress(text: str) -> None:
    """What is being done now, for somebody who is watching; nothing in a pipe."""
    if sys.stderr.isatty():
        click.echo(text, err=True)


def write_file(path: Path, content: str | bytes) -> None:
    """The whole file or nothing; Refusal where the folder is not there or cannot be written."""
    raw = content.encode() if isinstance(content, str) else content
    try:
        made = _written_beside(path, raw)
        made.chmod(0o666 & ~_umask())
        made.replace(path)
    except OSError as error:
        raise Refusal(
            _(
                "%(path)s cannot be written: %(why)s; name a place where you may write.",
                path=path,
                why=(error.strerror or str(error)).lower(),
            )
        ) from error


def _written_beside(path: Path, raw: bytes) -> Path:
    """A file of another name in the same folder; none where the disk is full."""
    handle, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as fresh:
            fresh.write(raw)
    except OSError:
        Path(name).unlink()
        raise
    return Path(name)


def _umask() -> int:
    """What this process takes away from new files; it can only be read by setting it."""
    found = os.umask(0o077)
    os.umask(found)
    return found
