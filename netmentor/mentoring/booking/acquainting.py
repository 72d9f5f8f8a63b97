"""Two people of a session are among each other's people, and it is on both timelines."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from netmentor.accounts.models import User
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.doubles.roots import who_is
from netmentor.contacts.models import Contact
from netmentor.contacts.rules import TouchKind
from netmentor.contacts.touching import Told, log_touch
from netmentor.errors import Invalid
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import AGREED
from netmentor.mentoring.booking.telling import Pair
from netmentor.text import folded

_NAMES = UUID("0ce5f7f5-6f4a-4f0e-9d5c-6c1d3f1b7a42")  # of keys made of an account, drawn once
_WHERE = "A mentoring session"
_OF_AN_ACCOUNT = 5  # the version of a key made of one; what devices and we draw is of version 4


async def acquaint(session: MentorSession, pair: Pair, *, now: datetime) -> None:
    """Keep each among the other's people, once; inside the caller's transaction.

    Nobody is told an address of the other by it, and whom somebody met before is met again.
    """
    if pair.mentee is None:
        return
    mentor = session.mentor
    of_mentor = Capture(
        name=pair.mentor_name,
        key=_key_of(pair.mentor),
        role=mentor.role_title,
        organization=mentor.organization_name,
        met_where=_WHERE,
    )
    of_mentee = Capture(name=pair.mentee.name, key=_key_of(pair.mentee), met_where=_WHERE)
    both = (pair.mentee, pair.mentor, of_mentor), (pair.mentor, pair.mentee, of_mentee)
    for user, other, told in both:
        if await contact_of(user, other, told.name):
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
    mentee = pair.mentee
    both = (mentee, pair.mentor, pair.mentor_name), (pair.mentor, mentee, mentee.name)
    for user, other, name in both:
        contact = await contact_of(user, other, name)
        if contact is not None and contact.gone_at is None:
            await log_touch(user, contact, told, now=now)


async def contact_of(user: User, other: User, name: str) -> Contact | None:
    """Whom `user` keeps as `other`, perhaps in the bin; None where nobody is.

    Kept by a session of theirs; else the only one of that name whom they met themselves. Addresses
    are not compared: that would tell whoever guesses one whether it is the other's.
    """
    if made := await Contact.get_or_none(user=user, key=_key_of(other)):
        return await who_is(made)
    named = await Contact.filter(user=user, folded_name=folded(name)[:200])
    met = [await who_is(one) for one in named if UUID(one.key).version != _OF_AN_ACCOUNT]
    there = {one.id: one for one in met if one.gone_at is None}
    return next(iter(there.values())) if len(there) == 1 else None


async def latest_session_with(user: User, contact: Contact) -> MentorSession | None:
    """The latest session that `user` had as a mentee with who is kept as `contact`, if any."""
    found: dict[int, MentorSession] = {}
    agreed = MentorSession.filter(mentee=user, state__in=AGREED).order_by("-starts_at", "-id")
    for one in await agreed.select_related("mentor__user"):
        found.setdefault(one.mentor_id, one)
    for one in found.values():
        kept = await contact_of(user, one.mentor.user, one.mentor.name)
        if kept is not None and kept.id == contact.id:
            return one
    return None


def _key_of(user: User) -> str:
    """The key under which others keep somebody they had a session with, the same for everybody.

    It says nothing of the account to whoever does not know its number and its second.
    """
    return str(uuid5(_NAMES, f"{user.id} {int(user.created_at.timestamp())}"))
