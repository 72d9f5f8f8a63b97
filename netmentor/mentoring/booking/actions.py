"""What becomes of a session: asked for, answered, moved, called off; each one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import Q

from netmentor.accounts.models import User
from netmentor.db.bulk import inserted
from netmentor.errors import Conflict, Invalid
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.availability.openings import terms_of
from netmentor.mentoring.booking import rules, steps
from netmentor.mentoring.booking.holding import (
    Before,
    anew,
    check_apart,
    check_free,
    check_new,
    check_offered,
    check_open,
    check_room,
    in_turn,
    local,
    people_of,
    standing_of,
    type_of,
)
from netmentor.mentoring.booking.lapsing import release_lapsed
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import side_of
from netmentor.mentoring.booking.replying import answered
from netmentor.mentoring.booking.rules import HOLDS, Side, State
from netmentor.mentoring.booking.telling import Pair
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings


class NotNow(Conflict):
    """What a session has become since does not allow it; the sentence says why."""


class TooMany(Conflict):
    """A mentee waits for as many answers, or asked for as much in a day, as anybody may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a mentee asks for; `before_after` is what lies before the session, and after it."""

    starts_at: datetime
    topic: str = ""
    questions: str = ""
    before_after: str = ""


async def ask(
    settings: Settings,
    mentor: Mentor,
    mentee: User,
    type_: SessionType,
    wish: Wish,
    *,
    now: datetime,
) -> MentorSession:
    """Ask for a session, or book it where its type is instant; the time of both is kept.

    Raises SlotTaken where somebody has it, OutsideOpenings where the mentor does not offer it,
    TooMany, and Conflict where this kind of session is gone. `mentor` comes with its user.
    """
    if mentor.user_id == mentee.id or type_.mentor_id != mentor.id:
        raise Invalid("Choose a session of another mentor.")
    session = steps.made(mentor, mentee, type_, wish.starts_at, now=now)
    session.ends_at = wish.starts_at + timedelta(minutes=type_.minutes)
    session.topic, session.questions = wish.topic, wish.questions
    session.before_after = wish.before_after
    pair = Pair(mentor=await mentor.user, mentor_name=mentor.name, mentee=mentee)
    async with in_turn(*people_of(pair)):
        before = await standing_of(session, mentor, mentee, now=now)
        if before.has_lapsed:
            await release_lapsed(settings, people_of(pair), now=now)
            before = await standing_of(session, mentor, mentee, now=now)
        await check_new(mentor, mentee, now=now)
        check_offered(mentor, type_, session.starts_at, before, now=now)
        _check_few(before, type_)
        session.id = before.next_id
        if type_.is_instant:
            session.state, session.invited_at = State.CONFIRMED, now
            await steps.confirm(settings, session, pair, inserted(session), now=now)
        else:
            session.state = State.ASKED
            session.lapses_at = await _lapses_at(session, mentor, now=now)
            await steps.ask_mentor(settings, session, pair, inserted(session), now=now)
    return session


async def approve(settings: Settings, session: MentorSession, *, now: datetime) -> MentorSession:
    """The mentor says yes; raises NotNow."""
    async with _turn(session) as (row, pair):
        _check(rules.why_not_answer(row.standing, now=now))
        await answered(row, now=now)
        await _confirm(settings, row, pair, now=now)
    return row


async def decline(
    settings: Settings, session: MentorSession, reason: str = "", *, now: datetime
) -> MentorSession:
    """The mentor says no, and may say why; raises NotNow."""
    async with _turn(session) as (row, pair):
        _check(rules.why_not_answer(row.standing, now=now))
        row.state, row.lapses_at, row.reason = State.DECLINED, None, reason
        await answered(row, now=now)
        row.propose([], "")
        await steps.save(row, now=now)
        await steps.decline(settings, row, pair, now=now)
    return row


async def propose(
    settings: Settings,
    session: MentorSession,
    by: User,
    starts: Sequence[datetime],
    *,
    now: datetime,
) -> MentorSession:
    """Offer the other up to three times instead; the time it has is kept until they choose.

    A mentee chooses among the mentor's openings; a mentor may offer any time that is free.
    Raises NotNow, SlotTaken and OutsideOpenings.
    """
    times = sorted(set(starts))
    async with _turn(session) as (row, pair):
        _check(rules.why_not_propose(row.standing, times, now=now))
        side, type_ = side_of(row, by), await type_of(row)
        look = check_room if side is Side.MENTOR else check_open
        await check_apart(row.mentor, by)
        for one in times:
            await check_free(people_of(pair), one, _end(row, one), now=now, but=row.id)
            await look(row.mentor, type_, one, now=now, but=row.id)
        row.propose(times, side)
        row.proposals_made += 1
        if row.state == State.ASKED:
            # Never sooner than it was: a notice that grew meanwhile would end it in this moment.
            row.lapses_at = max(row.lapses_at or now, await _lapses_at(row, row.mentor, now=now))
        if side is Side.MENTOR:
            await answered(row, now=now)
        await steps.save(row, now=now)
        await steps.propose(settings, row, pair, side.other, now=now)
    return row


async def accept_proposal(
    settings: Settings, session: MentorSession, by: User, starts_at: datetime, *, now: datetime
) -> MentorSession:
    """Take one of the times that the other proposed: the session is then, and confirmed.

    Raises NotNow, SlotTaken, and OutsideOpenings for a mentee who is kept away by now.
    """
    async with _turn(session) as (row, pair):
        await check_apart(row.mentor, by)
        await release_lapsed(settings, people_of(pair), now=now)
        _check(rules.why_not_accept(row.standing, side_of(row, by), starts_at, now=now))
        await check_free(people_of(pair), starts_at, _end(row, starts_at), now=now, but=row.id)
        await check_room(row.mentor, await type_of(row), starts_at, now=now, but=row.id)
        was = _put(row, starts_at)
        if row.state == State.CONFIRMED:
            row.propose([], "")
            row.sequence += 1
            await steps.save(row, now=now)
            await steps.move(settings, row, pair, was, now=now)
        else:
            await answered(row, now=now)
            await _confirm(settings, row, pair, now=now)
    return row


async def move(
    settings: Settings, session: MentorSession, by: User, starts_at: datetime, *, now: datetime
) -> MentorSession:
    """Move a session to another opening of the mentor, by either of the two.

    A request that moves is asked anew; what was confirmed stays so. Raises NotNow, SlotTaken and
    OutsideOpenings.
    """
    async with _turn(session) as (row, pair):
        await release_lapsed(settings, people_of(pair), now=now)
        notice = timedelta(hours=(await terms_of(row.mentor)).notice_hours)
        _check(rules.why_not_move(row.standing, side_of(row, by), notice=notice, now=now))
        if starts_at == row.starts_at:
            raise NotNow("It is at this time already.")
        await check_apart(row.mentor, by)
        await check_free(people_of(pair), starts_at, _end(row, starts_at), now=now, but=row.id)
        await check_open(row.mentor, await type_of(row), starts_at, now=now, but=row.id)
        row.late_moves += rules.is_late(row.standing, notice=notice, now=now)
        was = _put(row, starts_at)
        row.propose([], "")
        row.sequence += 1
        if row.state == State.CONFIRMED:
            await steps.save(row, now=now)
            await steps.move(settings, row, pair, was, now=now)
        else:
            row.lapses_at = await _lapses_at(row, row.mentor, now=now)
            await steps.save(row, now=now)
            await steps.ask_mentor(settings, row, pair, now=now)
    return row


async def cancel(
    settings: Settings, session: MentorSession, by: User, reason: str = "", *, now: datetime
) -> MentorSession:
    """Call a session off, or take a request back, by either of the two; raises NotNow."""
    async with _turn(session) as (row, pair):
        _check(rules.why_not_cancel(row.standing, now=now))
        await _call_off(settings, row, pair, side_of(row, by), reason, now=now)
    return row


async def call_off_all(settings: Settings, user: User, *, now: datetime) -> int:
    """Call off everything ahead of somebody who leaves; return how many sessions that were."""
    mine = MentorSession.filter(Q(mentee_id=user.id) | Q(mentor__user_id=user.id))
    ahead = await mine.filter(state__in=HOLDS).order_by("id").select_related("mentor")
    for one in ahead:
        async with _turn(one) as (row, pair):
            if rules.why_not_cancel(row.standing, now=now) is None:
                await _call_off(settings, row, pair, side_of(row, user), "", now=now)
    return len(ahead)


async def note_no_show(session: MentorSession, by: User, *, now: datetime) -> MentorSession:
    """Note that the other did not come, for nobody else to see; raises NotNow."""
    async with _turn(session) as (row, _):
        _check(rules.why_not_note_no_show(row.standing, now=now))
        if side_of(row, by) is Side.MENTOR:
            row.no_show_by_mentor = True
        else:
            row.no_show_by_mentee = True
        await row.save(update_fields=["no_show_by_mentor", "no_show_by_mentee"])
    return row


@asynccontextmanager
async def _turn(session: MentorSession) -> AsyncIterator[tuple[MentorSession, Pair]]:
    """Hold the turn of both people of a session, and read it as it is then."""
    mentor = await Mentor.get(id=session.mentor_id)
    async with in_turn(mentor.user_id, session.mentee_id):
        yield await anew(session)


async def _confirm(settings: Settings, row: MentorSession, pair: Pair, *, now: datetime) -> None:
    row.state, row.lapses_at, row.invited_at = State.CONFIRMED, None, now
    row.propose([], "")
    await steps.save(row, now=now)
    await steps.confirm(settings, row, pair, now=now)


async def _call_off(
    settings: Settings, row: MentorSession, pair: Pair, by: Side, reason: str, *, now: datetime
) -> None:
    row.state, row.lapses_at, row.canceled_by, row.reason = State.CANCELED, None, by, reason
    row.sequence += row.invited_at is not None
    row.propose([], "")
    await steps.save(row, now=now)
    await steps.call_off(settings, row, pair, now=now)


def _check_few(before: Before, type_: SessionType) -> None:
    if before.asked_lately >= rules.MOST_A_DAY:
        raise TooMany(f"You asked for {rules.MOST_A_DAY} sessions today. Ask again tomorrow.")
    if not type_.is_instant and before.waiting >= rules.MOST_OPEN:
        raise TooMany(f"You wait for {rules.MOST_OPEN} answers already. Take one request back.")


async def _lapses_at(session: MentorSession, mentor: Mentor, *, now: datetime) -> datetime:
    notice = timedelta(hours=(await terms_of(mentor)).notice_hours)
    return rules.lapses_at(now, session.starts_at, notice)


def _check(why: str | None) -> None:
    if why:
        raise NotNow(why)


def _end(session: MentorSession, starts_at: datetime) -> datetime:
    return starts_at + timedelta(minutes=session.minutes)


def _put(session: MentorSession, starts_at: datetime) -> datetime:
    """Put a session to another time; return when it was."""
    was: datetime = session.starts_at
    session.starts_at, session.ends_at = starts_at, _end(session, starts_at)
    session.starts_local = local(starts_at, session.timezone)
    return was
