"""Finding a team conversation: its number is good in the organisation of whoever is signed in, and nowhere else."""

from __future__ import annotations

from flask import abort

from audit.exhibits.agreed import TeamFacts
from audit.office.visit import office, person, visit
from audit.running import conversations
from audit.store import queries
from audit.store.models import Conversation, ConversationState


def talk_numbered(talk: int) -> Conversation:
    """The conversation of that number."""
    mine = person().organisation.id
    found = queries.find_conversation(visit().session, organisation_id=mine, conversation_id=talk)
    if found is None:
        abort(404)
    return found


def agreed_talk(talk: int) -> Conversation:
    """A conversation that is fixed; before that it comes to nothing."""
    row = talk_numbered(talk)
    if row.state is not ConversationState.AGREED:
        abort(404)
    return row


def facts_of(row: Conversation) -> TeamFacts:
    """What a conversation comes to."""
    return conversations.team_facts(visit().session, row, library=office().library)
