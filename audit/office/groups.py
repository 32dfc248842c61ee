"""Places and roles with their headcounts, and at once what they will be able to say."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField

from audit.headcounts import read_headcounts
from audit.method.foresight import foresee
from audit.method.groups import ROOT, Group, Lens, Tree
from audit.office.access import may
from audit.office.drawing import draw
from audit.office.forms import Given, OfficeForm, refusals_on
from audit.office.outlook import outlook_of
from audit.office.visit import person, visit
from audit.refusals import Refusal
from audit.running import organisations
from audit.store import queries
from audit.wording import gettext as _

pages = Blueprint("groups", __name__)


class NoRows(Refusal):
    """Text, but no row that says how many people there are."""


class GroupsForm(OfficeForm):
    """Two tables as text, from a spreadsheet or typed."""

    places = TextAreaField(validators=[Given(lambda: _("Type where people work: one line for each team."))])
    roles = TextAreaField(validators=[Given(lambda: _("Type what people do: one line for each role."))])


@pages.get("/groups")
def show() -> Response:
    """What is known, and what it will be able to say."""
    trees = trees_of(person().organisation.id)
    form = GroupsForm.shown({"places": as_text(trees[0]), "roles": as_text(trees[1])})
    return _page(form, trees)


@pages.post("/groups")
def save() -> AnyResponse:
    """Read both tables, keep them, show what they will be able to say."""
    form = GroupsForm.sent()
    if form.validate() and (trees := _read(form)) is not None:
        with refusals_on(form, at="roles"):
            organisations.save_groups(
                visit().session,
                organisation_id=person().organisation.id,
                places=trees[0],
                roles=trees[1],
                by=person().account_id,
            )
            return redirect(url_for("groups.show", _anchor="outlook"), 303)
    return _page(form, trees_of(person().organisation.id))


def _read(form: GroupsForm) -> tuple[Tree, Tree] | None:
    """Both trees, or None where a row of either could not be read; every such row is named at its table."""
    read: list[Tree] = []
    for lens, field in ((Lens.PLACE, form.places), (Lens.ROLE, form.roles)):
        with refusals_on(form, at=field.id):
            read.append(_tree(field.data or "", lens=lens))
    return (read[0], read[1]) if len(read) == 2 else None


def _tree(text: str, *, lens: Lens) -> Tree:
    tree = read_headcounts(text, lens=lens)
    if tree.headcount == 0:  # a single row without a number could be the names of the columns
        raise NoRows(_("There is no row with a number of people in it. Type one such as “North / Team 3, 12”."))
    return tree


def trees_of(organisation_id: int) -> tuple[Tree, Tree]:
    """Places and roles as they were entered last."""
    return (
        queries.tree_of(visit().session, organisation_id=organisation_id, lens=Lens.PLACE),
        queries.tree_of(visit().session, organisation_id=organisation_id, lens=Lens.ROLE),
    )


def as_text(tree: Tree) -> str:
    """A tree as rows that can be read back: tabs between, totals only where people stand beside the groups below."""
    return "\n".join("\t".join((*g.path, str(g.headcount))) for g in tree if g.path != ROOT and _says_more(tree, g))


def _says_more(tree: Tree, group: Group) -> bool:
    below = tree.children_of(group.path)
    return not below or group.headcount != sum(tree.headcount_of(path) for path in below)


def _page(form: GroupsForm, trees: tuple[Tree, Tree]) -> Response:
    known = trees[0].headcount > 0
    return draw(
        "groups",
        form=form,
        outlook=outlook_of(foresee(*trees)) if known else None,
        may_save=may(person().role, "groups.save"),
    )
