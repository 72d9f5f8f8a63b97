"""The dates that events are to one user: those they go to, follow and watch, and what falls due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from netmentor.calendars.dated import Dated, Kind
from netmentor.db.reading import day_of, moment_of, rows
from netmentor.events.attending.rules import Answer
from netmentor.events.attending.watching import Reason

_KINDS = {
    Answer.GOING.value: Kind.GOING,
    Answer.WENT.value: Kind.GOING,
    Answer.INTERESTED.value: Kind.INTERESTED,
}
_WATCHED = f"'{Reason.ATTENDING}', '{Reason.SERIES}'"
# What calendars were told is the record of what there is: an event that has lost its date, or a
# deadline that was dropped, stands in it as canceled until everybody has read that.
_DATED = """p.uid, p.part, p.first_on, p.timezone, p.text, e.slug, coalesce(a.answer, ''),
    e.timezone, e.ends_at, coalesce(d.due_time, ''), coalesce(d.timezone, '')"""
_SHOWN = """
    SELECT {columns}
    FROM published AS p JOIN event AS e ON e.id = p.event_id
        LEFT JOIN deadline AS d ON d.event_id = p.event_id AND d.part = p.part
        LEFT JOIN attendance AS a ON a.event_id = e.id AND a.user_id = {user}
    WHERE e.id IN (SELECT event_id FROM watch WHERE user_id = {user} AND reason IN ({watched}))
        AND e.merged_into_id IS NULL
        AND (e.owner_id IS NULL OR (e.owner_id = {user} AND e.gone_at IS NULL))
        AND coalesce(a.answer, '') <> 'skipped' AND {parts}
        AND p.last_on >= '{first}' AND p.first_on <= '{last}'
        AND (p.leaves_on IS NULL OR p.leaves_on >= '{today}')"""
_IN_ORDER = " ORDER BY p.first_on, p.timezone <> '', p.uid"


async def dated(
    user_id: int, *, today: date, first: date, last: date, kinds: Collection[Kind]
) -> list[Dated]:
    """The events and deadlines of a user that touch these days, each day as it is there.

    What was called off longer ago than calendars need to be told of it is left out.
    """
    question = shown(_DATED, user_id, today=today, first=first, last=last, kinds=kinds)
    found = await rows(f"{question}{_IN_ORDER}") if question else []
    told = map(_dated, found)
    return [one for one in told if one.kind in kinds]


def shown(
    columns: str, user_id: int, *, today: date, first: date, last: date, kinds: Collection[Kind]
) -> str:
    """How SQL asks for columns of what a user has on these days; "" where no kind is an event's.

    `p` is what was published, `e` its event, `a` what the user said to that, and `d` a deadline.
    Of events it finds all kinds, or none.
    """
    parts = [
        *(["p.part = ''"] if {Kind.GOING, Kind.INTERESTED, Kind.SERIES} & set(kinds) else []),
        *(["p.part <> ''"] if Kind.DEADLINES in kinds else []),
    ]
    if not parts:
        return ""
    return _SHOWN.format(
        columns=columns,
        user=user_id,
        watched=_WATCHED,
        parts=f"({' OR '.join(parts)})",
        first=first,
        last=last,
        today=today,
    )


def kind_of(part: str, answer: str) -> Kind:
    """As what a user has an event, or a deadline of one, by what they said to it."""
    return Kind.DEADLINES if part else _KINDS.get(answer, Kind.SERIES)


def _dated(row: Sequence[Any]) -> Dated:
    uid, part, first_on, zone, text, slug, answer, there, ends_at, due_time, due_there = row
    return Dated(
        kind=kind_of(part, answer),
        path=f"/events/{slug}",
        uid=uid,
        first_on=day_of(first_on),
        zone=zone,
        text=text,
        place_zone=due_there or there,
        due_time=due_time,
        closes_at=None if part or zone else moment_of(ends_at),
    )
