"""Letters about a session: to each of the two, on their own clock, at each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.db.bulk import Change
from netmentor.events.words import clock_words
from netmentor.mail.outbox import posting_of
from netmentor.mail.unwritten import Unwritten
from netmentor.mentoring.booking.invitations import calendar_of
from netmentor.mentoring.booking.links import Purpose, guest_path, sign
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import AGREED, Side, State
from netmentor.mentoring.entries import path_of
from netmentor.mentoring.rules import Medium
from netmentor.mentoring.words import MEDIUM_WORDS
from netmentor.settings import Settings

_BUTTONS = (
    ("Approve", Purpose.APPROVE),
    ("Other times", Purpose.TIMES),
    ("Not a fit", Purpose.DECLINE),
)
_PLACE_COMES = "told once it is confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What one of the two is told: how the letter is called, and what it says.

    `invites` when their calendar is told, too, and `answers` when the mentor's buttons come along.
    """

    letter: str
    subject: str
    opening: str
    closing: str = ""
    invites: bool = False
    answers: bool = False
    facts: Sequence[tuple[str, str]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The two people of a session; a mentee whose account is gone is None."""

    mentor: User
    mentor_name: str
    mentee: User | None

    def reader(self, side: Side) -> User | None:
        return self.mentor if side is Side.MENTOR else self.mentee

    def name_of(self, side: Side) -> str | None:
        if side is Side.MENTOR:
            return self.mentor_name
        return self.mentee.name if self.mentee else None


def told_each(
    settings: Settings,
    session: MentorSession,
    pair: Pair,
    told: Mapping[Side, News],
    *,
    now: datetime,
) -> list[Change]:
    """The change that posts what each of the two is told; none where nobody is there to read it."""
    written = [
        _posting(settings, session, pair, side, reader, news, now=now)
        for side, news in told.items()
        if (reader := pair.reader(side)) is not None
    ]
    return [posting_of(settings, written, now=now)] if written else []


def _posting(
    settings: Settings,
    session: MentorSession,
    pair: Pair,
    side: Side,
    reader: User,
    news: News,
    *,
    now: datetime,
) -> Unwritten:
    answers = buttons_of(settings, pair.mentor, session, now=now) if news.answers else []
    other = pair.name_of(side.other)
    calendar = calendar_of(settings, session, reader, other) if news.invites else None
    turn = f"{int(now.timestamp() * 1_000_000)}.{session.sequence}.{session.proposals_made}"
    key = f"session:{session.key}:{side}:{news.letter}:{turn}"
    return Unwritten(
        name=news.letter,
        template="session",
        facts={
            "name": reader.name,
            "subject": news.subject,
            "opening": news.opening,
            "facts": [*_facts(session, pair, side, reader), *news.facts],
            "buttons": answers,
            "closing": news.closing,
            "path": _path(settings, session, reader),
        },
        key=key,
        to=reader.email,
        calendar=calendar,
    )


def _path(settings: Settings, session: MentorSession, reader: User) -> str:
    return guest_path(settings, reader, session) if reader.is_guest else path_of(session.key)


def buttons_of(
    settings: Settings, mentor: User, session: MentorSession, *, now: datetime
) -> list[tuple[str, str]]:
    """The buttons by which a mentor answers a request, each with its address."""
    return [
        (label, sign(settings, mentor, session, purpose, now=now)) for label, purpose in _BUTTONS
    ]


def when_words(starts_at: datetime, minutes: int, zone: str) -> str:
    """Return when a session is on somebody's clock, with the name of its hour.

    >>> from datetime import UTC
    >>> when_words(datetime(2027, 3, 15, 13, tzinfo=UTC), 45, "America/New_York")
    'Monday, March 15, 2027, 9:00 am EDT (45 minutes)'
    """
    return f"{moment_words(starts_at, zone)} ({minutes} minutes)"


def moment_words(moment: datetime, zone: str) -> str:
    """Return a moment on somebody's clock: "Monday, March 15, 2027, 9:00 am EDT"."""
    at = moment.astimezone(ZoneInfo(zone))
    return f"{at:%A, %B} {at.day}, {at.year}, {clock_words(f'{at:%H:%M}')} {_zone(at)}"


def _facts(session: MentorSession, pair: Pair, side: Side, reader: User) -> list[tuple[str, str]]:
    there = session.timezone if side is Side.MENTEE else _zone_of(pair.mentee)
    mine = session.timezone if side is Side.MENTOR else reader.timezone
    facts = [
        ("When", when_words(session.starts_at, session.minutes, mine)),
        ("With", pair.name_of(side.other) or ""),
        ("What", f"{session.type_name}, {MEDIUM_WORDS[Medium(session.medium)]}"),
        ("Where", _place(session, side)),
        ("Topic", session.topic),
        ("Question", session.questions),
        ("Before and after", session.before_after),
    ]
    if there and _wall(session.starts_at, there) != _wall(session.starts_at, mine):
        facts.insert(1, ("For them", moment_words(session.starts_at, there)))
    return [(label, value) for label, value in facts if value]


def _place(session: MentorSession, side: Side) -> str:
    """Where it is; the meeting's address is for the mentee once the mentor has said yes."""
    if session.state in AGREED:
        return session.place or session.place_words
    if side is Side.MENTEE and session.place and session.state == State.ASKED:
        return f"{session.place_words} ({_PLACE_COMES})" if session.place_words else _PLACE_COMES
    return session.place_words


def _zone_of(user: User | None) -> str:
    return user.timezone if user else ""


def _wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _zone(at: datetime) -> str:
    """What the clock is called there; of zones that have numbers for a name, the city."""
    name = at.tzname() or ""
    if name.isalpha():
        return name
    return f"in {getattr(at.tzinfo, 'key', 'UTC').rpartition('/')[2].replace('_', ' ')}"
