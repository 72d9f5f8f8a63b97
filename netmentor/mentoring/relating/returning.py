"""A mentor who answers nobody for two weeks takes no more requests, until one click of theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction
from netmentor.errors import NotFound
from netmentor.mentoring.booking.holding import in_turn
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.relating import links
from netmentor.mentoring.relating.models import Silence
from netmentor.mentoring.relating.rules import ANSWERABLE, PAUSED_AFTER
from netmentor.mentoring.relating.silences import UNANSWERED
from netmentor.mentoring.relating.telling import Told, tell
from netmentor.mentoring.rules import is_paused
from netmentor.settings import Settings


async def pause_due(settings: Settings, *, now: datetime) -> int:
    """Pause every mentor who has answered nobody for fourteen days; return how many."""
    old = MentorSession.filter(
        state__in=UNANSWERED, replied_at=None, created_at__lte=now - PAUSED_AFTER
    )
    count = 0
    for mentor_id in sorted(set(await values_of(old, "mentor_id"))):
        mentor = await Mentor.get(id=mentor_id).select_related("user")
        async with in_turn(mentor.user_id):
            count += await _pause(settings, mentor_id, now=now)
    return count


async def silence_of(user: User, number: int) -> Silence:
    """One silence of a mentor's; raises NotFound."""
    mine = Silence.filter(id=number, mentor__user_id=user.id).select_related("mentor")
    found = await mine.first()
    if found is None:
        raise NotFound("There is no such pause any more.")
    return found


async def come_back(user: User, number: int, *, now: datetime) -> bool:
    """Have a mentor take requests again; False where this pause is over already."""
    async with transaction():
        silence = await silence_of(user, number)
        if not await Silence.filter(id=silence.id, ended_at=None).update(ended_at=now):
            return False
        columns = {"paused_from": None, "paused_until": None, "openings_stale": True}
        paused = Mentor.filter(id=silence.mentor_id, paused_from__not_isnull=True)
        return bool(await paused.update(**columns))


async def _pause(settings: Settings, mentor_id: int, *, now: datetime) -> bool:
    """Pause one who is silent, unless they take no requests as it is."""
    mentor = await Mentor.get(id=mentor_id).select_related("user")
    today = now.astimezone(ZoneInfo(mentor.timezone)).date()
    if not mentor.is_open or is_paused(mentor.paused_from, mentor.paused_until, today):
        return False
    since = await _silent_since(mentor, now=now)
    if since is None:
        return False
    silence = await Silence.create(mentor=mentor, since=since, paused_at=now)
    columns = {"paused_from": today, "paused_until": None, "openings_stale": True}
    await Mentor.filter(id=mentor.id).update(**columns)
    told = Told(
        letter="mentor_paused",
        key=f"mentor-paused:{silence.id}",
        subject="Your mentor profile is paused",
        opening="Somebody asked you for a session two weeks ago, and nobody heard from you since."
        " So that no one waits in vain, your profile takes no requests for now. Nothing is"
        " deleted, and nobody is told why.",
        buttons=[("Take requests again", links.sign(settings, mentor.user, silence.id, now=now))],
        closing="One click, without signing in. All else about your profile is here:",
        path="/mentoring",
    )
    return await tell(settings, mentor.user, told, now=now)


async def _silent_since(mentor: Mentor, *, now: datetime) -> datetime | None:
    """Since when the oldest request waits that no answer, and no pause before, came after.

    One that lapsed within a day of being asked, near the notice, could hardly be answered: it is
    no silence, or any member could pause a mentor by it.
    """
    theirs = MentorSession.filter(mentor=mentor)
    replies = await values_of(theirs.filter(replied_at__not_isnull=True), "replied_at")
    pauses = await values_of(Silence.filter(mentor=mentor), "paused_at")
    latest = max([*replies, *pauses], default=None)
    waiting = theirs.filter(state__in=UNANSWERED, replied_at=None)
    waiting = waiting.filter(created_at__lte=now - PAUSED_AFTER)
    if latest is not None:
        waiting = waiting.filter(created_at__gt=latest)
    stood = [row for row in await waiting.order_by("created_at", "id") if _stood_long(row)]
    return stood[0].created_at if stood else None


def _stood_long(row: MentorSession) -> bool:
    """True for a request that could be answered for a day; what lapsed changed no more."""
    stood: timedelta = (row.lapses_at or row.changed_at) - row.created_at
    return stood >= ANSWERABLE
