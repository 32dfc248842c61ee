"""Settings: read once from the environment, frozen ever after. Nothing else reads the environment."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from audit.refusals import Refusal
from audit.sharing import KEY_OF_BOTH, is_shared
from audit.wording import gettext as _

NOT_SET = ("", "0", "false", "no")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything one installation chooses.

    home: the one folder that holds all the product keeps; host, port: the address that `serve` binds;
    database_url: the office's store; public_url: how people reach the site from elsewhere (https), "" on this machine;
    queue_url: the Redis that says which report is made next, "" for a file of our own;
    debugging, gunicorn_args: what other tools would read from the environment, known so that `doctor` can look at it.
    """

    home: Path
    host: str
    port: int
    database_url: str
    public_url: str
    debugging: bool = False
    gunicorn_args: str = ""
    queue_url: str = ""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """STEADYGROUND_HOME, HOST, PORT, DATABASE_URL, PUBLIC_URL, QUEUE_URL; Refusal where one cannot be used."""
        home = Path(environ.get("STEADYGROUND_HOME") or "var").resolve()
        port = environ.get("PORT") or "8000"
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise Refusal(_("PORT is “%(port)s”; set it to a number from 1 to 65535.", port=port))
        return cls(
            home,
            environ.get("HOST") or "127.0.0.1",
            int(port),
            environ.get("DATABASE_URL") or f"sqlite:///{home / 'office.sqlite'}",
            (environ.get("PUBLIC_URL") or "").rstrip("/"),
            any(environ.get(name, "") not in NOT_SET for name in ("FLASK_DEBUG", "PYTHONDEVMODE")),
            environ.get("GUNICORN_CMD_ARGS", ""),
            environ.get("QUEUE_URL") or "",
        )

    @property
    def ballots(self) -> Path:
        """One sealed box a round."""
        return self.home / "ballots"

    @property
    def results(self) -> Path:
        """What staff may read after a round has closed."""
        return self.home / "results"

    @property
    def questionnaires(self) -> Path:
        """An organisation's own questionnaires, and words of its own for ours."""
        return self.home / "questionnaires"

    @property
    def secrets(self) -> Path:
        """Keys of this installation, readable by its own user only."""
        return self.home / "secrets"

    @property
    def reports(self) -> Path:
        """Printed reports that are kept."""
        return self.home / "reports"

    @property
    def office_file(self) -> Path:
        """The office's store where it is the embedded database."""
        return self.home / "office.sqlite"

    @property
    def queue_file(self) -> Path:
        """Which report is made next, where no Redis says so."""
        return self.home / "work.sqlite"

    @property
    def worker_lock(self) -> Path:
        """Held by the one process that makes reports."""
        return self.home / "work.lock"

    @property
    def loopback(self) -> bool:
        """Whether the bound address reaches nobody but this machine. A proxy in front does not change the answer."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def this_machine_only(self) -> bool:
        """Whether only those who sit at this machine get in: bound to it, and nothing in front lets others through."""
        return self.loopback and not self.public_url

    @property
    def https(self) -> bool:
        """Whether people reach this installation over HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def address(self) -> str:
        """Where people open the site."""
        return self.public_url or f"http://{self.host}:{self.port}"


class KeyNotReadable(Refusal):
    """This user of the operating system may not read, or not make, a key."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "The key %(path)s is not open to this user. Run the program as the user that it belongs to;"
                " where two users share the folder, run deploy/two-users.sh again.",
                path=path,
            )
        )


def kept_secret(folder: Path, name: str) -> bytes:
    """32 random bytes under this name: made on first use, mode 0400, the same ever after. KeyNotReadable."""
    return _kept(folder / name, mode=0o400)


def jointly_kept_secret(folder: Path, name: str) -> bytes:
    """The same; in a shared folder both users of the operating system may read it."""
    return _kept(folder / name, mode=KEY_OF_BOTH if is_shared(folder) else 0o400)


def _kept(path: Path, *, mode: int) -> bytes:
    try:
        _make_key(path, mode=mode)
        return path.read_bytes()
    except PermissionError as error:
        raise KeyNotReadable(path) from error


def _make_key(path: Path, *, mode: int) -> None:
    """Where there is none yet."""
    folder, name = path.parent, path.name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        fresh = folder / f".{name}.{secrets.token_hex(8)}"
        fresh.touch(mode=0o600)
        fresh.write_bytes(secrets.token_bytes(32))
        fresh.chmod(mode)
        try:
            path.hardlink_to(fresh)  # two processes at once: one of them wins, both read the winner's
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
