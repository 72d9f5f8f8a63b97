"""The steps to a deadline: planned back from it, moved with it, done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import uuid4

from tortoise.expressions import F

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import today_of
from netmentor.contacts.rules import is_key
from netmentor.db.bulk import batches
from netmentor.db.reading import day_of, rows_among
from netmentor.errors import Conflict, NotFound
from netmentor.internships.applying.following import (
    Deadline,
    deadline_of,
    deadlines_of,
    is_expected,
)
from netmentor.internships.applying.models import Application, PlanStep
from netmentor.internships.applying.nudging import begin_silence
from netmentor.internships.applying.planning import Line, due_on, planned
from netmentor.internships.applying.templates import lines_of
from netmentor.internships.applying.turns import check_room, turn_of
from netmentor.internships.models import Window
from netmentor.text import one_line

_OPEN = """
    SELECT id, application_id, months, days, due_on FROM application_step
    WHERE done_at IS NULL AND NOT is_fixed AND"""


class NoDeadline(Conflict):
    """There is no day ahead to plan back from."""


async def plan(
    user: User, key: str, *, expected_on: date | None = None, now: datetime
) -> list[PlanStep]:
    """Turn the deadline into dated steps; those that are there already stay as they are.

    Where none is published, it is planned back from `expected_on`, until the listing has a day.
    Raises NoDeadline, and Conflict where there is no room for them.
    """
    async with turn_of(user, key) as row:
        deadline = await deadline_of(row) or await _expect(row, expected_on, now=now)
        if deadline is None:
            raise NoDeadline("There is no deadline yet to plan back from. Set one first.")
        if deadline.at <= now:
            raise NoDeadline("The deadline is past, so that there is nothing to plan back from it.")
        there = await PlanStep.filter(application=row)
        known = {name for one in there for name in (one.name, one.line)}
        lines = [one for one in await lines_of(user) if one.name not in known]
        if lines:
            check_room(len(there) + len(lines) - 1, lines[0].name)
        made = [
            await PlanStep.create(
                application=row,
                key=str(uuid4()),
                name=line.name,
                line=line.name,
                months=line.months,
                days=line.days,
                due_on=day,
                created_at=now,
                changed_at=now,
            )
            for line, day in planned(lines, deadline.on, today_of(user, now))
        ]
        if made:
            await begin_silence(user, row, dated=True, now=now)
    return made


async def move_steps(user: User, row: Application, deadline: date, *, now: datetime) -> None:
    """Have every open step follow its deadline; what is done, or fixed by hand, stays.

    So does one that is overdue, unless the deadline gives it a later day: it is not due anew
    because somebody looks. Runs inside the caller's transaction.
    """
    await _move({row.id: (deadline, today_of(user, now))}, now=now)


async def move_all_steps(rows: Sequence[Application], *, now: datetime) -> None:
    """The same of several, each read with whose it is; those without a deadline stay."""
    days = {id_: one.on for id_, one in (await deadlines_of(rows)).items()}
    dated = [one for one in rows if one.id in days]
    await _move({one.id: (days[one.id], today_of(one.user, now)) for one in dated}, now=now)


async def add_step(user: User, key: str, name: str, due_on: date, *, now: datetime) -> PlanStep:
    """Add a step of one's own on a day of one's own, which no deadline moves."""
    async with turn_of(user, key) as row:
        check_room(await PlanStep.filter(application=row).count(), name)
        step = await PlanStep.create(
            application=row,
            key=str(uuid4()),
            name=one_line(name),
            due_on=due_on,
            is_fixed=True,
            created_at=now,
            changed_at=now,
        )
        await begin_silence(user, row, dated=True, now=now)
    return step


async def settle_step(user: User, key: str, step_key: str, *, done: bool, now: datetime) -> None:
    """Tick a step off, or take that back."""
    async with turn_of(user, key) as row:
        step = await _step_of(row, step_key)
        done_at = (step.done_at or now) if done else None
        if done_at == step.done_at:
            return
        step.done_at, step.changed_at = done_at, now
        await step.save()
        if deadline := await deadline_of(row):  # it may have moved while this one was done
            await move_steps(user, row, deadline.on, now=now)
        await begin_silence(user, row, dated=True, now=now)


async def edit_step(
    user: User, key: str, step_key: str, name: str, due_on: date, *, now: datetime
) -> None:
    """Call a step something else, or put it on another day, where no deadline moves it."""
    async with turn_of(user, key) as row:
        step = await _step_of(row, step_key)
        check_room(0, name)
        moved = due_on != step.due_on
        if one_line(name) == step.name and not moved:
            return
        step.name, step.due_on, step.is_nudge = one_line(name), due_on, False
        step.is_fixed = step.is_fixed or moved
        step.sequence += moved
        step.changed_at = now
        await step.save()
        await begin_silence(user, row, dated=True, now=now)


async def remove_step(user: User, key: str, step_key: str, *, now: datetime) -> None:
    """Take a step out; the next press that plans back plans it again, if it is a usual one."""
    async with turn_of(user, key) as row:
        await (await _step_of(row, step_key)).delete()
        await begin_silence(user, row, dated=True, now=now)


async def take_plan_back(user: User, key: str, *, now: datetime) -> int:
    """Take out what was planned back and is as it was planned; return of how many.

    What is done, was put on a day of one's own or was added by hand stays.
    """
    async with turn_of(user, key) as row:
        planned_ = PlanStep.filter(application=row, done_at=None, is_fixed=False, is_nudge=False)
        gone = await planned_.exclude(line="").delete()
        if gone:
            await begin_silence(user, row, dated=True, now=now)
    return gone


async def _expect(row: Application, on: date | None, *, now: datetime) -> Deadline | None:
    """Have a day of one's own count for as long as the listing has none; None of no day."""
    if on is None:
        return None
    windows = await Window.filter(opportunity_id=row.opportunity_id, dropped_on=None)
    part = next((one.part for one in windows if is_expected(one)), row.window_part)
    row.window_part, row.deadline_on, row.deadline_time, row.timezone = part, on, "", ""
    row.version, row.sequence, row.changed_at = row.version + 1, row.sequence + 1, now
    await row.save()
    return await deadline_of(row)


async def _move(to: Mapping[int, tuple[date, date]], *, now: datetime) -> None:
    """Move open steps; `to` has, by application, its deadline and what day it is for whose it is.

    They are many where a date moves that many follow, and go to few days.
    """
    moved: dict[date, list[int]] = defaultdict(list)
    for id_, of, months, days, was in await rows_among(_OPEN, "application_id", to) if to else ():
        line, (deadline, today) = Line("", months, days), to[of]
        if day_of(was) < today and due_on(line, deadline) <= day_of(was):
            continue
        [(_, day)] = planned([line], deadline, today)
        if day != day_of(was):
            moved[day].append(id_)
    for day, ids in moved.items():
        for some in batches(ids):
            steps = PlanStep.filter(id__in=some)
            await steps.update(due_on=day, changed_at=now, sequence=F("sequence") + 1)


async def _step_of(row: Application, step_key: str) -> PlanStep:
    known = PlanStep.get_or_none(application=row, key=step_key)
    step = await known if is_key(step_key) else None
    if step is None:
        raise NotFound("There is no such step.")
    return step
