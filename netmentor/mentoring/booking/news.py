"""What the two are told at each step of a session, in words."""

from __future__ import annotations

from datetime import datetime

from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import Side
from netmentor.mentoring.booking.telling import News, Pair, moment_words
from netmentor.mentoring.entries import GONE, title_of

_SOMEBODY = "Somebody"


def asked_of_mentor(session: MentorSession, pair: Pair) -> News:
    """To the mentor: who asks, about what, and until when the time is kept."""
    who = pair.name_of(Side.MENTEE) or _SOMEBODY
    until = f" until {_moment(session.lapses_at, session)}" if session.lapses_at else ""
    return News(
        letter="session_asked",
        subject=f"{who} asks for a session: {_when(session, pair, Side.MENTOR)}",
        opening=f"{who} asks for a session with you. The time is kept for them{until}.",
        closing="No reason is needed to say no. Without an answer the request lapses by itself.",
        answers=True,
    )


def asked_of_mentee(session: MentorSession, pair: Pair) -> News:
    """To the mentee: that it is not settled yet."""
    return News(
        letter="session_waiting",
        subject=f"You asked {pair.mentor_name}: {_when(session, pair, Side.MENTEE)}",
        opening=f"You asked {pair.mentor_name} for a session. You hear from us once they answer.",
        closing="The time is kept for you for two days at most.",
    )


def confirmed(session: MentorSession, pair: Pair, side: Side) -> News:
    """To both: it takes place, and their calendars know."""
    other = _other(pair, side)
    return News(
        letter="session_confirmed",
        subject=f"Confirmed: {title_of(session.type_name, other)}, {_when(session, pair, side)}",
        opening=f"Your session with {other} is confirmed. It goes into your calendar with this.",
        closing="Something came up? Move it or cancel it on its page.",
        invites=True,
    )


def declined(session: MentorSession, pair: Pair) -> News:
    """To the mentee: it will not be, and why, if the mentor said so."""
    return News(
        letter="session_declined",
        subject=f"{pair.mentor_name} cannot take this session",
        opening=f"{pair.mentor_name} cannot take the session you asked for. The time is yours"
        " again.",
        closing="Other mentors have openings.",
        facts=_reason(session),
    )


def lapsed(session: MentorSession, pair: Pair) -> News:
    """To the mentee: nobody answered in time."""
    return News(
        letter="session_lapsed",
        subject=f"The request lapsed: {_when(session, pair, Side.MENTEE)}",
        opening=f"{pair.mentor_name} did not answer in time, so the time is yours again.",
    )


def proposed(session: MentorSession, pair: Pair, side: Side) -> News:
    """To the one who may choose: which other times there are."""
    other = _other(pair, side)
    zone = _zone(session, pair, side)
    return News(
        letter="session_times",
        subject=f"{other} proposes another time",
        opening=f"{other} proposes another time for your session. Choose one on its page, or none.",
        facts=[("Instead", moment_words(one, zone)) for one in session.proposed],
    )


def moved(session: MentorSession, pair: Pair, side: Side, was: datetime) -> News:
    """To both: it is at another time, and their calendars know."""
    other = _other(pair, side)
    return News(
        letter="session_moved",
        subject=f"Moved: {title_of(session.type_name, other)}, now {_when(session, pair, side)}",
        opening=f"Your session with {other} is at another time now. Your calendar moves with it.",
        invites=True,
        facts=[("Was", moment_words(was, _zone(session, pair, side)))],
    )


def canceled(session: MentorSession, pair: Pair, side: Side) -> News:
    """To both: it does not take place, by whom, and why."""
    who = "You" if session.canceled_by == side else _other(pair, side)
    title = title_of(session.type_name, pair.name_of(side.other))
    return News(
        letter="session_canceled",
        subject=f"Canceled: {title}, {_when(session, pair, side)}",
        opening=f"{who} canceled this session. The time is free again.",
        invites=session.invited_at is not None,
        facts=_reason(session),
    )


def _other(pair: Pair, side: Side) -> str:
    return pair.name_of(side.other) or GONE


def _reason(session: MentorSession) -> list[tuple[str, str]]:
    return [("Why", session.reason)] if session.reason else []


def _zone(session: MentorSession, pair: Pair, side: Side) -> str:
    mentee = pair.mentee
    return mentee.timezone if side is Side.MENTEE and mentee else session.timezone


def _when(session: MentorSession, pair: Pair, side: Side) -> str:
    return moment_words(session.starts_at, _zone(session, pair, side))


def _moment(moment: datetime, session: MentorSession) -> str:
    return moment_words(moment, session.timezone)
