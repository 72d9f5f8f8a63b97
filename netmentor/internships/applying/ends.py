"""What the end of an application calls off, and what is ahead again once it goes on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import takewhile

from netmentor.accounts.models import User
from netmentor.contacts.models import FollowUp
from netmentor.contacts.rules import State as Settled
from netmentor.internships.applying.interviewing.ending import call_off_ahead, plan_again
from netmentor.internships.applying.interviewing.models import Interview
from netmentor.internships.applying.interviewing.rules import State
from netmentor.internships.applying.models import Application, Recommender, StageChange
from netmentor.internships.applying.recommending import ask_again, ask_nobody
from netmentor.internships.applying.rules import OVER


async def call_off(user: User, row: Application, *, now: datetime) -> None:
    """Call off interviews ahead and letters still asked about, inside the caller's deed."""
    await call_off_ahead(row, now=now)
    await ask_nobody(user, row, now=now)


async def go_on(user: User, row: Application, ends: Collection[datetime], *, now: datetime) -> None:
    """Have what was called off in the moments `ends` be ahead again, as far as it can be."""
    if ends:
        await plan_again(row, ends, now=now)
        await ask_again(user, row, ends, now=now)


async def ends_of(row: Application) -> list[datetime]:
    """The moments in which things were called off for an application that is over until now.

    Those are when it was moved to an end, and since when it stands there, which is later where
    what went on from it was taken back.
    """
    moves = await StageChange.filter(application=row).order_by("-id")
    ends = [one.at for one in takewhile(lambda one: one.stage in OVER, moves)]
    return [row.stage_at, *ends] if ends else []


async def called_off(user: User, row: Application) -> tuple[int, int]:
    """How many interviews its last move called off, and letters that are asked about no more."""
    if row.stage not in OVER:
        return 0, 0
    off = Interview.filter(application=row, state=State.CANCELED.value, changed_at=row.stage_at)
    letters = Recommender.filter(application=row, sent_on=None).exclude(follow_up_uid="")
    gone = FollowUp.filter(
        user=user,
        uid__in=[one.follow_up_uid for one in await letters],
        state=Settled.DROPPED.value,
        settled_at=row.stage_at,
    )
    return await off.count(), await gone.count()
