"""Silence: after so many days of it there is one step more, to ask how an application stands."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from netmentor.accounts.actions import bump
from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.follow_ups import today_of
from netmentor.db.reading import rows
from netmentor.db.transactions import transaction
from netmentor.internships.applying.interviewing.models import Interview
from netmentor.internships.applying.interviewing.moments import begins
from netmentor.internships.applying.interviewing.rules import State
from netmentor.internships.applying.models import Application, PlanStep
from netmentor.internships.applying.rules import silent_until

log = logging.getLogger(__name__)

MOST_A_ROUND = 200  # of each; the next round goes on
_AT_A_TIME = 100
_ANSWERED = """
    SELECT DISTINCT a.id
    FROM application_step AS s JOIN application AS a ON a.id = s.application_id
        JOIN contact AS c ON c.id = a.contact_id
    WHERE s.is_nudge AND s.done_at IS NULL AND c.touched_at > a.heard_at AND a.id > ?
    ORDER BY a.id LIMIT ?"""


class _Do(Protocol):
    """Does one application; False where nothing was left to do."""

    async def __call__(self, user: User, id_: int, *, now: datetime) -> bool: ...


async def begin_silence(user: User, row: Application, *, dated: bool, now: datetime) -> None:
    """Count anew from `now`, and ask no more about the silence before.

    The last writes of a deed that changed anything; `row` is as it left it. Calendars are told
    where that was something `dated`, and where the step to ask goes.
    """
    until = silent_until(row.stage, row.nudge_after_days, now, user.timezone)
    await Application.filter(id=row.id).update(heard_at=now, nudge_at=until)
    open_ = PlanStep.filter(application_id=row.id, is_nudge=True, done_at=None)
    if await open_.delete() or dated:
        await bump([user.id])


async def nudge_due(*, now: datetime) -> int:
    """Plan to ask about what is silent for long enough; return of how many.

    What breaks off for one is logged, and tried again in the next round, in which also those
    come who are too many for one.
    """
    due = Application.filter(nudge_at__lte=now).order_by("id")

    async def after(id_: int) -> list[Application]:
        return await due.filter(id__gt=id_).limit(_AT_A_TIME).select_related("user")

    return await _each(after, _nudge, now=now)


async def forget_answered(*, now: datetime) -> int:
    """Ask no more where somebody was in touch with who it came from; return of how many.

    As many a round as in `nudge_due`, and as safe of each other.
    """

    async def after(id_: int) -> list[Application]:
        found = [one for (one,) in await rows(_ANSWERED, id_, _AT_A_TIME)]
        return await Application.filter(id__in=found).order_by("id").select_related("user")

    return await _each(after, _forget, now=now)


async def _each(
    after: Callable[[int], Awaitable[Sequence[Application]]], do: _Do, *, now: datetime
) -> int:
    """Do so with those that `after` an id are due, until that is enough for a round."""
    count, last = 0, 0
    while count < MOST_A_ROUND and (some := await after(last)):
        for row in some:
            last = row.id
            try:
                count += await do(row.user, row.id, now=now)
            except Exception:
                log.exception("Looking after application %d broke off.", row.id)
            await asyncio.sleep(0)  # others wait for the same thread
    return count


async def _nudge(user: User, id_: int, *, now: datetime) -> bool:
    async with transaction():
        await take_turns_of(user)
        row = await _read(id_)
        if row is None or row.nudge_at is None or row.nudge_at > now:
            return False
        heard = _heard_at(row)
        row.heard_at = max(heard, await _interviewed_at(row) or heard)
        row.nudge_at = silent_until(row.stage, row.nudge_after_days, row.heard_at, user.timezone)
        is_due = row.nudge_at is not None and row.nudge_at <= now
        if is_due:
            row.nudge_at = None
            await PlanStep.create(
                application=row,
                key=str(uuid4()),
                name=f"Ask {row.contact.name if row.contact else 'them'} how it stands"[:200],
                due_on=today_of(user, now),
                is_fixed=True,
                is_nudge=True,
                created_at=now,
                changed_at=now,
            )
        await row.save(update_fields=["heard_at", "nudge_at"])
        if is_due:
            await bump([user.id])
    return is_due


async def _forget(user: User, id_: int, *, now: datetime) -> bool:
    async with transaction():
        await take_turns_of(user)
        row = await _read(id_)
        if row is None or _heard_at(row) == row.heard_at:
            return False
        await begin_silence(user, row, dated=False, now=now)
    return True


async def _read(id_: int) -> Application | None:
    return await Application.get_or_none(id=id_).select_related("contact")


async def _interviewed_at(row: Application) -> datetime | None:
    """When the last of its interviews is or was: one that lies ahead is no silence."""
    on = Interview.filter(application=row).exclude(state=State.CANCELED.value)
    last = await on.order_by("-starts_on", "-starts_time").first()
    return begins(last.starts_on, last.starts_time, last.timezone) if last else None


def _heard_at(row: Application) -> datetime:
    """When anything happened last, be it with who it came from."""
    heard = row.heard_at or row.changed_at
    touched: datetime | None = row.contact.touched_at if row.contact else None
    return max(heard, touched) if touched else heard
