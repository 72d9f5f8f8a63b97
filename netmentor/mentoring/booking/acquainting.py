"""Two people of a session are among each other's people, and it is on both timelines."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from netmentor.accounts.models import User
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.models import Contact
from netmentor.contacts.rules import TouchKind
from netmentor.contacts.touching import Told, log_touch
from netmentor.db.reading import rows
from netmentor.errors import Invalid
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.telling import Pair

_NAMES = UUID("0ce5f7f5-6f4a-4f0e-9d5c-6c1d3f1b7a42")  # of keys made of an account, drawn once
_WHERE = "A mentoring session"
_KNOWN = """
    SELECT user_id FROM contact WHERE (user_id = ? AND key = ?) OR (user_id = ? AND key = ?)"""


async def acquaint(session: MentorSession, pair: Pair, *, now: datetime) -> None:
    """Keep each among the other's people, once; inside the caller's transaction.

    Nobody is told an address of the other by it.
    """
    if pair.mentee is None:
        return
    mentor = session.mentor
    of_mentor = Capture(
        name=pair.mentor_name,
        key=key_of(pair.mentor),
        role=mentor.role_title,
        organization=mentor.organization_name,
        met_where=_WHERE,
    )
    of_mentee = Capture(name=pair.mentee.name, key=key_of(pair.mentee), met_where=_WHERE)
    keys = pair.mentee.id, of_mentor.key, pair.mentor.id, of_mentee.key
    known = {user_id for (user_id,) in await rows(_KNOWN, *keys)}
    for user, told in ((pair.mentee, of_mentor), (pair.mentor, of_mentee)):
        if user.id in known:
            continue
        try:
            await capture(user, told, now=now)
        except Invalid:  # so many people are kept already: the session takes place all the same
            continue


async def note_session(session: MentorSession, pair: Pair, *, now: datetime) -> None:
    """Write a session that is over into both timelines; not of somebody in the bin."""
    if pair.mentee is None:
        return
    told = Told(kind=TouchKind.SESSION, at=session.starts_at, note=session.topic)
    for user, other in ((pair.mentee, pair.mentor), (pair.mentor, pair.mentee)):
        contact = await Contact.get_or_none(user_id=user.id, key=key_of(other))
        if contact is not None and contact.gone_at is None:
            await log_touch(user, contact, told, now=now)


def key_of(user: User) -> str:
    """The key under which others keep somebody they had a session with, the same for everybody.

    It says nothing of the account to whoever does not know its number and its second.
    """
    return str(uuid5(_NAMES, f"{user.id} {int(user.created_at.timestamp())}"))
