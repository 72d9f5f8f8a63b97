"""Interviews as dated things of whoever applies, by the clock of the place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Entry, Span, Status
from netmentor.db.reading import day_of, moment_of, rows
from netmentor.internships.applying.interviewing.moments import when_of
from netmentor.internships.applying.interviewing.rules import Medium, State
from netmentor.internships.applying.interviewing.words import MEDIUM_WORDS
from netmentor.internships.entries import called_off_since

_A_DAY = timedelta(days=1)  # ten hours may reach into the next
# What was called off stays canceled until every calendar has read that.
_SHOWN = """
    SELECT i.key, i.name, i.starts_on, i.starts_time, i.timezone, i.minutes, i.medium, i.place,
        i.state, i.sequence, i.created_at, i.changed_at, a.key, a.title, a.organization_name
    FROM application_interview AS i JOIN application AS a ON a.id = i.application_id
    WHERE a.user_id = {user} AND i.starts_on BETWEEN '{first}' AND '{last}'
        AND (i.state <> 'canceled' OR i.changed_at >= '{called_off}')
    ORDER BY i.starts_on, i.starts_time, i.id"""


async def dated(user_id: int, *, today: date, first: date, last: date) -> list[Dated]:
    """The interviews of a user that touch these days, each day as it is where they are."""
    asked = {"user": user_id, "first": first - _A_DAY, "last": last}
    asked["called_off"] = called_off_since(today)
    found = [_dated(row) for row in await rows(_SHOWN.format(**asked))]
    return [one for one in found if _last_on(one) >= first and one.first_on <= last]


def path_of(application: str, key: str) -> str:
    """Where the page of an interview is."""
    return f"/applications/{application}/interviews/{key}"


def _dated(row: Sequence[Any]) -> Dated:
    key, name, starts_on, clock, zone, minutes, medium, place = row[:8]
    state, sequence, created_at, changed_at, application, title, who = row[8:]
    when = when_of(day_of(starts_on), clock, zone, minutes)
    how = MEDIUM_WORDS[Medium(medium)]
    entry = Entry(
        uid=key,
        kind="interview",
        title=f"{name}: {title}",
        when=when,
        status=Status.CANCELED if state == State.CANCELED else Status.CONFIRMED,
        sequence=sequence,
        created_at=moment_of(created_at).replace(microsecond=0),
        changed_at=moment_of(changed_at).replace(microsecond=0),
        description="\n\n".join(filter(None, (who, how if place else ""))),
        place=place or how,
        categories=("Application",),
        busy=state != State.CANCELED,
    )
    return Dated(
        kind=Kind.APPLICATIONS,
        path=path_of(application, key),
        uid=key,
        first_on=when.starts.date(),
        zone=when.zone.key,
        given=entry,
        place_zone=zone,
    )


def _last_on(one: Dated) -> date:
    return cast(Span, one.entry.when).ends.date()
