"""What somebody does to their reminders: wish, stop a kind, take it up again, pause, skip one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from netmentor.accounts.actions import plan_again
from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NotFound
from netmentor.reminders.holding import stop_letters
from netmentor.reminders.models import Reminder, ReminderLetter, ReminderWishes
from netmentor.reminders.queries import wishes_of
from netmentor.reminders.rules import CHOICES, DIGESTS, KEPT_FOR, SKIPPED, State, Subject
from netmentor.reminders.wishes import Wishes, columns_of

_ON = "on"  # how a digest that is on stands beside leads: "on", and "" where it is off


async def wish(user: User, wishes: Wishes) -> None:
    """Have `user` told what they wish from now on; a pause stays as it is.

    Raises Invalid where nobody could wish it, and Conflict where `wishes.version` is not that
    of what they wished last.
    """
    wishes.check()
    async with transaction():
        await take_turns_of(user)
        before = await wishes_of(user)
        if wishes.version != before.version:
            raise Conflict("These were changed in another window. Look at them as they are now.")
        await _keep(user, before, replace(wishes, paused_at=before.paused_at))


async def stop_kind(user: User, subject: Subject, *, now: datetime) -> str:
    """Tell `user` nothing more of a subject; return the words that `take_up` sets back.

    That is "" where it was off already.
    """
    async with transaction():
        await take_turns_of(user)
        before = await wishes_of(user)
        if not before.wants(subject):
            return ""
        await _keep(user, before, _without(before, subject))
        await stop_letters(user.id, subject, now=now)
        return _ON if subject in DIGESTS else ",".join(before.leads_of(subject))


async def take_up(user: User, subject: Subject, leads: str) -> bool:
    """Tell of a subject again as `stop_kind` said it was; False where it is on already."""
    async with transaction():
        await take_turns_of(user)
        before = await wishes_of(user)
        if before.wants(subject) or not leads:
            return False
        await _keep(user, before, _with(before, subject, leads))
        return True


async def pause(user: User, *, now: datetime) -> bool:
    """Write `user` no letter of reminders from now on; False where it is so already."""
    return await _pause(user, now)


async def resume(user: User) -> bool:
    """Write letters of reminders again; False where they are written anyway."""
    return await _pause(user, None)


async def skip(user: User, reminder_id: int, *, now: datetime) -> None:
    """Leave out one reminder that is planned; raise NotFound where `user` has none such."""
    async with transaction():
        await take_turns_of(user)
        mine = Reminder.filter(user=user, id=reminder_id, state=State.PLANNED.value)
        if not await mine.update(state=State.SILENT.value, silence=SKIPPED, settled_at=now):
            raise NotFound("There is no such reminder any more.")


async def take_back_skip(user: User, reminder_id: int, *, now: datetime) -> None:
    """Tell a reminder after all that was skipped; raise NotFound where its time is over."""
    async with transaction():
        await take_turns_of(user)
        skipped = Reminder.filter(user=user, id=reminder_id, state=State.SILENT.value)
        ahead = skipped.filter(silence=SKIPPED, due_at__gt=now)
        if not await ahead.update(state=State.PLANNED.value, silence="", settled_at=None):
            raise NotFound("There is no such reminder any more.")
        await plan_again([user.id])  # what it is about may have changed meanwhile


async def forget_old(*, now: datetime) -> None:
    """Delete what was settled, and letters that were written, more than a year ago."""
    long_ago = now - KEPT_FOR
    async with transaction():
        await Reminder.filter(due_at__lte=long_ago).delete()
        await ReminderLetter.filter(posted_at__lte=long_ago).delete()


async def _pause(user: User, at: datetime | None) -> bool:
    async with transaction():
        await take_turns_of(user)
        before = await wishes_of(user)
        if (before.paused_at is None) == (at is None):
            return False
        await _keep(user, before, replace(before, paused_at=at))
        if at:
            await stop_letters(user.id, None, now=at)
        return True


async def _keep(user: User, before: Wishes, wishes: Wishes) -> None:
    """Write wishes down and have everything planned by them, inside the caller's transaction."""
    if columns_of(before) == columns_of(wishes):
        return
    columns = columns_of(wishes) | {"version": before.version + 1}
    await ReminderWishes.update_or_create(columns, user=user)
    await plan_again([user.id])


def _without(wishes: Wishes, subject: Subject) -> Wishes:
    if subject in DIGESTS:
        return replace(wishes, digests=wishes.digests - {subject})
    return replace(wishes, leads={**wishes.leads, subject: ()})


def _with(wishes: Wishes, subject: Subject, leads: str) -> Wishes:
    if subject in DIGESTS:
        return replace(wishes, digests=wishes.digests | {subject})
    known = tuple(lead for lead in CHOICES[subject] if lead in leads.split(","))
    return replace(wishes, leads={**wishes.leads, subject: known})
