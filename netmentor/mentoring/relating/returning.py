"""A mentor who answers nobody for two weeks takes no more requests, until one click of theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.db.reading import day_of, moment_of, rows
from netmentor.db.transactions import transaction
from netmentor.errors import NotFound
from netmentor.mentoring.booking.holding import in_turn
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.relating import links
from netmentor.mentoring.relating.models import Silence
from netmentor.mentoring.relating.rules import ANSWERABLE, PAUSED_AFTER
from netmentor.mentoring.relating.telling import Told, tell
from netmentor.mentoring.rules import is_paused
from netmentor.settings import Settings

# The requests that wait so long, and that no answer, and no pause before, came after; and until
# when each could be answered: what lapsed changed no more.
_WAITING = """
    SELECT m.id, m.user_id, m.timezone, m.paused_from, m.paused_until,
        s.created_at, COALESCE(s.lapses_at, s.changed_at)
    FROM mentor_session AS s JOIN mentor AS m ON m.id = s.mentor_id
    WHERE m.is_open AND s.state IN ('asked', 'lapsed') AND s.replied_at IS NULL
        AND s.created_at <= ?
        AND NOT EXISTS (SELECT 1 FROM mentor_session AS r
            WHERE r.mentor_id = m.id AND r.replied_at >= s.created_at)
        AND NOT EXISTS (SELECT 1 FROM mentor_silence AS p
            WHERE p.mentor_id = m.id AND p.paused_at >= s.created_at)"""


class _Silent(NamedTuple):
    """A mentor who answers nobody, and since when."""

    mentor_id: int
    user_id: int
    since: datetime


async def pause_due(settings: Settings, *, now: datetime) -> int:
    """Pause every mentor who has answered nobody for fourteen days; return how many."""
    count = 0
    for one in await _silent(now=now):
        async with in_turn(one.user_id):
            count += await _pause(settings, one.mentor_id, now=now)
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
    """Pause one who is silent still, now that it is their turn."""
    if not (found := await _silent(mentor_id, now=now)):
        return False
    [silent] = found
    mentor = await Mentor.get(id=mentor_id).select_related("user")
    silence = await Silence.create(mentor=mentor, since=silent.since, paused_at=now)
    columns = {
        "paused_from": _today(mentor.timezone, now),
        "paused_until": None,
        "openings_stale": True,
    }
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


async def _silent(mentor_id: int | None = None, *, now: datetime) -> Collection[_Silent]:
    """Those who take requests and answer nobody; of one mentor alone, where one is told."""
    of_one, who = ("", ()) if mentor_id is None else (" AND m.id = ?", (mentor_id,))
    before = (now - PAUSED_AFTER).astimezone(UTC)
    found = await rows(f"{_WAITING}{of_one} ORDER BY s.created_at DESC", before, *who)
    # Each mentor's oldest request comes last, and stays.
    return {one.mentor_id: one for row in found if (one := _silence_in(row, now))}.values()


def _silence_in(row: Iterable[Any], now: datetime) -> _Silent | None:
    """What a row of `_WAITING` says; None of a mentor who is paused as it is.

    A request that lapsed within a day of being asked, near the notice, could hardly be answered:
    it is no silence, or any member could pause a mentor by it.
    """
    mentor_id, user_id, zone, paused_from, paused_until, *moments = tuple(row)
    if is_paused(day_of(paused_from), day_of(paused_until), _today(zone, now)):
        return None
    asked_at, stood_until = map(moment_of, moments)
    if stood_until - asked_at < ANSWERABLE:
        return None
    return _Silent(mentor_id, user_id, asked_at)


def _today(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
