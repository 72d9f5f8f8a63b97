"""What becomes of an interview: planned, moved, called off, held, and thanked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import promise_follow_up, today_of
from netmentor.contacts.models import Contact, Touch
from netmentor.contacts.rules import LONGEST_WHAT, TouchKind
from netmentor.contacts.touching import Told as ToldTouch
from netmentor.contacts.touching import log_touch, take_out_touch
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.internships.applying.actions import ChangedElsewhere
from netmentor.internships.applying.interviewing.models import Interview, Interviewer
from netmentor.internships.applying.interviewing.moments import begins
from netmentor.internships.applying.interviewing.queries import interview_of, interviewers_of
from netmentor.internships.applying.interviewing.rules import (
    MOST_INTERVIEWERS,
    MOST_INTERVIEWS,
    State,
    Told,
    thanks_due_on,
    why_not_becoming,
    why_not_on,
    why_not_told,
)
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.nudging import begin_silence
from netmentor.internships.applying.turns import check_there, turn_of

_WHEN_AND_WHERE = ("starts_on", "starts_time", "timezone", "minutes", "medium", "place")
_TIME = _WHEN_AND_WHERE[:4]


async def plan_interview(
    user: User, key: str, told: Told, contact: Contact | None, *, now: datetime
) -> Interview:
    """Plan an interview, perhaps with the first who asks; raises Invalid, Conflict at too many."""
    if reason := why_not_told(told) or why_not_on(told.starts_on, today_of(user, now)):
        raise Invalid(reason)
    async with turn_of(user, key) as application:
        await check_there(contact)
        if await Interview.filter(application=application).count() >= MOST_INTERVIEWS:
            raise Conflict(f"There are {MOST_INTERVIEWS} interviews already.")
        row = await Interview.create(
            application=application,
            key=str(uuid4()),
            created_at=now,
            changed_at=now,
            **_columns(told),
        )
        if contact:
            await Interviewer.create(interview=row, contact=contact)
        await begin_silence(user, application, dated=True, now=now)
    return row


async def change_interview(
    user: User, key: str, interview: str, told: Told, *, version: int, now: datetime
) -> None:
    """Keep what the form says of it; one that is not planned any more is moved nowhere.

    Raises Invalid, Conflict, and ChangedElsewhere for a form that is not of the latest version.
    """
    if reason := why_not_told(told):
        raise Invalid(reason)
    async with _turn(user, key, interview) as (application, row):
        if row.version != version:
            raise ChangedElsewhere("It was changed in another window. Nothing was overwritten.")
        new = _columns(told)
        changed = {name for name, value in new.items() if getattr(row, name) != value}
        if row.state != State.PLANNED and changed & set(_TIME):
            raise Conflict("It is not planned any more. Put it on again before you move it.")
        if not changed:
            return
        if "starts_on" in changed and (reason := why_not_on(told.starts_on, today_of(user, now))):
            raise Invalid(reason)
        row.update_from_dict(new)
        row.version += 1
        moved = bool(changed & set(_WHEN_AND_WHERE))
        row.sequence += moved
        shown = moved or "name" in changed  # notes and questions stand in no calendar
        row.changed_at = now if shown else row.changed_at
        await row.save()
        await begin_silence(user, application, dated=shown, now=now)


async def settle_interview(
    user: User, key: str, interview: str, to: State, *, now: datetime
) -> None:
    """Say that it took place, is called off, or is on after all.

    One that took place is on the timeline of each who asked; taken back, it is there no more.
    Raises Conflict for what cannot have become of it.
    """
    async with _turn(user, key, interview) as (application, row):
        if row.state == to:
            return
        starts_at = begins(row.starts_on, row.starts_time, row.timezone)
        if reason := why_not_becoming(row.state, to, starts_at, now):
            raise Conflict(reason)
        was_off = State.CANCELED in (row.state, to)
        row.state, row.changed_at = to.value, now
        row.sequence += was_off
        await row.save()
        for one in await interviewers_of(row):
            if to is State.HELD:
                await _note(user, application, row, one, now=now)
            elif one.touch_id:
                await take_out_touch(user, await Touch.get(id=one.touch_id), now=now)
        await begin_silence(user, application, dated=True, now=now)


async def seat(user: User, key: str, interview: str, contact: Contact, *, now: datetime) -> None:
    """Add somebody who asks; raises Conflict for somebody in the bin, and for too many."""
    async with _turn(user, key, interview) as (application, row):
        await check_there(contact)
        if contact.gone_at is not None:
            raise Conflict(f"{contact.name} is in the bin. Take them out of it first.")
        if await Interviewer.filter(interview=row, contact=contact).exists():
            return
        if await Interviewer.filter(interview=row).count() >= MOST_INTERVIEWERS:
            raise Conflict(f"There are {MOST_INTERVIEWERS} people already.")
        one = await Interviewer.create(interview=row, contact=contact)
        if row.state == State.HELD:
            one.contact = contact
            await _note(user, application, row, one, now=now)
        await begin_silence(user, application, dated=False, now=now)


async def unseat(user: User, key: str, interview: str, id_: int, *, now: datetime) -> None:
    """Take somebody out of an interview, and the interview out of their timeline."""
    async with _turn(user, key, interview) as (application, row):
        one = await Interviewer.get_or_none(interview=row, id=id_)
        if one is None:
            raise NotFound("There is nobody of this number in it.")
        touch = await Touch.get_or_none(id=one.touch_id) if one.touch_id else None
        if touch:
            await take_out_touch(user, touch, now=now)
        await one.delete()
        await begin_silence(user, application, dated=False, now=now)


async def thank(user: User, key: str, interview: str, *, now: datetime) -> int:
    """Plan to thank everybody who asked within a day, each once; return how many are new.

    Raises Conflict for one that was not held.
    """
    async with _turn(user, key, interview) as (application, row):
        if row.state != State.HELD:
            raise Conflict("Say first that it took place.")
        due_on = thanks_due_on(row.starts_on, today_of(user, now))
        some = [one for one in await interviewers_of(row) if not one.thanks_uid]
        for one in some:
            what = f"Thank {one.contact.name} for the interview"[:LONGEST_WHAT]
            planned = await promise_follow_up(
                user, contact=one.contact, what=what, due_on=due_on, now=now
            )
            one.thanks_uid = planned.uid
            await one.save(update_fields=["thanks_uid"])
        if some:
            await begin_silence(user, application, dated=False, now=now)
    return len(some)


async def remove_interview(user: User, key: str, interview: str, *, now: datetime) -> None:
    """Forget an interview; what is on timelines and among follow-ups by it stays there."""
    async with _turn(user, key, interview) as (application, row):
        await row.delete()
        await begin_silence(user, application, dated=True, now=now)


def _columns(told: Told) -> dict[str, Any]:
    return asdict(told) | {"medium": told.medium.value}


@asynccontextmanager
async def _turn(
    user: User, key: str, interview: str
) -> AsyncIterator[tuple[Application, Interview]]:
    """Hold the user's turn, and read an interview of theirs as it is then; raises NotFound."""
    async with turn_of(user, key) as application:
        yield application, await interview_of(application, interview)


async def _note(
    user: User, application: Application, row: Interview, one: Interviewer, *, now: datetime
) -> None:
    """Write it into the timeline of one who asked."""
    told = ToldTouch(
        kind=TouchKind.INTERVIEW,
        at=begins(row.starts_on, row.starts_time, row.timezone),
        note=f"{row.name}: {application.title}",
    )
    one.touch = await log_touch(user, one.contact, told, now=now)
    await one.save(update_fields=["touch_id"])
