"""What the calendar of one of two people is told of their session."""

from __future__ import annotations

from netmentor.accounts.models import User
from netmentor.calendars.entry import Entry, Status, span_between
from netmentor.calendars.invitations import Method, Party, invitation
from netmentor.mail.assembling import Calendar
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import State
from netmentor.mentoring.entries import description_of, path_of, title_of
from netmentor.settings import Settings

_ORGANIZER = "NetMentor"  # and neither of the two: no address of the one is told to the other


def calendar_of(
    settings: Settings, session: MentorSession, reader: User, other: str | None
) -> Calendar:
    """Return the message for `reader`: put it in, or change it, while it stands; else take it out.

    The UID stays for its life, and whoever changes it has made SEQUENCE grow before.
    """
    off = session.state == State.CANCELED
    method = Method.CANCEL if off else Method.REQUEST
    entry = Entry(
        uid=session.key,
        kind="session",
        title=title_of(session.type_name, other),
        when=span_between(session.starts_at, session.ends_at, session.timezone),
        status=Status.CANCELED if off else Status.CONFIRMED,
        sequence=session.sequence,
        created_at=(session.invited_at or session.changed_at).replace(microsecond=0),
        changed_at=session.changed_at.replace(microsecond=0),
        description=description_of(session.topic, session.questions),
        place=session.place,
        # A guest's page is a key, and calendars are shown to others.
        url="" if reader.is_guest else f"{settings.base_url}{path_of(session.key)}",
        categories=("Session",),
        busy=True,
    )
    organizer, attendee = Party(_ORGANIZER, settings.mail_from), Party(reader.name, reader.email)
    return Calendar(method, invitation(method, entry, organizer=organizer, attendee=attendee))
