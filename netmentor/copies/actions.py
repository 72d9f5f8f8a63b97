"""What somebody does about copies of their account: has them sent, pauses them, ends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.copies import sealing
from netmentor.copies.ending import place_of
from netmentor.copies.models import AccountCopy, CopyPlan
from netmentor.copies.rules import AN_HOUR, MOST_BY_HAND, Place, Rhythm, State, next_due
from netmentor.db.outliving import note_down, noted
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NotFound
from netmentor.mail import outbox
from netmentor.settings import Settings

ENDED = "ended_copies.jsonl"  # in the data folder: plans that are over, by no name
_NOBODY_WANTS = {"wanted_at": None, "next_try_at": None, "held_until": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Where copies are to go, and when; `password` None keeps the one there is."""

    place: Place
    url: str = ""
    user_name: str = ""
    password: str | None = None
    recipient: str = ""
    rhythm: Rhythm
    day: int
    at: str
    keep: int


async def wish(settings: Settings, user: User, wanted: Wish, *, now: datetime) -> None:
    """Have copies sent so from now on; what was stopped or paused goes on.

    Where they go to another place than before, a letter says so: whoever has somebody's session
    would have copies for good, past another password.
    """
    zone = ZoneInfo(user.timezone)
    due_at = next_due(wanted.rhythm, wanted.day, wanted.at, zone, after=now)
    told = _columns(settings, wanted) | _NOBODY_WANTS
    told |= {"zone": user.timezone, "due_at": due_at, "failures": 0}
    told |= {"paused_at": None, "stopped_at": None}
    async with transaction():
        await take_turns_of(user)
        before = await CopyPlan.get_or_none(user=user)
        is_moved = before is None or (before.place, before.url) != (wanted.place, wanted.url)
        if is_moved:
            told["key"] = str(uuid4())
        if before is None:
            plan = await CopyPlan.create(user=user, **told)
        else:
            if is_moved:
                _note_the_end(settings, before)
            await CopyPlan.filter(id=before.id).update(**told)
            plan = await CopyPlan.get(id=before.id)
        if is_moved:
            await _tell(settings, user, plan, now=now)


async def send_now(user: User, *, now: datetime) -> None:
    """Have a copy sent as soon as a worker comes to it; of two wishes at once it is one."""
    plan = await _plan_of(user)
    recent = AccountCopy.filter(plan=plan, by_hand=True, at__gt=now - AN_HOUR)
    if await recent.count() >= MOST_BY_HAND:
        raise Conflict(f"{MOST_BY_HAND} were sent by hand within an hour. Try again later.")
    fresh = {"wanted_at": now, "next_try_at": now, "by_hand": True}
    if not await CopyPlan.filter(id=plan.id, wanted_at=None).update(**fresh):
        again = {"next_try_at": now, "by_hand": True}
        await CopyPlan.filter(id=plan.id, held_until=None).update(**again)


async def pause(user: User, *, now: datetime) -> None:
    """Send nothing until they say so; one that is on its way is called off."""
    plan = await _plan_of(user)
    async with transaction():
        told = _NOBODY_WANTS | {"due_at": None}
        await CopyPlan.filter(id=plan.id, paused_at=None).update(paused_at=now, **told)
        await _take_back_letters(plan, now=now)


async def resume(user: User, *, now: datetime) -> None:
    """Go on, after a pause or a stop."""
    plan = await _plan_of(user)
    zone = ZoneInfo(user.timezone)
    due_at = next_due(Rhythm(plan.rhythm), plan.day, plan.at, zone, after=now)
    told: dict[str, Any] = {"paused_at": None, "stopped_at": None, "failures": 0}
    await CopyPlan.filter(id=plan.id, due_at=None).update(due_at=due_at, zone=user.timezone, **told)


async def remove(settings: Settings, user: User, *, now: datetime) -> None:
    """Send no more copies, and forget where they went; what lies elsewhere stays there.

    The note in the data folder comes first: a restored backup has no copies sent there again.
    """
    plan = await CopyPlan.get_or_none(user=user)
    if plan is None:
        return
    _note_the_end(settings, plan)
    async with transaction():
        await _take_back_letters(plan, now=now)
        await plan.delete()


async def end_again(data: Path) -> int:
    """Forget the plans that a restored backup brought back; return how many those were."""
    keys = {str(told["key"]) for told in noted(data / ENDED)}
    back = [one.id for one in await CopyPlan.all() if one.key in keys]
    await CopyPlan.filter(id__in=back).delete()
    return len(back)


def _note_the_end(settings: Settings, plan: CopyPlan) -> None:
    note_down(settings.data / ENDED, {"key": plan.key})


def _columns(settings: Settings, wanted: Wish) -> dict[str, Any]:
    told: dict[str, Any] = {
        "place": wanted.place.value,
        "url": wanted.url,
        "user_name": wanted.user_name,
        "recipient": wanted.recipient,
        "rhythm": wanted.rhythm.value,
        "day": wanted.day,
        "at": wanted.at,
        "keep": wanted.keep,
    }
    if wanted.place is Place.MAIL:
        return told | {"password": None}
    if wanted.password is None:
        return told
    return told | {"password": sealing.seal(settings, wanted.password)}


async def _take_back_letters(plan: CopyPlan, *, now: datetime) -> None:
    posted = await AccountCopy.filter(plan=plan, state=State.POSTED)
    if posted:
        keys = [one.letter for one in posted]
        await outbox.withdraw(keys, why="Its owner wants no more copies.", now=now)


async def _tell(settings: Settings, user: User, plan: CopyPlan, *, now: datetime) -> None:
    await outbox.post(
        settings,
        "copies_begin",
        key=f"copy-{plan.key}-begin-{uuid4().hex}",
        to=user.email,
        now=now,
        facts={"place": place_of(plan)},
    )


async def _plan_of(user: User) -> CopyPlan:
    plan = await CopyPlan.get_or_none(user=user)
    if plan is None:
        raise NotFound("No copies are set up.")
    return plan
