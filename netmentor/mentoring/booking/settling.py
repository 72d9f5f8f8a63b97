"""What follows from sessions: acquaintance, timelines, and with time forgotten no-shows."""

from __future__ import annotations

from datetime import datetime

from tortoise.expressions import Q

from netmentor.db.transactions import transaction
from netmentor.mentoring.booking.acquainting import acquaint, note_session
from netmentor.mentoring.booking.holding import anew, in_turn
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import NO_SHOWS_KEPT, State
from netmentor.mentoring.booking.telling import Pair

_AT_ONCE = 200  # of one round; the rest is due in the next


async def acquaint_booked(*, now: datetime) -> int:
    """Keep the two of every confirmed session among each other's people; return of how many.

    Not while somebody books: half of what a booking writes would be this.
    """
    booked = MentorSession.filter(invited_at__not_isnull=True, are_acquainted=False)
    found = await booked.order_by("id").limit(_AT_ONCE).select_related("mentor")
    for one in found:
        async with in_turn(one.mentor.user_id, one.mentee_id):
            await acquaint_once(*await anew(one), now=now)
    return len(found)


async def settle_over(*, now: datetime) -> int:
    """Take every confirmed session that has ended for held; return how many there were."""
    over = MentorSession.filter(state=State.CONFIRMED, ends_at__lte=now).order_by("ends_at", "id")
    count = 0
    for one in await over.limit(_AT_ONCE).select_related("mentor"):
        async with in_turn(one.mentor.user_id, one.mentee_id):
            row, pair = await anew(one)
            if row.state == State.CONFIRMED and row.ends_at <= now:
                row.state = State.HELD
                row.propose([], "")
                await row.save(update_fields=["state", "proposals", "proposed_by"])
                await acquaint_once(row, pair, now=now)
                await note_session(row, pair, now=now)
                count += 1
    return count


async def acquaint_once(row: MentorSession, pair: Pair, *, now: datetime) -> None:
    """Keep the two of a session that was read in this turn among each other's people, once."""
    if not row.are_acquainted:
        await acquaint(row, pair, now=now)
        row.are_acquainted = True
        await row.save(update_fields=["are_acquainted"])


async def forget_no_shows(*, now: datetime) -> int:
    """Forget who noted of whom that they did not come; return of how many sessions."""
    async with transaction():
        noted = MentorSession.filter(Q(no_show_by_mentor=True) | Q(no_show_by_mentee=True))
        old = noted.filter(ends_at__lte=now - NO_SHOWS_KEPT)
        return await old.update(no_show_by_mentor=False, no_show_by_mentee=False)
