"""What an organisation says about itself: details, support contacts, places and roles.

`by` is the account that asks; leaders and consultants may change all of it, staff representatives the contacts.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit.method.groups import ROOT, Group, Tree
from audit.promise import Contact, Hosting
from audit.refusals import Refusal
from audit.running.rights import one_of
from audit.store.frozen import contacts_as_json
from audit.store.models import GroupRow, Role
from audit.store.queries import one_organisation
from audit.wording import gettext as _

MAY_CHANGE = (Role.LEADER, Role.CONSULTANT)
MAY_CHANGE_CONTACTS = (Role.LEADER, Role.CONSULTANT, Role.STAFF_REP)


class OrganisationUnnamed(Refusal):
    """The name was left empty."""


class NoWebAddress(Refusal):
    """What "leave this page" is to lead to is no web address."""


class HeadcountsDiffer(Refusal):
    """Places and roles do not add up to the same number of people."""


class NobodyThere(Refusal):
    """The headcounts add up to nobody."""


def change_details(
    session: Session, *, organisation_id: int, name: str, hosting: Hosting, leave_to: str, by: int
) -> None:
    """New name, host and "leave this page" address ("" for none). OrganisationUnnamed, NoWebAddress."""
    one_of(session, by=by, organisation_id=organisation_id, roles=MAY_CHANGE)
    if not name.strip():
        raise OrganisationUnnamed(_("The name of the organisation is empty. Type it as staff know it."))
    if leave_to and not _is_web_address(leave_to):
        raise NoWebAddress(
            _(
                "“%(text)s” is not a web address. Type one that starts with https://, or leave it empty.",
                text=leave_to[:60],
            )
        )
    organisation = one_organisation(session, organisation_id=organisation_id)
    organisation.name = " ".join(name.split())
    organisation.hosting = hosting
    organisation.leave_to = leave_to
    session.commit()


def save_contacts(session: Session, *, organisation_id: int, contacts: Sequence[Contact], by: int) -> None:
    """The people staff can turn to, in this order, in place of those before. Rounds already co-signed keep theirs."""
    one_of(session, by=by, organisation_id=organisation_id, roles=MAY_CHANGE_CONTACTS)
    one_organisation(session, organisation_id=organisation_id).contacts = contacts_as_json(contacts)
    session.commit()


def save_groups(session: Session, *, organisation_id: int, places: Tree, roles: Tree, by: int) -> None:
    """Places and roles in place of those before. A tree that is nothing but an empty root takes the other's number.

    HeadcountsDiffer, NobodyThere. Rounds already co-signed keep theirs.
    """
    one_of(session, by=by, organisation_id=organisation_id, roles=MAY_CHANGE)
    trees = (_filled(places, like=roles), _filled(roles, like=places))
    _check_numbers(*trees)
    session.execute(delete(GroupRow).where(GroupRow.organisation_id == organisation_id))
    for tree in trees:
        session.add_all(_rows_of(tree, organisation_id=organisation_id))
    session.commit()


def _check_numbers(places: Tree, roles: Tree) -> None:
    if places.headcount == 0:
        raise NobodyThere(_("The headcounts add up to nobody. Type how many people work in each place."))
    if places.headcount != roles.headcount:
        raise HeadcountsDiffer(
            _(
                "Places add up to %(places)s people, roles to %(roles)s. Change one: both count the same people.",
                places=places.headcount,
                roles=roles.headcount,
            )
        )


def _filled(tree: Tree, *, like: Tree) -> Tree:
    only_root = len(tree.groups) == 1 and tree.headcount == 0
    return Tree(tree.lens, (Group(ROOT, like.headcount),)) if only_root else tree


def _rows_of(tree: Tree, *, organisation_id: int) -> list[GroupRow]:
    return [
        GroupRow(
            organisation_id=organisation_id,
            lens=tree.lens,
            path=list(group.path),
            headcount=group.headcount,
            position=position,
        )
        for position, group in enumerate(tree)
    ]


def _is_web_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
