"""Who may open what: one table for every address of this plane. What is not in it, nobody may."""

from __future__ import annotations

from collections.abc import Mapping

from audit.store.models import Role, Stage

MEMBERS = frozenset(Role)
PREPARERS = frozenset({Role.LEADER, Role.CONSULTANT})
SIGNERS = frozenset({Role.LEADER, Role.STAFF_REP})
READERS = PREPARERS | SIGNERS
REVIEWERS = MEMBERS - {Role.LEADER}  # and of these only the one who is named for the round

SIGNED_OUT: frozenset[str] = frozenset(
    {
        "static",
        "healthz",
        "home.home",
        "speaking.choose",
        "getting_in.choose_size",
        "getting_in.set_up_page",
        "getting_in.set_up",
        "getting_in.sign_in_page",
        "getting_in.sign_in",
        "getting_in.join_page",
        "getting_in.join",
        "sample.show",
        "sample.open_sample",
        "sample.remove_sample",
    }
)
"""Pages that nobody signs in for. Those of the sample agency exist only where nobody but this machine gets in."""

HALFWAY: Mapping[Stage, frozenset[str]] = {
    Stage.CODE: frozenset({"second_step.ask", "second_step.answer", "getting_in.sign_out"}),
    Stage.SET_UP: frozenset({"second_step.set_up_page", "second_step.set_up", "getting_in.sign_out"}),
    Stage.IN: frozenset(),
}
"""What is open, besides the pages above, to somebody whose password was right and whose second step is still due."""

MAY: Mapping[str, frozenset[Role]] = {
    "getting_in.sign_out": MEMBERS,
    "second_step.ask": MEMBERS,
    "second_step.answer": MEMBERS,
    "second_step.set_up_page": MEMBERS,
    "second_step.set_up": MEMBERS,
    "account.show": MEMBERS,
    "account.password_page": MEMBERS,
    "account.password": MEMBERS,
    "account.recovery_page": MEMBERS,
    "account.recovery": MEMBERS,
    "home.choose": MEMBERS,
    "organisation.show": READERS,
    "organisation.save": PREPARERS,
    "groups.show": READERS,
    "groups.save": PREPARERS,
    "people.show": READERS,
    "people.invite": READERS,
    "people.end_page": MEMBERS,
    "people.end": MEMBERS,
    "people.ask_to_end": PREPARERS,
    "people.stay": frozenset({Role.STAFF_REP}),
    "rounds.list_all": MEMBERS,
    "rounds.prepare_page": PREPARERS,
    "rounds.prepare": PREPARERS,
    "rounds.change_page": PREPARERS,
    "rounds.change": PREPARERS,
    "rounds.show": MEMBERS,
    "rounds.cancel_page": READERS,
    "rounds.cancel": READERS,
    "cosign.show": READERS,
    "cosign.cosign": SIGNERS,
    "phrases.show": MEMBERS,
    "phrases.make": MEMBERS,
    "phrases.confirm": MEMBERS,
    "phrases.try_page": MEMBERS,
    "phrases.try_it": MEMBERS,
    "holders.show": MEMBERS,
    "holders.name": READERS,
    "holders.make": MEMBERS,
    "holders.confirm": MEMBERS,
    "holders.agree": MEMBERS,
    "more_slips.show": MEMBERS,
    "more_slips.ask": READERS,
    "more_slips.agree": READERS,
    "more_slips.take_back": READERS,
    "more_slips.make": MEMBERS,
    "launch.slips_page": MEMBERS,
    "launch.slips": MEMBERS,
    "launch.poster": READERS,
    "launch.paper_form": MEMBERS,
    "launch.open_page": READERS,
    "launch.open_now": READERS,
    "comments.ask_page": PREPARERS,
    "comments.ask": PREPARERS,
    "comments.phrase_page": REVIEWERS,
    "comments.make": REVIEWERS,
    "comments.confirm": REVIEWERS,
    "comments.review": REVIEWERS,
    "comments.unlock": REVIEWERS,
    "comments.decide": REVIEWERS,
    "comments.handed_to_lead": REVIEWERS,
    "comments.hand_over": REVIEWERS,
    "leadership.show": PREPARERS,
    "leadership.page": PREPARERS,
    "leadership.save": PREPARERS,
    "leadership.freeze": PREPARERS,
    "close.show": MEMBERS,
    "close.give": MEMBERS,
    "profile.show": MEMBERS,
    "profile.worked_out": MEMBERS,
    "profile.report": MEMBERS,
    "profile.release": MEMBERS,
    "plan.show": MEMBERS,
    "plan.adopt": PREPARERS,
    "plan.action_page": PREPARERS,
    "plan.change": PREPARERS,
    "conversation.list_all": MEMBERS,
    "conversation.begin": READERS,
    "conversation.show": MEMBERS,
    "conversation.page": MEMBERS,
    "conversation.save": READERS,
    "conversation.look_over": MEMBERS,
    "conversation.agree": READERS,
    "conversation.profile": MEMBERS,
    "conversation.printed": MEMBERS,
    "conversation.remove_page": SIGNERS,
    "conversation.remove": SIGNERS,
    "trail.show": READERS,
    "also_used.show": PREPARERS,
    "also_used.save": PREPARERS,
    "papers.list_all": MEMBERS,
    "papers.show": MEMBERS,
    "papers.printed": MEMBERS,
    "papers.cards": MEMBERS,
    "guides.list_all": MEMBERS,
    "guides.show": MEMBERS,
    "guides.printed": MEMBERS,
    "conversation_papers.list_all": MEMBERS,
    "conversation_papers.cards": MEMBERS,
    "conversation_papers.record": MEMBERS,
}


def may(role: Role, endpoint: str) -> bool:
    """Whether this role may use this address."""
    return endpoint in SIGNED_OUT or role in MAY.get(endpoint, frozenset())
