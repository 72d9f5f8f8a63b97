"""Keeping the ledger true: agendas that changed, or of which more came near, are planned."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from netmentor.accounts.turns import take_turns_of_id
from netmentor.db import signs
from netmentor.db.bulk import change
from netmentor.db.reading import moment_of, rows_by_key
from netmentor.db.transactions import transaction
from netmentor.reminders.ledger import (
    Ledger,
    Standing,
    difference,
    note_planned,
    rows_of,
    standing_of,
    told_last,
    write,
)
from netmentor.reminders.planning import Facts, Plan, last_day_of, plan
from netmentor.reminders.things import Thing, agenda_of

log = logging.getLogger(__name__)

ROUND = "reminders"  # the landmark of the last round that saw to everybody

_AT_A_TIME = 200  # users
_MOST_A_ROUND = 2_000
_NOTED_EACH = timedelta(minutes=1)
_CLOCKS_DIFFER = timedelta(minutes=10)  # of machines that share a database
_UNPLANNED = """
    SELECT user_id FROM
        (SELECT user_id FROM agenda_revision WHERE number <> planned LIMIT ?) AS changed
    UNION SELECT user_id FROM
        (SELECT user_id FROM agenda_revision WHERE plan_until <= ? LIMIT ?) AS near"""
_LAST_ROUND = "SELECT at FROM landmark WHERE name = ?"


class Made(NamedTuple):
    """A plan, what it was made of, and the ledger as it stood."""

    things: list[Thing]
    ledger: Ledger
    plan: Plan


async def plan_changed(*, now: datetime) -> int:
    """Plan for every user whose agenda or wishes changed, or has more within the horizon now.

    Returns how many those were. Reads no row of anybody else. What breaks off for one user is
    logged, and tried again in the next round, in which also those come who are too many for one:
    whoever is due is told in between.
    """
    last = await _last_round()
    if last and last - now > _CLOCKS_DIFFER:
        await _plan_everybody(now)  # the clock was set back, and what seemed over is ahead again
        last = now
    count, failed = 0, set[int]()
    while users := await _unplanned(now, failed):
        if count >= _MOST_A_ROUND:
            return count
        for user_id in users:
            try:
                await plan_user(user_id, now=now)
                count += 1
            except Exception:
                log.exception("Planning the reminders of user %d broke off.", user_id)
                failed.add(user_id)
            await asyncio.sleep(0)  # others wait for the same thread
    await _note_round(now, last)
    return count


async def plan_user(user_id: int, *, now: datetime) -> None:
    """Plan for one user, unless somebody else has just done so."""
    async with transaction():
        await take_turns_of_id(user_id)
        await plan_inside(user_id, now=now)


async def plan_inside(user_id: int, *, now: datetime) -> Standing | None:
    """As `plan_user`, inside a transaction that has the user's turn; None without an account.

    The number is read before the dates: what changes meanwhile moves it on, and is planned next.
    """
    standing = await standing_of(user_id, now=now)
    if standing is None or standing.is_planned(now):
        return standing
    made = await plan_of(user_id, standing, now=now)
    news = difference(made.ledger, made.plan, made.things, standing, now=now)
    await write(user_id, news, now=now)
    await note_planned(user_id, standing, made.plan.until, now=now)
    return standing


async def plan_of(user_id: int, standing: Standing, *, now: datetime) -> Made:
    """What a user's agenda comes to, beside what stands in the ledger; nothing is written."""
    today, last = now.astimezone(standing.zone).date(), last_day_of(now)
    agenda = await agenda_of(user_id, standing.zone, today=today, last=last)
    ledger = await rows_of(user_id, now=now)
    facts = Facts(
        things=agenda.things,
        later=agenda.later,
        wishes=standing.wishes,
        zone=standing.zone,
        told=told_last(ledger),
        owes=standing.owes,
        now=now,
    )
    return Made(agenda.things, ledger, plan(facts))


async def _unplanned(now: datetime, failed: set[int]) -> list[int]:
    """Some users who are to be planned for, in the order in which turns are taken."""
    most = _AT_A_TIME + len(failed)
    found = await rows_by_key(_UNPLANNED, most, now, most)
    return sorted({row[0] for row in found} - failed)


async def _last_round() -> datetime | None:
    found = await rows_by_key(_LAST_ROUND, ROUND)
    return moment_of(found[0][0]) if found else None


async def _note_round(now: datetime, last: datetime | None) -> None:
    """Write down that everybody was seen to by now; each minute is often enough."""
    if last is None or not -_CLOCKS_DIFFER <= now - last < _NOTED_EACH:
        await signs.record(ROUND, at=now)


async def _plan_everybody(now: datetime) -> None:
    """Have everybody planned once more, in as many rounds as that takes.

    By the moment of the last round, which is in the future, each of these would begin anew.
    """
    async with transaction():
        await change("UPDATE agenda_revision SET planned = -1")
        await signs.record(ROUND, at=now)
