"""Which deadline an application follows, and what moves with it when its source moves it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.db.columns import values_of
from netmentor.db.reading import day_of, moment_of, rows_among
from netmentor.internships.applying.models import Application
from netmentor.internships.models import Window
from netmentor.internships.moments import due_at
from netmentor.internships.rules import CLOSINGS, DUE_TO_APPLY

_DAYS = """
    SELECT w.opportunity_id, w.part, w.due_on, w.due_time, w.timezone, w.due_at,
        CASE WHEN o.status = 'canceled' OR o.gone_at IS NOT NULL THEN 1 ELSE 0 END
    FROM opportunity_window AS w JOIN opportunity AS o ON o.id = w.opportunity_id
    WHERE w.dropped_on IS NULL AND w.due_at IS NOT NULL AND"""
_MOVES = "SELECT opportunity_id, part, sequence FROM opportunity_window WHERE"
_KEPT = "deadline_on deadline_time timezone window_part sequence version changed_at".split()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day with its hour and zone as they were told, and the moment they come to, in UTC.

    `is_off`: its cycle is called off or listed no longer, so that it is asked for no more.
    """

    on: date
    time: str
    zone: str
    at: datetime
    is_followed: bool = field(default=False, compare=False)  # by its source, not their own word
    is_off: bool = field(default=False, compare=False)

    def is_elsewhere(self, zone: str) -> bool:
        """True where the clock of `zone` shows another hour by then, or the day is another."""
        if not (self.time and self.zone):
            return False
        here, there = (self.at.astimezone(ZoneInfo(one)) for one in (zone, self.zone))
        return here.replace(tzinfo=None) != there.replace(tzinfo=None)


def is_expected(window: Window) -> bool:
    """True of an end of applying of which the days between which it is expected are known alone."""
    return window.kind in CLOSINGS and window.due_on is None and window.not_before is not None


async def deadline_of(row: Application) -> Deadline | None:
    """The date that counts for an application: the one it follows, else its own."""
    return (await deadlines_of([row])).get(row.id)


async def deadlines_of(rows: Sequence[Application]) -> dict[int, Deadline]:
    """The same of several, by their ids; who has none is not in it."""
    known = {
        (id_, part): Deadline(day_of(on), clock, zone, moment_of(at), True, bool(off))
        for id_, part, on, clock, zone, at, off in await _of_followed(_DAYS, rows)
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
    return (await moves_of_all([row])).get(row.id, 0)


async def moves_of_all(rows: Sequence[Application]) -> dict[int, int]:
    """The same of several, by their ids; who follows no date is not in it."""
    known = {(id_, part): count for id_, part, count in await _of_followed(_MOVES, rows)}
    followed = {one.id: known.get((one.opportunity_id, one.window_part)) for one in rows}
    return {id_: count for id_, count in followed.items() if count is not None}


async def followers_of(window_ids: Collection[int]) -> list[Application]:
    """The applications that follow one of these dates, with whose they are."""
    windows = await Window.filter(id__in=list(window_ids))
    followed = {(one.opportunity_id, one.part) for one in windows}
    rows = Application.filter(
        opportunity_id__in=[one.opportunity_id for one in windows], window_part__not=""
    )
    found = await rows.order_by("user_id", "id").select_related("user")
    return [one for one in found if (one.opportunity_id, one.window_part) in followed]


async def read_by(window_ids: Collection[int]) -> set[int]:
    """Whose calendars have one of these dates beside that which they follow; users, by id."""
    windows = Window.filter(id__in=list(window_ids), kind__in=DUE_TO_APPLY)
    of_these = await values_of(windows, "opportunity_id")
    rows = Application.filter(opportunity_id__in=of_these, window_part__not="")
    return set(await values_of(rows, "user_id"))


async def keep_deadlines(opportunities: Collection[int], *, now: datetime) -> set[int]:
    """Give applications the dates that they follow as their own, before these are no more.

    What is called off is nobody's day: where they have one of their own beside it, that counts
    again, and calendars, which have read of none, hear of it. Returns whose they are, by id. Runs
    inside the caller's transaction, which is `writing`.
    """
    rows = Application.filter(opportunity_id__in=list(opportunities)).exclude(window_part="")
    found = await rows.order_by("id")
    deadlines, moves = await deadlines_of(found), await moves_of_all(found)
    for row in found:
        row.sequence += moves.get(row.id, 0)
        deadline = deadlines.get(row.id)
        if deadline and deadline.is_off:
            row.sequence += row.deadline_on is not None
        elif deadline:
            row.deadline_on, row.deadline_time = deadline.on, deadline.time
            row.timezone = deadline.zone
        row.window_part, row.changed_at = "", now
        row.version += 1
        await row.save(update_fields=_KEPT)
    return {row.user_id for row in found}


async def _of_followed(question: str, rows: Sequence[Application]) -> Sequence[Any]:
    """The rows that a question finds of the opportunities whose dates these follow."""
    followed = {one.opportunity_id for one in rows if one.window_part and one.opportunity_id}
    return await rows_among(question, "opportunity_id", followed) if followed else ()
