"""Who the invented agency is. None of these places and people exist."""

from __future__ import annotations

from dataclasses import dataclass

from audit.method.groups import ROOT, Group, Lens, Path, Tree
from audit.promise import Contact

NAME = "Larkfield Family and Recovery Services (invented)"

LEADER = ("Marta Lindqvist", "marta@larkfield.example")
STAFF_REP = ("Joel Adeyemi", "joel@larkfield.example")
CONSULTANT = ("Ruth Castellan", "ruth@castellan.example")
HOLDERS = ("the director", "the staff representative", "the consultant")

ALSO_USED = (
    "CARE Measure",
    "People who came to the clinic were asked about one meeting; teams read the answers together.",
)

CONTACTS = (
    Contact("Larkfield staff support line, outside the agency", "0100 555 0147", "Every day, 8 to 22 h"),
    Contact("Joel Adeyemi, staff representative", "0100 555 0112", ""),
)

LEAD = ("Ilse Varga, safeguarding lead", "0100 555 0163")

HELPS = (
    "My team listens, and we laugh.",
    "Supervision that really takes place.",
    "We decide together what comes first.",
    "Time to talk after a hard day.",
    "People here mean well and say so.",
    "A quiet room, and nobody asks why I need it.",
)
CHANGE = (
    "Rotas come too late to plan a life.",
    "Tell us what became of the last audit.",
    "More people on nights.",
    "Less paper, more time with families.",
    "Somebody to call after an incident.",
    "Meetings that begin with how we are.",
)

TEAMS: dict[Path, int] = {
    ("Harbour House", "Family support"): 22,
    ("Harbour House", "Youth work"): 18,
    ("Harbour House", "Night outreach"): 16,
    ("Mill Lane", "Supported housing"): 24,
    ("Mill Lane", "Recovery"): 18,
    ("Northgate", "Child protection"): 19,
    ("Northgate", "Disability"): 15,
    ("Northgate", "Business support"): 8,
}

# Who works in each team, in the order of ROLES.
ROLES = ("Practice staff", "Support workers", "Team leads", "Administration", "Management")
STAFFING: dict[Path, tuple[int, int, int, int, int]] = {
    ("Harbour House", "Family support"): (13, 5, 2, 1, 1),
    ("Harbour House", "Youth work"): (9, 6, 2, 0, 1),
    ("Harbour House", "Night outreach"): (4, 10, 2, 0, 0),
    ("Mill Lane", "Supported housing"): (6, 14, 3, 0, 1),
    ("Mill Lane", "Recovery"): (10, 4, 2, 1, 1),
    ("Northgate", "Child protection"): (13, 1, 3, 1, 1),
    ("Northgate", "Disability"): (7, 5, 2, 0, 1),
    ("Northgate", "Business support"): (0, 0, 0, 6, 2),
}


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody on the staff: where they work and as what."""

    team: Path
    role: str


def staff() -> tuple[Worker, ...]:
    """Everybody, team by team."""
    return tuple(
        Worker(team, role)
        for team, numbers in STAFFING.items()
        for role, number in zip(ROLES, numbers, strict=True)
        for _n in range(number)
    )


def places() -> Tree:
    """Three sites, eight teams."""
    groups: list[Group] = [Group(ROOT, sum(TEAMS.values()))]
    for site in dict.fromkeys(path[:1] for path in TEAMS):
        groups.append(Group(site, sum(n for path, n in TEAMS.items() if path[:1] == site)))
        groups += [Group(path, n) for path, n in TEAMS.items() if path[:1] == site]
    return Tree(Lens.PLACE, tuple(groups))


def roles() -> Tree:
    """Five roles."""
    everybody = staff()
    counted = (Group((role,), sum(w.role == role for w in everybody)) for role in ROLES)
    return Tree(Lens.ROLE, (Group(ROOT, len(everybody)), *counted))
