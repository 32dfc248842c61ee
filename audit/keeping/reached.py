"""How people reach the installation, and who writes down that they did: checks of addresses, logs and web servers."""

from __future__ import annotations

import re
import shlex
from importlib.metadata import version
from pathlib import Path

from audit.keeping.findings import Finding, State, as_promised
from audit.settings import Settings
from audit.wording import gettext as _

PDF_FROM = 70  # WeasyPrint fetches nothing that a document names from this edition on
NOWHERE = ("off", "/dev/null")


def check_address(settings: Settings) -> list[Finding]:
    """Plain http on this machine only; from elsewhere https."""
    found = []
    if not (settings.loopback or settings.https):
        what = _("Plain http at %(host)s: others could read codes and answers.", host=settings.host)
        way_out = _("Set HOST to 127.0.0.1, or PUBLIC_URL to the https:// address in front of it.")
        found.append(Finding("address", State.BREACH, what, way_out))
    if settings.public_url and not settings.https:
        what = _("PUBLIC_URL is %(url)s, which is no https:// address.", url=settings.public_url)
        found.append(Finding("address", State.BREACH, what, _("Put HTTPS in front and name that address.")))
    return as_promised("address", found, _("People reach it at %(address)s.", address=settings.address))


def check_debugging(settings: Settings) -> list[Finding]:
    """No program state is shown to whoever causes a fault."""
    if settings.debugging:
        what = _("A debugging switch is on (FLASK_DEBUG or PYTHONDEVMODE): faults could show what people sent.")
        return [Finding("debugging", State.BREACH, what, _("Unset both, and start again."))]
    return [Finding("debugging", State.OK, _("Debugging is off."))]


def check_gunicorn(settings: Settings) -> list[Finding]:
    """Nobody has asked the web server to write down who came. `serve` never does; gunicorn started by hand may."""
    try:
        words = shlex.split(settings.gunicorn_args)
    except ValueError:
        words = settings.gunicorn_args.split()
    logging = [w for w in words if w.startswith(("--access-log", "--statsd", "--capture-output", "--log-config"))]
    if logging:
        what = _("GUNICORN_CMD_ARGS asks for a log of visits: %(words)s.", words=" ".join(logging))
        return [
            Finding("access-log", State.BREACH, what, _("Take these words out, or start it with `steadyground serve`."))
        ]
    return [Finding("access-log", State.OK, _("The program keeps no log of visits."))]


def check_nginx(settings: Settings, conf: Path) -> list[Finding]:
    """The web server in front writes nothing down, and does not hand out the folder of the installation."""
    said = _statements(conf.read_text(encoding="utf-8", errors="replace"))
    found = _access_logs(said, conf) + _error_logs(said, conf) + _handed_out(said, settings.home)
    return as_promised("nginx", found, _("%(file)s: nothing is written about visits.", file=conf.name))


def _statements(text: str) -> list[list[str]]:
    """Each statement of a configuration as its words; blocks are looked into, comments are left out."""
    plain = re.sub(r"(^|\s)#[^\n]*", r"\1", text)
    return [statement.split() for statement in re.split(r"[;{}]", plain) if statement.strip()]


def _access_logs(said: list[list[str]], conf: Path) -> list[Finding]:
    chosen = [words[1:] for words in said if words[0] == "access_log"]
    way_out = _("Write “access_log off;” into every server, and reload nginx.")
    if not chosen:
        what = _("%(file)s: nothing turns the log of visits off, so there is one.", file=conf.name)
        return [Finding("nginx", State.BREACH, what, way_out)]
    return [
        Finding(
            "nginx", State.BREACH, _("%(file)s: visits are written to %(log)s.", file=conf.name, log=log[0]), way_out
        )
        for log in chosen
        if log and log[0].strip("\"'") not in NOWHERE
    ]


def _error_logs(said: list[list[str]], conf: Path) -> list[Finding]:
    chosen = [words[1] for words in said if words[0] == "error_log" and len(words) > 1]
    bad = [log for log in chosen if log.strip("\"'") not in NOWHERE[1:]]  # "off" would be a file of that name
    if chosen and not bad:
        return []
    what = _(
        "%(file)s: faults are written to %(log)s, with the addresses of visitors.",
        file=conf.name,
        log=bad[0] if bad else _("the usual place"),
    )
    return [Finding("nginx", State.BREACH, what, _("Write “error_log /dev/null crit;”, and reload nginx."))]


def _handed_out(said: list[list[str]], home: Path) -> list[Finding]:
    folders = [Path(words[1].strip("\"'")) for words in said if words[0] in ("root", "alias") and len(words) > 1]
    return [
        Finding(
            "nginx",
            State.BREACH,
            _("%(home)s lies in %(folder)s, which nginx hands out to anybody.", home=home, folder=folder),
            _("Move one of the two, and reload nginx."),
        )
        for folder in folders
        if home.is_relative_to(folder)
    ]


def check_pdf_maker(found: str | None = None) -> list[Finding]:
    """Documents fetch nothing. found: the edition of WeasyPrint; None looks."""
    edition = found or version("weasyprint")
    if int(edition.split(".")[0]) < PDF_FROM:
        what = _("WeasyPrint %(edition)s is older than %(wanted)s.", edition=edition, wanted=PDF_FROM)
        return [
            Finding("pdf-maker", State.BREACH, what, _("Run `make setup`: it installs the edition that was tested."))
        ]
    return [Finding("pdf-maker", State.OK, _("WeasyPrint is %(edition)s.", edition=edition))]
