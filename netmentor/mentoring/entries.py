"""This room's dated things: the sessions that both people agreed on, for each of the two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Entry, Span, Status, span_between
from netmentor.db.reading import moment_of, rows
from netmentor.mentoring.booking.rules import CANCELED_STAYS, Side, State

GONE = "somebody who left"  # whose account is erased
_A_DAY = timedelta(days=1)
# What nobody answered yet is in no calendar; what was called off stays until all have read that.
_SHOWN = """
    FROM mentor_session AS s JOIN mentor AS m ON m.id = s.mentor_id
        LEFT JOIN user_account AS u ON u.id = s.mentee_id
    WHERE (s.mentee_id = {user} OR m.user_id = {user}) AND s.invited_at IS NOT NULL
        AND s.starts_at < '{until}' AND s.ends_at > '{since}'
        AND (s.state IN ('confirmed', 'held')
            OR (s.state = 'canceled' AND s.changed_at >= '{called_off}'))"""
_COLUMNS = """s.key, s.type_name, s.starts_at, s.ends_at, s.timezone, s.state, s.sequence,
    s.invited_at, s.changed_at, s.place, s.topic, s.questions, m.user_id, m.name, u.name"""


async def dated(user_id: int, *, today: date, first: date, last: date) -> list[Dated]:
    """The sessions of a user that touch these days, each day as it is in the mentor's zone."""
    which = shown(user_id, today=today, first=first, last=last)
    found = await rows(f"SELECT {_COLUMNS} {which} ORDER BY s.starts_at, s.id")
    spans = [span_between(moment_of(row[2]), moment_of(row[3]), row[4]) for row in found]
    return [
        _dated(row, when, user_id)
        for row, when in zip(found, spans, strict=True)
        if when.ends.date() >= first and when.starts.date() <= last
    ]


def shown(user_id: int, *, today: date, first: date, last: date) -> str:
    """How SQL says which sessions of a user are dated so, and maybe a day around: `s`, `m`, `u`."""
    return _SHOWN.format(
        user=user_id,
        since=_midnight(first - _A_DAY),
        until=_midnight(min(last, date(9999, 12, 28)) + 2 * _A_DAY),
        called_off=_midnight(today - CANCELED_STAYS),
    )


def title_of(type_name: str, name: str | None) -> str:
    """What a session is called by one of the two: by its type, and the other's name."""
    return f"{type_name} with {name or GONE}"


def path_of(key: str) -> str:
    """Where the page of a session is."""
    return f"/sessions/{key}"


def description_of(topic: str, questions: str) -> str:
    """What a session is about: what both read before it."""
    return "\n\n".join(part for part in (topic, questions) if part)


def _dated(row: Sequence[Any], when: Span, user_id: int) -> Dated:
    key, type_name, _, _, zone, state, sequence = row[:7]
    invited_at, changed_at, place, topic, questions, mentors, mentor_name, mentee_name = row[7:]
    side = Side.MENTOR if mentors == user_id else Side.MENTEE
    entry = Entry(
        uid=key,
        kind="session",
        title=title_of(type_name, mentee_name if side is Side.MENTOR else mentor_name),
        when=when,
        status=Status.CANCELED if state == State.CANCELED else Status.CONFIRMED,
        sequence=sequence,
        created_at=_whole_seconds(invited_at),
        changed_at=_whole_seconds(changed_at),
        description=description_of(topic, questions),
        place=place,
        categories=("Session",),
        busy=True,
    )
    return Dated(
        kind=Kind.SESSIONS,
        path=path_of(key),
        uid=key,
        first_on=when.starts.date(),
        zone=when.zone.key,
        given=entry,
        place_zone=zone,
    )


def _whole_seconds(value: datetime | str) -> datetime:
    return moment_of(value).replace(microsecond=0)


def _midnight(day: date) -> str:
    """A moment as either database compares it; SQLite keeps text, as it is written here."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).isoformat(" ")
