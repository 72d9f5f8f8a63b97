"""Letters that are due on the day that is listed: it moves with that, and so does asking."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from tortoise.expressions import F

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import today_of
from netmentor.contacts.models import FollowUp
from netmentor.contacts.rules import State
from netmentor.internships.applying.following import Deadline, deadlines_of
from netmentor.internships.applying.lines import put_on
from netmentor.internships.applying.models import Application, Recommender
from netmentor.internships.applying.moves import dates_before
from netmentor.internships.applying.recommending import asked_about_on, letters_due_on
from netmentor.internships.applying.steps import move_steps
from netmentor.internships.models import Window


async def move_along(
    user: User,
    row: Application,
    before: Deadline | None,
    after: Deadline | None,
    *,
    now: datetime,
) -> None:
    """Have open steps and letters follow a deadline from one day to another, inside a deed."""
    if after is None or after == before:
        return
    await move_steps(user, row, after.on, now=now)
    windows = await Window.filter(opportunity_id=row.opportunity_id, dropped_on=None)
    was, to = letters_due_on(windows, before), letters_due_on(windows, after)
    for one in await _waiting([row.id]):
        await _move(user, one, was, to, now=now)


async def move_all_letters(opportunities: Collection[int], *, now: datetime) -> set[int]:
    """Have letters follow what became of the dates of these in the moment `now`.

    Returns whose they are, by id. Runs inside the caller's transaction, which is `writing`.
    """
    applying = Application.filter(opportunity_id__in=list(opportunities)).exclude(window_part="")
    rows = {one.id: one for one in await applying.select_related("user")}
    letters = await _waiting(list(rows))
    if not letters:
        return set()
    before = await dates_before(opportunities, at=now)
    windows = Window.filter(opportunity_id__in=list(before), dropped_on=None)
    standing = await windows.order_by("id")
    deadlines, moved = await deadlines_of(list(rows.values())), set()
    for one in letters:
        row = rows[one.application_id]
        earlier = before.get(row.opportunity_id or 0)
        if earlier is None:
            continue
        followed = earlier.get(row.window_part)
        was = letters_due_on(earlier.values(), None) or (followed.on if followed else None)
        now_listed = [each for each in standing if each.opportunity_id == row.opportunity_id]
        to = letters_due_on(now_listed, deadlines.get(row.id))
        if await _move(row.user, one, was, to, now=now):
            moved.add(row.user_id)
    return moved


async def _waiting(applications: Collection[int]) -> list[Recommender]:
    """Letters of these applications that nobody sent yet, and that are due on a day."""
    found = Recommender.filter(application_id__in=list(applications), due_on__not_isnull=True)
    return await found.filter(sent_on=None, declined_on=None).order_by("id")


async def _move(
    user: User, row: Recommender, was: date | None, to: date | None, *, now: datetime
) -> bool:
    """Put a letter on the day that is listed now, if it is on the one that was."""
    if row.due_on != was or to is None or to == was:
        return False
    put_on(row, to, now=now)
    await row.save(update_fields=["due_on", "uid", "sequence", "dated_at", "changed_at"])
    day, next_day = asked_about_on(row, was), asked_about_on(row, to)
    if day and next_day:
        next_day = max(next_day, today_of(user, now) + timedelta(days=1))
        mine = FollowUp.filter(user=user, uid=row.follow_up_uid, state=State.OPEN.value, due_on=day)
        if next_day != day:  # put on a day of their own it stays there
            await mine.update(due_on=next_day, sequence=F("sequence") + 1, changed_at=now)
    return True
