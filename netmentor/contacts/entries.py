"""This room's dated things: what somebody is to do about people and events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Days, Entry, Span
from netmentor.contacts.rules import DONE_STAYS, State
from netmentor.db.reading import day_of, moment_of, rows, rows_among
from netmentor.events.rules import moment

# `contacts.showing` compares these columns: what is added here is a change of an entry there.
_SHOWN = """
    FROM follow_up AS f LEFT JOIN contact AS c ON c.id = f.contact_id
    WHERE f.user_id = {user} AND c.gone_at IS NULL
        AND f.due_on >= '{first}' AND f.due_on <= '{last}'
        AND (f.state = 'open' OR (f.state = 'done' AND f.settled_at >= '{since}'))"""
_FOLLOW_UPS = """
    SELECT f.uid, f.what, f.due_on, f.due_time, f.timezone, f.state, f.settled_at, f.sequence,
        f.created_at, coalesce(f.changed_at, f.settled_at, f.created_at),
        c.id, c.key, c.name, c.met_where, c.note
    {shown}{few}
    ORDER BY f.due_on, f.due_time, f.uid LIMIT {most}"""
# Of what is open, all that has an hour, and of each day's rest the first few.
_FEW = """ AND f.state = 'open' AND (f.due_time <> '' OR f.id IN (SELECT id FROM (
        SELECT f.id, row_number() OVER (PARTITION BY f.due_on ORDER BY f.id) AS place
        {shown} AND f.state = 'open' AND f.due_time = ''
    ) AS ahead WHERE place <= {in_a_day}))"""
_WAYS = "SELECT w.contact_id, w.id, w.value FROM contact_way AS w WHERE"

MOST = 3_000  # follow-ups at once, the first due first: nobody looks at more


async def dated(
    user_id: int, *, today: date, first: date, last: date, in_a_day: int | None = None
) -> list[Dated]:
    """The follow-ups of a user that are due in these days: open ones, and those done lately.

    Nobody in the bin is in it, and nothing of the note that never leaves. With `in_a_day` only
    open ones are, and of those of a day that have no hour no more than so many.
    """
    which = shown(user_id, today=today, first=first, last=last)
    few = _FEW.format(shown=which, in_a_day=in_a_day) if in_a_day is not None else ""
    found = await rows(_FOLLOW_UPS.format(shown=which, few=few, most=MOST))
    ways: dict[int, list[str]] = {}
    people = {row[10] for row in found if row[10]}
    found_ways = await rows_among(_WAYS, "w.contact_id", people)
    for contact_id, _, value in sorted(map(tuple, found_ways)):
        ways.setdefault(contact_id, []).append(value)
    return [_dated(row, ways.get(row[10], ())) for row in found]


def shown(user_id: int, *, today: date, first: date, last: date) -> str:
    """How SQL says which follow-ups of a user are dated so: `f`, with their person, if any, `c`."""
    since = today - DONE_STAYS
    return _SHOWN.format(user=user_id, first=first, last=last, since=since)


def title_of(what: str, name: str | None) -> str:
    """What a follow-up is called, by whom it is about where its words do not tell."""
    return what if not name or name in what else f"{what} ({name})"


def _dated(row: Sequence[Any], ways: Sequence[str]) -> Dated:
    uid, what, due_on, due_time, zone, state, settled_at, sequence = row[:8]
    created_at, changed_at, _, key, name, met_where, note = row[8:]
    entry = Entry(
        uid=uid,
        kind="follow_up",
        title=title_of(what, name),
        when=_when(day_of(due_on), due_time, zone),
        sequence=sequence,
        created_at=_whole_seconds(created_at),
        changed_at=_whole_seconds(changed_at),
        description=_description(met_where, ways, note) if key else "",
        categories=("Follow-up",),
        done_at=_whole_seconds(settled_at) if state == State.DONE else None,
    )
    return Dated(
        kind=Kind.FOLLOW_UPS,
        path=path_of(key),
        uid=uid,
        first_on=day_of(due_on),
        zone=zone,
        given=entry,
        place_zone=zone,
    )


def path_of(key: str | None) -> str:
    """Where a follow-up is answered: at its person, or where all that is due stands."""
    return f"/contacts/{key}" if key else "/today"


def _when(due_on: date, due_time: str, zone: str) -> Span | Days:
    if not due_time:
        return Days(due_on, due_on)
    starts = moment(due_on, due_time, zone).astimezone(ZoneInfo(zone))
    return Span(starts, starts)


def _description(met_where: str, ways: Sequence[str], note: str) -> str:
    met = f"Met: {met_where}" if met_where else ""
    return "\n\n".join(part for part in (met, "\n".join(ways), note) if part)


def _whole_seconds(value: datetime | str) -> datetime:
    found = moment_of(value)
    return (found or datetime.fromtimestamp(0, UTC)).replace(microsecond=0)
