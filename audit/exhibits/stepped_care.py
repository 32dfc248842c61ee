"""Stepped care: for each tier which support exists, who knows of it, and whether people would use it without fear."""

from __future__ import annotations

from collections.abc import Callable

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.items import ITEM_RATERS
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Strong, Table, Value, Words
from audit.method.profile import GroupProfile
from audit.method.questionnaire import Item
from audit.method.stepped_care import Support, TierFinding, Told, tiers_of
from audit.wording import gettext as _
from audit.wording import ngettext


def stepped_care_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """A funnel for each tier; None where the round did not ask about any."""
    tiers = tiers_of(whole, facts.questionnaire, ratings=facts.ratings)
    if not tiers:
        return None
    return Exhibit(
        "stepped-care",
        _finding(tiers),
        _(
            "All three tiers have to be there, and none is a step to the next. Support helps only where it is there,"
            " people know of it, and they would use it without fear."
        ),
        (_tiers_table(whole, tiers), *(_table(facts, whole, tier, tiers) for tier in tiers)),
        notes.note(
            facts,
            _("There: by the leadership team’s own form.") if _leaders_said(tiers) else "",
            _("Known: rated “Rarely” or more, of those who rated it or cannot tell."),
            _("Without fear: said “Usually” or “Reliably”, of those who rated it."),
            _("“Most” and “fewer than half” go by the whole interval."),
            people=whole.people,
        ),
        "formulas-items",
        (
            _("What would have to change so that people use this without fear?"),
            _("Who can show new colleagues what is there, and when?"),
        ),
        _brief(tiers),
    )


def _tiers_table(whole: GroupProfile, tiers: tuple[TierFinding, ...]) -> Table:
    """The three tiers at a glance: how much of each is there, known, and used without fear."""
    said = _leaders_said(tiers)
    columns = (
        Column(_("Tier"), "words", 38 if said else 55),
        *((Column(_("Supports there, say leaders"), "figure", 20),) if said else ()),
        Column(_("Supports that most know of"), "figure", 20),
        Column(_("Would use it without fear"), "figure", 22),
    )
    rows = tuple(_tier_row(whole, t, tiers) for t in tiers)
    return Table("tiers-table", _("Three tiers of support for staff"), columns, rows)


def _leaders_said(tiers: tuple[TierFinding, ...]) -> bool:
    """Whether anything is known of what exists; where nothing is, no table asks for it."""
    return any(s.exists is not None for t in tiers for s in t.supports.values())


def _tier_row(whole: GroupProfile, tier: TierFinding, tiers: tuple[TierFinding, ...]) -> tuple[Value, ...]:
    supports = tuple(tier.supports.values())
    there = _of_all(sum(s.exists is True for s in supports), len(supports))
    heard = any(s.known is not None for s in supports)
    return (
        Strong(words.tier(tier.tier)),
        *((there if _leaders_said((tier,)) else Kept(_("Not said")),) if _leaders_said(tiers) else ()),
        _of_all(sum(s.known is not None and s.known.most is True for s in supports), len(supports))
        if heard
        else Kept(_("Withheld")),
        _trusted_value(whole, tier) or Kept(_("Withheld")),
    )


def _trusted_value(whole: GroupProfile, tier: TierFinding) -> Figure | None:
    """The share as it is told of every practice: rounded to five, or as a band of ten."""
    if tier.trusted is None or tier.trust_item is None:
        return None
    return Figure(words.usually(whole.items[tier.trust_item]), _most_word(tier.trusted.most))


def _of_all(count: int, supports: int) -> Figure:
    return Figure(_("%(count)s of %(all)s", count=count, all=supports))


def _finding(tiers: tuple[TierFinding, ...]) -> str:
    """The gravest thing that the intervals allow: not trusted, then not known, then not there."""
    feared = [words.tier(t.tier) for t in tiers if t.feared]
    if feared:
        return _(
            "Support is there and known, but fewer than half would use it without fear: %(tiers)s",
            tiers=words.quoted(feared),
        )
    supports = [s for t in tiers for s in t.supports.values()]
    if unheard := sum(s.unheard_of for s in supports):
        return ngettext(
            "%(num)s support is there, but fewer than half know of it",
            "%(num)s supports are there, but fewer than half know of them",
            unheard,
        )
    untrusted = [words.tier(t.tier) for t in tiers if t.trusted is not None and t.trusted.most is False]
    if untrusted:
        return _("Fewer than half would use this support without fear: %(tiers)s", tiers=words.quoted(untrusted))
    if missing := sum(s.exists is False for s in supports):
        return ngettext(
            "By the leaders’ own form, %(num)s support is not there yet",
            "By the leaders’ own form, %(num)s supports are not there yet",
            missing,
        )
    return _calm_finding(tiers, supports)


def _brief(tiers: tuple[TierFinding, ...]) -> str:
    """The finding in one line, where it names tiers: by their numbers."""
    feared = [words.number(t.tier) for t in tiers if t.feared]
    if not feared:
        return ""
    return ngettext(
        "Support is there and known, but fewer than half would use it without fear: tier %(tiers)s",
        "Support is there and known, but fewer than half would use it without fear: tiers %(tiers)s",
        len(feared),
        tiers=words.listed(feared),
    )


def _calm_finding(tiers: tuple[TierFinding, ...], supports: list[Support]) -> str:
    trusted = all(t.trusted is not None and t.trusted.most for t in tiers)
    if trusted and all(s.found for s in supports):
        return _("In all tiers, support is there, most know of it, and most would use it without fear")
    if all(s.known is None for s in supports) and all(t.trusted is None for t in tiers):
        return _("With this many answers, we cannot tell which support is known or trusted")
    if trusted:
        return _("Most would use this support without fear; of some of it we cannot tell whether it is known")
    return _("Of some of this support we cannot tell whether most know of it, or would use it without fear")


def _table(facts: RoundFacts, whole: GroupProfile, tier: TierFinding, tiers: tuple[TierFinding, ...]) -> Table:
    said = _leaders_said(tiers)
    columns = (
        Column(_("Support"), "words", 47 if said else 58),
        *((Column(_("There, say leaders"), "words", 11),) if said else ()),
        Column(_("Per cent of staff"), "drawn", 24, drawing.share_axis()),
        Column(_("What can be said"), "figure", 18),
    )
    rows = [_support_row(facts.questionnaire.item(s.item), s) for s in tier.supports.values()]
    if tier.trust_item is not None:
        rows.append(_trust_row(facts.questionnaire.item(tier.trust_item), whole, tier))
    told = tuple(rows if said else [(named, *rest) for named, _exists, *rest in rows])
    return Table(f"funnel-{tier.tier}", words.tier(tier.tier), columns, told, "close")


def _support_row(item: Item, support: Support) -> tuple[Value, ...]:
    exists, known = _exists_value(support.exists), support.known
    return (Words(item.short, item.text), exists, *_share_values(item.short, known, _known_word))


def _trust_row(item: Item, whole: GroupProfile, tier: TierFinding) -> tuple[Value, ...]:
    drawn, figure = _share_values(_("Without fear"), tier.trusted, _most_word)
    return (
        Strong(_("Would be used without fear"), item.text),
        Words(_("the whole tier")),
        drawn,
        _trusted_value(whole, tier) or figure,
    )


def _exists_value(exists: bool | None) -> Value:
    if exists is None:
        return Kept(_("Not said"))
    return Strong(_("Yes")) if exists else Words(_("Not here"))


def _share_values(name: str, told: Told | None, said: Callable[[bool | None], str]) -> tuple[Value, Value]:
    if told is None:
        return Kept(_("Withheld")), Kept(_("Fewer than %(raters)s rated it", raters=ITEM_RATERS))
    return Drawn(drawing.band(name, told.share)), Figure(words.share(told.share), said(told.most))


def _known_word(most: bool | None) -> str:
    if most is None:
        return _("cannot tell if most")
    return _("most know of it") if most else _("fewer than half know")


def _most_word(most: bool | None) -> str:
    if most is None:
        return _("cannot tell if most")
    return _("most") if most else _("fewer than half")
