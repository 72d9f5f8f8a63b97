"""What became of a copy: written down, with the next try or the end of trying."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from netmentor.accounts.models import User
from netmentor.copies.models import AccountCopy, CopyPlan
from netmentor.copies.rules import (
    LONGEST_REASON,
    MOST_FAILURES,
    MOST_TOLD,
    Place,
    State,
    pause_after,
)
from netmentor.copies.turns import NotOurs, due_after, mine
from netmentor.db.transactions import transaction
from netmentor.mail import outbox
from netmentor.mail.queries import fates
from netmentor.mail.rules import MailState, our_words
from netmentor.settings import Settings
from netmentor.text import one_line

_OVER = "copies_stopped"


async def sent(plan: CopyPlan, name: str, size: int, *, now: datetime) -> AccountCopy:
    """Write down that a copy lies in its folder; raise NotOurs."""
    async with transaction():
        await end(plan, now=now, **_well(plan, now))
        return await write_down(plan, State.SENT, name, size=size, now=now)


async def failed(
    settings: Settings,
    plan: CopyPlan,
    name: str,
    reason: str,
    *,
    wait: timedelta | None = None,
    now: datetime,
) -> None:
    """Write down that a try failed: there is another, or after too many none; raise NotOurs.

    `wait` is how long whoever refused it asks us to.
    """
    async with transaction():
        failures = plan.failures + 1
        if failures >= MOST_FAILURES:
            await _stop(settings, plan, failures, reason, now=now)
        else:
            pause = max(pause_after(failures), wait or timedelta())
            again = {"failures": failures, "next_try_at": now + pause, "held_until": None}
            if not await mine(plan).update(**again):
                raise NotOurs("Somebody else goes on with this copy.")
        await write_down(plan, State.FAILED, name, reason=reason, now=now)


async def hear_of_letters(settings: Settings, *, now: datetime) -> int:
    """Write down what became of letters with copies; return of how many that is known by now."""
    copies = await AccountCopy.filter(state=State.POSTED).order_by("id")
    known = await fates([one.letter for one in copies])
    count = 0
    for one in copies:
        fate = known.get(one.letter)
        if fate is None:
            count += await _heard(settings, one, "Its letter was taken back.", now=now)
        elif fate.state is MailState.SENT:
            count += await _heard(settings, one, "", now=now)
        elif fate.state is MailState.KEPT:
            count += await _heard(settings, one, "This server sends no letters.", now=now)
        elif fate.over_at:
            said = f"The letter did not go out. {our_words(fate.last_error)}"
            count += await _heard(settings, one, said, now=now)
    return count


async def write_down(
    plan: CopyPlan, state: State, name: str, *, now: datetime, reason: str = "", **more: Any
) -> AccountCopy:
    """Keep what became of a copy, and forget the oldest; inside the caller's transaction."""
    made = await AccountCopy.create(
        plan=plan,
        place=plan.place,
        url=plan.url,
        name=name,
        state=state.value,
        reason=one_line(reason)[:LONGEST_REASON],
        by_hand=plan.by_hand,
        at=now,
        **more,
    )
    old = await AccountCopy.filter(plan=plan).order_by("-id").offset(MOST_TOLD).limit(MOST_TOLD)
    await AccountCopy.filter(id__in=[one.id for one in old]).delete()
    return made


async def end(plan: CopyPlan, *, now: datetime, **told: Any) -> None:
    """Have no copy wanted any more, inside the caller's transaction; raise NotOurs."""
    over = {"wanted_at": None, "next_try_at": None, "held_until": None}
    if not await mine(plan).update(**over, **told):
        raise NotOurs("Somebody else goes on with this copy.")


def place_of(plan: CopyPlan) -> str:
    """Where copies of a plan go, in words."""
    if plan.place == Place.MAIL:
        return "your mailbox"
    return urlsplit(plan.url).hostname or "your folder"


def _well(plan: CopyPlan, now: datetime) -> dict[str, Any]:
    """What a copy that arrived makes of its plan: one that was sent by hand ends a stop.

    Else the day of the next one stays as it is by now: it may have come and gone meanwhile.
    """
    told: dict[str, Any] = {"failures": 0, "stopped_at": None}
    if plan.stopped_at and not plan.paused_at:
        told["due_at"] = due_after(plan, plan.zone, now=now)
    return told


async def _stop(
    settings: Settings, plan: CopyPlan, failures: int, reason: str, *, now: datetime
) -> None:
    """Try no more, and say so in a letter; once, though one is sent by hand meanwhile."""
    stopped_at = plan.stopped_at or now
    told = {"failures": failures, "stopped_at": stopped_at, "due_at": None}
    await end(plan, now=now, **told)
    if plan.stopped_at is None:
        await _tell(settings, plan, reason, now=now)


async def _tell(settings: Settings, plan: CopyPlan, reason: str, *, now: datetime) -> None:
    user = await User.get(id=plan.user_id)
    await outbox.post(
        settings,
        _OVER,
        key=f"copy-{plan.key}-stopped-{now:%Y%m%d%H%M%S}",
        to=user.email,
        now=now,
        facts={"place": place_of(plan), "reason": reason, "times": MOST_FAILURES},
    )


async def _heard(settings: Settings, copy: AccountCopy, trouble: str, *, now: datetime) -> int:
    """Write down the fate of one letter, unless somebody did; trouble counts as a try in vain."""
    async with transaction():
        state = State.FAILED if trouble else State.SENT
        posted = AccountCopy.filter(id=copy.id, state=State.POSTED)
        if not await posted.update(state=state.value, reason=trouble[:LONGEST_REASON]):
            return 0
        plan = await CopyPlan.get(id=copy.plan_id)
        this = CopyPlan.filter(id=plan.id)
        if not trouble:
            await this.update(**_well(plan, now))
        elif plan.failures + 1 < MOST_FAILURES or plan.stopped_at:
            await this.update(failures=plan.failures + 1)
        else:
            over = {"wanted_at": None, "next_try_at": None, "held_until": None, "due_at": None}
            await this.update(failures=plan.failures + 1, stopped_at=now, **over)
            await _tell(settings, plan, trouble, now=now)
        return 1
