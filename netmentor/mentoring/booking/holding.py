"""One deed at a time about the sessions of two people, and what the database refuses them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tortoise.exceptions import IntegrityError

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of_id
from netmentor.db.glance import glance
from netmentor.db.reading import among, is_postgres
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.mentoring.availability import openings
from netmentor.mentoring.availability.gathering import Beside
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.availability.reasons import WhyNot
from netmentor.mentoring.availability.slots import Availability
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.telling import Pair
from netmentor.mentoring.intake import why_full_for
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.queries import NO_OPENINGS, is_kept_away, why_closed

_A_DAY = timedelta(days=1)
_REFUSED = "_is_free"  # how the database's own refusals of two at once end, on either one
LAPSED = """
    SELECT s.id FROM mentor_session AS s JOIN mentor AS m ON m.id = s.mentor_id
    WHERE s.state = 'asked' AND s.lapses_at <= ? AND (s.mentee_id {among} OR m.user_id {among})"""
# The database refuses two of one mentor and two of one mentee; who is both is looked for here.
_ELSEWHERE = """
    SELECT 1 FROM mentor_session AS s JOIN mentor AS m ON m.id = s.mentor_id
    WHERE s.starts_at < ? AND s.ends_at > ? AND s.id <> ?
        AND (s.state = 'confirmed' OR (s.state = 'asked' AND s.lapses_at > ?))
        AND (s.mentee_id {among} OR m.user_id {among}) LIMIT 1"""

_BEFORE = f"""
    SELECT {{one}}(EXISTS ({LAPSED}), EXISTS ({_ELSEWHERE}),
        EXISTS (SELECT 1 FROM mentor_blocking WHERE mentor_id = ? AND user_id = ?),
        EXISTS (SELECT 1 FROM session_type WHERE id = ?),
        (SELECT count(*) FROM mentor_session
            WHERE mentee_id = ? AND state = 'asked' AND lapses_at > ?),
        (SELECT count(*) FROM mentor_session WHERE mentee_id = ? AND created_at > ?),
        {{next_id}})"""  # noqa: S608
# Drawn with what is asked for, a number lets session and letters be written in one way to go.
_NEXT_ID = {
    True: "nextval(pg_get_serial_sequence('mentor_session', 'id'))",
    False: "(SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'mentor_session')",
}  # on PostgreSQL or not


@dataclass(frozen=True, slots=True)
class Before:
    """What two people have before a session of theirs.

    `waiting` counts requests of the mentee that wait for an answer, `asked_lately` all that they
    asked for within a day, whatever became of it. `next_id` is kept for the session.
    """

    of: Availability
    has_lapsed: bool
    is_elsewhere: bool
    is_kept_away: bool
    is_a_kind: bool  # of session still: a mentor may have removed it since it was chosen
    waiting: int
    asked_lately: int
    next_id: int


class SlotTaken(Conflict):
    """Somebody else has this time, or one of the two has another session then."""


class OutsideOpenings(Invalid):
    """The mentor does not offer this time."""


@asynccontextmanager
async def in_turn(*user_ids: int | None) -> AsyncIterator[None]:
    """Hold a transaction while no other is open about sessions of these people.

    So what is counted in it holds until it is over. Raises SlotTaken for what the database
    refuses, and Conflict where that is for one of them who is gone; turns are taken in ascending
    order, or two would wait for each other.
    """
    try:
        async with transaction():
            await take_turns_of_id(*(one for one in user_ids if one is not None))
            yield
    except IntegrityError as exc:
        if _REFUSED in str(exc):
            raise taken() from exc
        ids = {one for one in user_ids if one is not None}
        if await User.filter(id__in=ids).count() < len(ids):
            raise Conflict("One of the two accounts was erased a moment ago.") from exc
        raise


def taken() -> SlotTaken:
    return SlotTaken("This time was taken a moment ago. Choose another one.")


async def anew(session: MentorSession) -> tuple[MentorSession, Pair]:
    """Read a session as it is in this transaction, with its two people."""
    row = await MentorSession.get_or_none(id=session.id).select_related("mentor__user", "mentee")
    if row is None:
        raise NotFound("There is no such session any more.")
    return row, pair_of(row)


def pair_of(session: MentorSession) -> Pair:
    """The two people of a session that was read with them."""
    mentor: Mentor = session.mentor
    mentee: User | None = session.mentee
    return Pair(mentor=mentor.user, mentor_name=mentor.name, mentee=mentee)


def check_offered(
    mentor: Mentor, type_: SessionType, starts_at: datetime, before: Before, *, now: datetime
) -> None:
    """Raise SlotTaken or OutsideOpenings where the mentee is not offered any time, or this one.

    Raises Conflict where this kind of session is gone, or its mentor.
    """
    if not before.is_a_kind:
        raise Conflict("This kind of session is not offered any more.")
    if before.is_elsewhere:
        raise taken()
    if why := why_closed(mentor, kept_away=before.is_kept_away, now=now):
        raise OutsideOpenings(why)
    _check_why(openings.why_not_in(before.of, mentor, type_, starts_at, now=now))


async def check_new(mentor: Mentor, mentee: User, *, now: datetime) -> None:
    """Raise OutsideOpenings for somebody new where the mentor takes nobody new this month."""
    if why := await why_full_for(mentor, mentee, now=now):
        raise OutsideOpenings(why)


async def check_apart(mentor: Mentor, by: User) -> None:
    """Raise OutsideOpenings for a mentee who is kept away: no opening is for them any more."""
    if by.id != mentor.user_id and await is_kept_away(mentor, by):
        raise OutsideOpenings(NO_OPENINGS)


async def check_open(
    mentor: Mentor, type_: SessionType, starts_at: datetime, *, now: datetime, but: int
) -> None:
    """Raise SlotTaken or OutsideOpenings unless the mentor offers this time; `but` moves there."""
    _check_why(await openings.why_not(mentor, type_, starts_at, now=now, but=but))


async def check_room(
    mentor: Mentor, type_: SessionType, starts_at: datetime, *, now: datetime, but: int
) -> None:
    """As `check_open`, for a time that the mentor offered: only others and caps bar it."""
    why = await openings.why_not(mentor, type_, starts_at, now=now, but=but)
    if why and why.taken:
        raise SlotTaken(why.sentence)


async def check_free(
    people: Collection[int],
    starts_at: datetime,
    ends_at: datetime,
    *,
    now: datetime,
    but: int = 0,
) -> None:
    """Raise SlotTaken if one of these people has a session then, as whichever of the two."""
    condition, one_parameter = among(people)
    question = _ELSEWHERE.format(among=condition)
    span = ends_at.astimezone(UTC), starts_at.astimezone(UTC)
    when = (*span, but, now.astimezone(UTC))
    if await glance(question, *when, one_parameter, one_parameter):
        raise taken()


async def standing_of(
    session: MentorSession, mentor: Mentor, mentee: User, *, now: datetime
) -> Before:
    """Look at everything of the two that may stand against a session of theirs, not saved yet.

    One question: of bookings one after another most of the time is going to and fro.
    """
    at = now.astimezone(UTC)
    condition, both = among([mentor.user_id, mentee.id])
    values = (
        *(at, both, both),
        *(session.ends_at.astimezone(UTC), session.starts_at.astimezone(UTC), 0, at, both, both),
        *(mentor.id, mentee.id, session.type_id),
        *(mentee.id, at),
        *(mentee.id, at - _A_DAY),
    )
    question = _BEFORE.replace("{among}", condition).replace("{next_id}", _NEXT_ID[is_postgres()])
    asked = Beside(question, values)
    of, found = await openings.look_beside(asked, mentor, session.starts_at, now=now)
    lapsed, is_elsewhere, is_kept_away, is_a_kind, *numbers = found
    are = map(bool, (lapsed, is_elsewhere, is_kept_away, is_a_kind))
    return Before(of, *are, *numbers)


def _check_why(why: WhyNot | None) -> None:
    if why:
        raise (SlotTaken if why.taken else OutsideOpenings)(why.sentence)


def local(moment: datetime, zone: str) -> str:
    """The wall clock there, as a row keeps it: "2027-03-14T09:00"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def people_of(pair: Pair) -> list[int]:
    return [pair.mentor.id, *([pair.mentee.id] if pair.mentee else [])]


async def type_of(session: MentorSession) -> SessionType:
    """The type of a session, as long as the session is; a copy where there is none any more."""
    found = await SessionType.get_or_none(id=session.type_id) if session.type_id else None
    type_ = found or SessionType(
        mentor_id=session.mentor_id, slug="", name=session.type_name, medium=session.medium
    )
    type_.minutes = session.minutes
    return type_
