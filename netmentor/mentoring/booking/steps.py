"""The steps that several deeds have in common: written down, and told to the two people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from netmentor.accounts.actions import bump
from netmentor.accounts.models import User
from netmentor.db.bulk import Change, change_all
from netmentor.db.reading import among
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.booking import news
from netmentor.mentoring.booking.holding import local, people_of
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import Side, State
from netmentor.mentoring.booking.telling import Pair, told_each
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings

_STALE = "UPDATE mentor SET openings_stale = ? WHERE user_id {among}"


def made(
    mentor: Mentor, mentee: User, type_: SessionType, starts_at: datetime, *, now: datetime
) -> MentorSession:
    """A session as it begins, with what of its type both agree on; not saved yet."""
    return MentorSession(
        key=str(uuid4()),
        mentor=mentor,
        mentee=mentee,
        type=type_,
        type_name=type_.name,
        minutes=type_.minutes,
        medium=type_.medium,
        place=type_.place,
        place_words=type_.place_words,
        starts_at=starts_at,
        timezone=mentor.timezone,
        starts_local=local(starts_at, mentor.timezone),
        created_at=now,
        changed_at=now,
    )


async def save(session: MentorSession, *, now: datetime) -> None:
    """Write down what became of a session; the time it took may be free from here on."""
    session.changed_at = now
    await session.save()


async def ask_mentor(
    settings: Settings, session: MentorSession, pair: Pair, *beside: Change, now: datetime
) -> None:
    """Tell the mentor that somebody asks, and the mentee that they do; `beside` goes along."""
    told = {
        Side.MENTOR: news.asked_of_mentor(session, pair),
        Side.MENTEE: news.asked_of_mentee(session, pair),
    }
    letters = told_each(settings, session, pair, told, now=now)
    await change_all(_freed(pair), *beside, *letters)


async def confirm(
    settings: Settings, session: MentorSession, pair: Pair, *beside: Change, now: datetime
) -> None:
    """Tell both, and their calendars, that it takes place; `beside` goes along."""
    told = {side: news.confirmed(session, pair, side) for side in Side}
    await _close(pair, [*beside, *told_each(settings, session, pair, told, now=now)])


async def move(
    settings: Settings, session: MentorSession, pair: Pair, was: datetime, *, now: datetime
) -> None:
    """Tell both, and their calendars, that it is at another time."""
    told = {side: news.moved(session, pair, side, was) for side in Side}
    await _close(pair, told_each(settings, session, pair, told, now=now))


async def call_off(
    settings: Settings, session: MentorSession, pair: Pair, *, now: datetime
) -> None:
    """Tell both, and calendars that know of it, that it does not take place.

    Of what was only asked for, whoever takes it back needs no letter.
    """
    told = {
        side: news.canceled(session, pair, side)
        for side in Side
        if session.invited_at or side != session.canceled_by
    }
    letters = told_each(settings, session, pair, told, now=now)
    if session.invited_at:
        await _close(pair, letters)
    else:
        await change_all(_freed(pair), *letters)


async def decline(settings: Settings, session: MentorSession, pair: Pair, *, now: datetime) -> None:
    """Tell whoever asked that it will not be; the time is free again."""
    told = {Side.MENTEE: news.declined(session, pair)}
    await change_all(_freed(pair), *told_each(settings, session, pair, told, now=now))


async def propose(
    settings: Settings, session: MentorSession, pair: Pair, to: Side, *, now: datetime
) -> None:
    """Tell whoever may choose which other times there are."""
    told = {to: news.proposed(session, pair, to)}
    await change_all(*told_each(settings, session, pair, told, now=now))


async def lapse(settings: Settings, session: MentorSession, pair: Pair, *, now: datetime) -> None:
    """Free the time of a request that nobody answered, and tell whoever asked.

    The mentor hears of it with the letter that asks them once more (`relating.silences`).
    """
    session.state, session.lapses_at = State.LAPSED, None
    session.propose([], "")
    await save(session, now=now)
    told = {Side.MENTEE: news.lapsed(session, pair)}
    await change_all(_freed(pair), *told_each(settings, session, pair, told, now=now))


async def _close(pair: Pair, beside: Sequence[Change]) -> None:
    """Say of both that something dated of theirs is another: the last write of a transaction."""
    await bump(people_of(pair), _freed(pair), *beside)


def _freed(pair: Pair) -> Change:
    """Have openings that are shown looked up again: what the two have taken is another."""
    condition, one_parameter = among(people_of(pair))
    return Change(_STALE.format(among=condition), (True, one_parameter))
