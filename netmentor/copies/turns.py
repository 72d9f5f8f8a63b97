"""Who sends which copy now: one process each, for as long as a lease."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from netmentor.copies.models import AccountCopy, CopyPlan
from netmentor.copies.rules import LEASE, MOST_POSTED, Place, Rhythm, State, next_due
from netmentor.db.reading import rows
from netmentor.errors import Conflict

_MOVED = """
    SELECT copy_plan.id, user_account.timezone FROM copy_plan
    JOIN user_account ON user_account.id = copy_plan.user_id
    WHERE copy_plan.zone <> user_account.timezone ORDER BY copy_plan.id"""


class NotOurs(Conflict):
    """A copy is another process's by now, or its user wants something else of it."""


async def follow_clocks(*, now: datetime) -> int:
    """Have copies come by the clock of where their users live now; return how many that moved."""
    moved = await rows(_MOVED)
    for number, zone in moved:
        plan = await CopyPlan.get_or_none(id=number)
        if plan is not None:
            due_at = due_after(plan, zone, now=now) if plan.due_at else None
            where = CopyPlan.filter(id=plan.id, zone=plan.zone, due_at=plan.due_at)
            await where.update(zone=zone, due_at=due_at)
    return len(moved)


async def begin_due(*, now: datetime) -> int:
    """Have a copy wanted of each plan whose time has come; return how many those were.

    However many times were missed, it is one; one that is being tried stays the one it is.
    """
    count = 0
    for plan in await CopyPlan.filter(due_at__lte=now).order_by("due_at", "id"):
        told: dict[str, Any] = {"due_at": due_after(plan, plan.zone, now=now)}
        if plan.wanted_at is None:
            told |= {"wanted_at": now, "next_try_at": now, "by_hand": False}
        this = CopyPlan.filter(id=plan.id, due_at=plan.due_at, wanted_at=plan.wanted_at)
        count += await this.update(**told)
    return count


async def take_one(places: Collection[Place], *, now: datetime) -> CopyPlan | None:
    """Take the plan whose copy has waited longest to be tried, for as long as a lease."""
    if Place.MAIL in places and await _letters_waiting() >= MOST_POSTED:
        places = [place for place in places if place is not Place.MAIL]
    free = Q(held_until=None) | Q(held_until__lte=now)
    waiting = CopyPlan.filter(
        free, wanted_at__not_isnull=True, next_try_at__lte=now, place__in=list(places)
    ).order_by("next_try_at", "id")
    while plan := await waiting.first():
        this = CopyPlan.filter(free, id=plan.id, wanted_at=plan.wanted_at)
        if await this.update(held_until=now + LEASE):
            return await CopyPlan.get_or_none(id=plan.id, held_until=now + LEASE)
    return None


async def renew(plan: CopyPlan, *, now: datetime) -> None:
    """Hold a plan for longer; raise NotOurs."""
    if not await mine(plan).update(held_until=now + LEASE):
        raise NotOurs("Somebody else goes on with this copy, or nobody wants it any more.")
    plan.held_until = now + LEASE


async def give_back(plan: CopyPlan) -> None:
    await mine(plan).update(held_until=None)


def mine(plan: CopyPlan) -> QuerySet[CopyPlan]:
    """The plan while it is held as it was taken, and its copy is still wanted."""
    return CopyPlan.filter(id=plan.id, held_until=plan.held_until, wanted_at=plan.wanted_at)


def due_after(plan: CopyPlan, zone: str, *, now: datetime) -> datetime:
    """When the next copy of a plan is due, by the clock of a zone."""
    return next_due(Rhythm(plan.rhythm), plan.day, plan.at, ZoneInfo(zone), after=now)


async def _letters_waiting() -> int:
    return await AccountCopy.filter(state=State.POSTED).count()
