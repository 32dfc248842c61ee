"""The technical appendix: every released number, so that each word and picture can be worked out again by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from audit.exhibits import words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.formulas import formulas_tables
from audit.exhibits.modules import ModulePart, module_parts
from audit.exhibits.paragraphs import explained
from audit.exhibits.standing import badge
from audit.exhibits.values import Column, Exhibit, Figure, Kept, Lines, Table, Value, Words
from audit.method.groups import Lens
from audit.method.questionnaire import GATES, ChoiceDesign, Item
from audit.method.release import (
    ChoiceNumbers,
    DomainNumbers,
    GroupNumbers,
    ItemNumbers,
    ModuleNumbers,
    Number,
    PrincipleNumbers,
)
from audit.method.weights import STAGES
from audit.wording import gettext as _

SHORT_HASH = 12
SIDE_BY_SIDE = 4
WIDE_ENOUGH = 6
NO_BREAK = "\u00a0"
RESOLUTION = (("5–10", 10, 10, 5), ("10–20", 5, 5, 3), ("20–50", 2.5, 5, 2), ("50+", 1, 2.5, 1))


def appendix_of(facts: RoundFacts) -> Exhibit:
    """Facts of the release, resolution, formulas, then the numbers of the whole and of every group."""
    return Exhibit(
        "appendix",
        _("Every released number, and how each word follows from it"),
        _(
            "All words, stages and intervals of this report are worked out from the numbers on these pages and from"
            " nothing else. With a pocket calculator you can check each of them."
        ),
        (*about_tables(facts), *number_tables(facts)),
        _(
            "A number is written as: value (error corrected / plain; row). The row gives step and m, see"
            " the table of rows."
        ),
        "appendix-rows",
    )


def about_tables(facts: RoundFacts) -> tuple[Table, ...]:
    """What the numbers belong to, how they are rounded, the formulas."""
    return (_facts_table(facts), _rows_table(), *formulas_tables())


def number_tables(facts: RoundFacts) -> tuple[Table, ...]:
    """Every released number."""
    release = facts.release
    if release.whole is None:
        return ()
    named = [("whole", release.whole)]
    for lens, found in ((Lens.PLACE, release.places), (Lens.ROLE, release.roles)):
        named += [(f"{lens.value}-{at}", group) for at, group in enumerate(found, 1)]
    tables = (
        *(_principle_table(facts, group, id_) for id_, group in named),
        _domain_table(facts, [group for _id, group in named]),
        *(_module_table(part, [group for _id, group in named]) for part in module_parts(facts.questionnaire)),
        _process_table(facts),
        *_choice_tables(facts),
        *_item_tables(facts, named),
    )
    return tuple(t for t in tables if t.rows)


def _facts_table(facts: RoundFacts) -> Table:
    release, profile = facts.release, facts.profile
    pairs = (
        (_("Questionnaire"), f"{facts.questionnaire.title} ({release.questionnaire}, {release.edition})"),
        (_("Hash of the release"), profile.release_hash),
        (_("Hash of the list of practices"), release.item_list),
        *_lists(facts),
        *_designs(facts),
        (_("Hash of the groups"), release.definition),
        (_("Fewest answers told, k"), words.number(release.k)),
        (_("People who answered"), words.people(release.people) if release.people else _("withheld")),
        (_("People invited"), words.people(release.invited) if release.invited else _("not known")),
        (_("Response"), words.response(release.response) if release.response else _("not known")),
        (_("Rows made coarser by the audit"), words.number(release.coarsened)),
    )
    columns = (Column(_("What"), "words", 28), Column(_("Value"), "words", 72))
    rows = tuple((Words(what), Words(value)) for what, value in pairs)
    published = tuple(
        (Words(_("Groups told from %(tier)s people", tier=tier)), Lines(_names(by_lens)))
        for tier, by_lens in release.published.items()
        if release.people is not None
    )
    return Table("appendix-facts", _("What the numbers belong to"), columns, (*rows, *published))


def _lists(facts: RoundFacts) -> tuple[tuple[str, str], ...]:
    """One hash for each part that is compared by itself; shortened, for the release has them in full."""
    names = {m.id: m.name for m in facts.questionnaire.modules} | {STAGES: _("what climbs")}
    lists, order = facts.release.lists, list(names)
    told = sorted(lists, key=lambda part: order.index(part) if part in names else len(order))
    parts = (f"{names.get(part, part)}: {lists[part][:SHORT_HASH]}" for part in told)
    return ((_("Hashes of its parts (how they begin)"), "; ".join(parts)),)


def _designs(facts: RoundFacts) -> tuple[tuple[str, str], ...]:
    """One hash for each design of choice sets, as short as `_lists`; () where none was asked."""
    parts = [f"{design.title}: {told.design[:SHORT_HASH]}" for design, told in _chosen(facts)]
    return ((_("Hashes of its choice sets (how they begin)"), "; ".join(parts)),) if parts else ()


def _chosen(facts: RoundFacts) -> tuple[tuple[ChoiceDesign, ChoiceNumbers], ...]:
    told = facts.release.choices
    return tuple((design, told[design.id]) for design in facts.questionnaire.choices if design.id in told)


def _names(by_lens: Mapping[Lens, tuple[tuple[str, ...], ...]]) -> tuple[str, ...]:
    told = {words.lens(lens): [words.group(p) for p in paths] for lens, paths in by_lens.items() if paths}
    return tuple(f"{lens}: {', '.join(names)}" for lens, names in told.items()) or (_("none"),)


def _rows_table() -> Table:
    columns = (
        Column(_("People behind a number, n*"), "words", 28),
        Column(_("Row"), "figure", 12),
        Column(_("Step of scores"), "figure", 16),
        Column(_("Step of stages"), "figure", 16),
        Column(_("Least error"), "figure", 14),
        Column(_("m"), "figure", 14),
    )
    rows = tuple(
        (
            Words(people),
            Figure(words.number(row)),
            Figure(words.number(step)),
            Figure(words.number(cell)),
            Figure(words.number(floor)),
            Figure(words.number(meant)),
        )
        for (people, step, cell, floor), row, meant in zip(RESOLUTION, (5, 10, 20, 50), (10, 10, 20, 50), strict=True)
    )
    see = explained("", paragraph="what-is-told")
    return Table("appendix-rows", _("Rows: how exactly a number is told"), columns, rows, see=see)


def number_value(number: Number | None) -> Figure | Kept:
    """ "64 (3 / 4; 50)"."""
    if number is None:
        return Kept(_("Withheld"))
    return Figure(words.number(number.value), _errors(number))


def _errors(number: Number) -> str:
    """ "(3 / 4; 50)", kept on one line."""
    return f"({number.se} / {number.se_plain}; {number.row})".replace(" ", NO_BREAK)


def signed_value(number: Number | None) -> Figure | Kept:
    """As `number_value`, with a sign."""
    if number is None:
        return Kept(_("Withheld"))
    return Figure(words.signed(number.value), _errors(number))


def _principle_table(facts: RoundFacts, group: GroupNumbers, id_: str) -> Table:
    about = _(
        "%(group)s: %(people)s, tier %(tier)s",
        group=words.group(group.path),
        people=words.people(group.people),
        tier=group.tier,
    )
    columns = (
        Column(_("Principle"), "words", 22),
        Column(_("Score"), "figure", 13),
        *(Column(words.stage_word(t), "figure", 13) for t in GATES),
        Column(_("Contrast"), "figure", 13),
    )
    rows = tuple(_principle_row(facts, p, found) for p, found in facts.in_order(group.principles))
    return Table(f"numbers-{id_}-principles", about, columns, rows, "dense")


def _principle_row(facts: RoundFacts, principle: str, found: PrincipleNumbers) -> tuple[Value, ...]:
    counted = f"{found.items_counted}/{found.items_asked}"
    cells = (number_value(c.number) if c.visible else _unseen(c.number) for c in found.cells)
    return (
        Words(badge(facts, principle).text, counted),
        number_value(found.score),
        *cells,
        signed_value(found.contrast),
    )


def _unseen(number: Number | None) -> Value:
    if number is None:
        return Kept(_("Withheld"), _("not visible"))
    return Figure(words.number(number.value), f"{_errors(number)} {_('not visible')}")


def _columns(first: str, others: Sequence[str]) -> tuple[Column, ...]:
    """A column of words, then figures alike in width; what they leave goes to the first."""
    each = (80 if len(others) > WIDE_ENOUGH else 76) // len(others)
    return (Column(first, "words", 100 - each * len(others)), *(Column(name, "figure", each) for name in others))


def _domain_table(facts: RoundFacts, groups: list[GroupNumbers]) -> Table:
    told = set(groups[0].domains)
    domains = [d for d in facts.questionnaire.domains if d.id in told]
    if not domains:
        return Table("numbers-domains", "", (), ())
    columns = _columns(_("Group"), [d.name for d in domains])
    rows = tuple((Words(words.group(g.path)), *(_domain_value(g.domains[d.id]) for d in domains)) for g in groups)
    return Table("numbers-domains", _("Domains, beside their stages"), columns, rows, "dense")


def _module_table(part: ModulePart, groups: list[GroupNumbers]) -> Table:
    columns = _columns(_("Group"), [m.name for m in part.modules])
    rows = tuple(
        (Words(words.group(g.path)), *(_counted_value(number_value, g.modules[m.id]) for m in part.modules))
        for g in groups
    )
    return Table(f"numbers-modules-{part.id}", part.title, columns, rows, "dense")


def _domain_value(found: DomainNumbers) -> Value:
    return _counted_value(signed_value, found)


def _counted_value(
    value_of: Callable[[Number | None], Figure | Kept], found: DomainNumbers | ModuleNumbers
) -> Figure | Kept:
    """The number, and how many practices count where not all do."""
    value = value_of(found.score)
    if found.items_counted == found.items_asked:
        return value
    counted = f"{found.items_counted}/{found.items_asked}"
    return Figure(value.text, f"{value.small} {counted}") if isinstance(value, Figure) else Kept(value.text, counted)


def _item_tables(facts: RoundFacts, named: list[tuple[str, GroupNumbers]]) -> tuple[Table, ...]:
    """Practices: a table for each group that has one told in full, the others side by side."""
    full = [(id_, group) for id_, group in named if any(told.split for told in group.items.values())]
    banded = [(id_, group) for id_, group in named if group.items and (id_, group) not in full]
    beside = ceil(len(banded) / (ceil(len(banded) / SIDE_BY_SIDE) or 1)) or 1
    return (
        *(_full_item_table(facts, group, id_) for id_, group in full),
        *(_band_item_table(facts, banded[at : at + beside], ids=not full) for at in range(0, len(banded), beside)),
    )


def _full_item_table(facts: RoundFacts, group: GroupNumbers, id_: str) -> Table:
    known = any(told.known for told in group.items.values())
    columns = (
        Column(_("Practice"), "words", 36 if known else 42),
        Column(_("Row"), "figure", 8),
        Column(_("Low / middle / high, else usually or reliably"), "figure", 20 if known else 22),
        Column(_("Can’t tell"), "figure", 12 if known else 14),
        *((Column(_("Known"), "figure", 12),) if known else ()),
        Column(_("Spread"), "figure", 12 if known else 14),
    )
    rows = tuple(
        _full_item_row(item, group.items[item.id], known=known)
        for item in facts.questionnaire.items
        if item.id in group.items
    )
    caption = _("%(group)s: practices", group=words.group(group.path))
    return Table(f"numbers-{id_}-items", caption, columns, rows, "dense")


def _full_item_row(item: Item, told: ItemNumbers, *, known: bool) -> tuple[Value, ...]:
    split, usually = told.split, words.share(told.usually) if told.usually else ""
    return (
        Words(item.short, item.id),
        Figure(words.number(told.row)),
        Figure(" / ".join(map(words.number, (split.low, split.middle, split.high))) if split else usually),
        Figure(words.share(told.cannot_tell)),
        *((Figure(words.share(told.known) if told.known else "–"),) if known else ()),
        Kept(_("Withheld")) if told.spread is None else Figure(words.number(told.spread)),
    )


def _band_item_table(facts: RoundFacts, beside: Sequence[tuple[str, GroupNumbers]], *, ids: bool) -> Table:
    """Groups in which every practice is told as bands, so in row 20. ids: no table before this one has them."""
    columns = _columns(_("Practice"), [words.group(group.path) for _id, group in beside])
    rows = tuple(
        (
            Words(item.short, item.id if ids else ""),
            *(_band_item_value(group.items.get(item.id)) for _id, group in beside),
        )
        for item in facts.questionnaire.items
        if any(item.id in group.items for _id, group in beside)
    )
    caption = _(
        "Practices told as bands, all in row 20: usually or reliably (can’t tell; of a support also who know of it), in"
        " per cent"
    )
    return Table(f"numbers-{beside[0][0]}-items", caption, columns, rows, "dense")


def _band_item_value(told: ItemNumbers | None) -> Figure | Kept:
    """ "60–70 (0–10; 90–100)"."""
    if told is None or told.usually is None:
        return Kept(_("Withheld"))
    others = "; ".join(words.bare_share(share) for share in (told.cannot_tell, told.known) if share)
    return Figure(words.bare_share(told.usually), f"({others})")


def _process_table(facts: RoundFacts) -> Table:
    columns = (Column(_("About the audit itself"), "words", 70), Column(_("Score"), "figure", 30))
    rows = tuple(
        (Words(facts.questionnaire.item(i).text), number_value(n)) for i, n in facts.in_order(facts.release.process)
    )
    return Table("numbers-process", _("About the audit itself"), columns, rows, "dense")


def _choice_tables(facts: RoundFacts) -> tuple[Table, ...]:
    """Every score of every design, in the order in which its file has them."""
    columns = (Column(_("What people chose among"), "words", 70), Column(_("Score"), "figure", 30))
    return tuple(
        Table(
            f"numbers-choices-{design.id}",
            _("%(title)s: −100 to 100, steps and least errors twice those of the row", title=design.title),
            columns,
            tuple((Words(a.name), signed_value(told.scores[a.id])) for a in design.attributes),
            "dense",
        )
        for design, told in _chosen(facts)
    )
