"""Which deadline an application follows, and what moves with it when its source moves it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from netmentor.db.reading import day_of, moment_of, rows_among
from netmentor.internships.applying.models import Application
from netmentor.internships.models import Window
from netmentor.internships.moments import due_at

_DAYS = """
    SELECT opportunity_id, part, due_on, due_time, timezone, due_at FROM opportunity_window
    WHERE dropped_on IS NULL AND due_at IS NOT NULL AND"""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day with its hour and zone as they were told, and the moment they come to, in UTC."""

    on: date
    time: str
    zone: str
    at: datetime
    is_followed: bool = field(default=False, compare=False)  # by its source, not their own word


async def deadline_of(row: Application) -> Deadline | None:
    """The date that counts for an application: the one it follows, else its own."""
    return (await deadlines_of([row])).get(row.id)


async def deadlines_of(rows: Sequence[Application]) -> dict[int, Deadline]:
    """The same of several, by their ids; who has none is not in it."""
    followed = {one.opportunity_id for one in rows if one.window_part and one.opportunity_id}
    days = await rows_among(_DAYS, "opportunity_id", followed) if followed else ()
    known = {
        (id_, part): Deadline(day_of(on), clock, zone, moment_of(at), is_followed=True)
        for id_, part, on, clock, zone, at in days
    }
    found: dict[int, Deadline] = {}
    for row in rows:
        told = known.get((row.opportunity_id or 0, row.window_part))
        if told:
            found[row.id] = told
        elif row.deadline_on:
            when = row.deadline_on, row.deadline_time, row.timezone
            found[row.id] = Deadline(*when, due_at(*when))
    return found


async def moves_of(row: Application) -> int:
    """How often the date that an application follows was another: its part of the SEQUENCE."""
    followed = Window.filter(opportunity_id=row.opportunity_id, part=row.window_part)
    window = await followed.first() if row.opportunity_id and row.window_part else None
    return window.sequence if window else 0


async def followers_of(window_ids: Collection[int]) -> list[Application]:
    """The applications that follow one of these dates, with whose they are."""
    windows = await Window.filter(id__in=list(window_ids))
    followed = {(one.opportunity_id, one.part) for one in windows}
    rows = Application.filter(
        opportunity_id__in=[one.opportunity_id for one in windows], window_part__not=""
    )
    found = await rows.order_by("user_id", "id").select_related("user")
    return [one for one in found if (one.opportunity_id, one.window_part) in followed]


async def keep_deadlines(opportunities: Collection[int], *, now: datetime) -> set[int]:
    """Give applications the dates that they follow as their own, before these are no more.

    Returns whose they are, by id. Runs inside the caller's transaction.
    """
    rows = Application.filter(opportunity_id__in=list(opportunities)).exclude(window_part="")
    found = await rows.order_by("id")
    deadlines = await deadlines_of(found)
    for row in found:
        row.sequence += await moves_of(row)
        if deadline := deadlines.get(row.id):
            row.deadline_on, row.deadline_time = deadline.on, deadline.time
            row.timezone = deadline.zone
        row.window_part, row.changed_at = "", now
        row.version += 1
        await row.save()
    return {row.user_id for row in found}
