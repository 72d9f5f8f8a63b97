"""This room's dated things of one user: deadlines, steps toward them, and clocks of offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Days, Entry, Status
from netmentor.contacts.rules import DONE_STAYS
from netmentor.db.reading import day_of, listed, moment_of, rows
from netmentor.events.words import clock_words
from netmentor.internships.applying import lines
from netmentor.internships.applying.interviewing import entries as of_interviewing
from netmentor.internships.applying.queries import IS_ASKED_FOR
from netmentor.internships.applying.rules import OFFERED, OVER, TO_BE_SENT
from netmentor.internships.applying.under_way import entries as under_way
from netmentor.internships.entries import called_off_since, deadline_words
from netmentor.internships.moments import LAST_ZONE, due_at
from netmentor.internships.rules import DUE_TO_APPLY
from netmentor.internships.words import WINDOW_WORDS

_DEADLINE, _OFFER = "deadline", "offer"
_OFF = "off."  # before the name of what is called off
_NAMED = {_DEADLINE, _OFFER, *under_way.UIDS}  # by this and the application; others by themselves
_WORDS = {
    "to_be_sent": listed(TO_BE_SENT),
    "is_asked_for": IS_ASKED_FOR,
    "over": listed(OVER),
    "offered": listed(OFFERED),
    "due": listed(DUE_TO_APPLY),
    "due_words": " ".join(f"WHEN '{one}' THEN '{WINDOW_WORDS[one]}'" for one in DUE_TO_APPLY),
}
_ELSEWHERE = timedelta(days=2)  # from Kiritimati to Pago Pago the calendar differs by as much
# What is over has no dates; steps of the plan are asked for until it is sent, and stand
# in its order on one day. An offer has a moment alone.
# Which day counts is as in `following.deadlines_of`; of both the number only grows. Beside it
# stand the other days by which something of the same cycle is due, if they were ahead when the
# application began. What is called off, or told by no source, stays canceled until every calendar
# has read that; a followed day that is dropped is replaced by their own, if they have one.
_DATED = """
    SELECT t.*, u.timezone FROM (
    SELECT CASE WHEN o.status = 'canceled' OR o.gone_at IS NOT NULL OR w.dropped_on IS NOT NULL
            THEN 'off.' ELSE '' END
        || CASE WHEN w.part = a.window_part THEN 'deadline' ELSE w.part END || '.' || a.key,
        a.key, a.title, a.organization_name,
        CASE WHEN w.part = a.window_part THEN 'Deadline' ELSE CASE w.kind {due_words} END END,
        w.due_on, w.due_time, w.timezone, w.sequence + a.sequence,
        a.created_at, CASE WHEN w.changed_at > a.changed_at THEN w.changed_at ELSE a.changed_at END,
        CAST(NULL AS timestamptz), 0
    FROM application AS a JOIN opportunity_window AS w
        ON w.opportunity_id = a.opportunity_id AND a.window_part <> '' AND (
            (w.part = a.window_part AND (w.dropped_on IS NULL OR a.deadline_on IS NULL))
            OR (w.part <> a.window_part AND w.kind IN {due} AND w.due_at > a.created_at))
        JOIN opportunity AS o ON o.id = w.opportunity_id
    WHERE ((o.status <> 'canceled' AND o.gone_at IS NULL AND w.dropped_on IS NULL)
            OR w.changed_at >= '{called_off}')
        AND a.user_id = {user} AND a.stage IN {to_be_sent}
        AND w.due_on BETWEEN '{near_first}' AND '{near_last}'
    UNION ALL
    SELECT 'deadline', a.key, a.title, a.organization_name, 'Deadline', a.deadline_on,
        a.deadline_time, a.timezone, a.sequence + COALESCE(w.sequence, 0), a.created_at,
        a.changed_at, NULL, 0
    FROM application AS a LEFT JOIN opportunity_window AS w
        ON w.opportunity_id = a.opportunity_id AND w.part = a.window_part
    WHERE a.user_id = {user} AND a.stage IN {to_be_sent}
        AND (w.due_on IS NULL OR w.dropped_on IS NOT NULL)
        AND a.deadline_on BETWEEN '{near_first}' AND '{near_last}'
    UNION ALL
    SELECT s.key, a.key, a.title, a.organization_name, s.name, s.due_on, '', '', s.sequence,
        s.created_at, s.changed_at, s.done_at, s.id
    FROM application_step AS s JOIN application AS a ON a.id = s.application_id
    WHERE a.user_id = {user} AND s.due_on BETWEEN '{first}' AND '{last}'
        AND a.stage NOT IN {over}
        AND (s.done_at >= '{since}'
            OR s.done_at IS NULL AND {is_asked_for})
    UNION ALL {under_way}
    UNION ALL {lines}
    UNION ALL
    SELECT 'offer', a.key, a.title, a.organization_name, 'Answer the offer', CAST(NULL AS date),
        '', '', a.sequence, a.created_at, a.changed_at, a.offer_until, 0
    FROM application AS a
    WHERE a.user_id = {user} AND a.stage IN {offered} AND a.offer_until IS NOT NULL
    ) AS t JOIN user_account AS u ON u.id = {user}
    ORDER BY 6, 1, 2"""


async def dated(user_id: int, *, today: date, first: date, last: date) -> list[Dated]:
    """What is dated of a user's applications in these days: whole days, where each is.

    Steps that were done stay a while, so that a calendar sees them ticked off. Until when an
    offer is to be answered, and what is due by an hour of a known zone, stands on the day that it
    is on the user's own clock, and says the hour there: where 12:30 am is in the evening before,
    it would be over on its day.
    """
    asked: dict[str, object] = {"user": user_id, "first": first, "last": last, **_WORDS}
    asked |= {"near_first": first - _ELSEWHERE, "near_last": last + _ELSEWHERE}
    asked |= {"since": today - DONE_STAYS, "called_off": called_off_since(today)}
    parts = {"under_way": under_way.ROWS.format(**asked), "lines": lines.ROWS.format(**asked)}
    question = _DATED.format(**parts, **asked)
    found = [_dated(row) for row in await rows(question)]
    due = [one for one in found if first <= one.first_on <= last]
    return due + await of_interviewing.dated(user_id, today=today, first=first, last=last)


def path_of(key: str) -> str:
    """Where the page of an application is."""
    return f"/applications/{key}"


def _dated(row: Sequence[Any]) -> Dated:
    which, key, _, _, _, due_on, clock, zone = row[:8]
    which = which.removeprefix(_OFF)
    local = _local(row)
    given = _entry(row, f"{which}.{key}" if which in _NAMED else which, local)
    return Dated(
        kind=Kind.APPLICATIONS,
        path=path_of(key),
        uid=given.uid,
        first_on=local.date() if local else day_of(due_on),
        zone="",
        given=given,
        place_zone=row[-1] if local else zone or (LAST_ZONE if clock else ""),
        due_time=f"{local:%H:%M}" if local else clock,
        brief=_title(row, None) if local else "",
        turn=row[12],
    )


def _entry(row: Sequence[Any], uid: str, local: datetime | None) -> Entry:
    which, _, _, who, _, due_on, clock, zone, sequence, created, changed, moment = row[:12]
    is_offer = which == _OFFER
    if local and is_offer:
        due_on, clock, zone = local.date(), f"{local:%H:%M}", row[-1]
    about = [f"By {deadline_words(day_of(due_on), clock, zone)}."] if clock else []
    day = local.date() if local else day_of(due_on)
    return Entry(
        uid=uid,
        kind=_DEADLINE,
        title=_title(row, local),
        when=Days(day, day),
        status=Status.CANCELED if which.startswith(_OFF) else Status.CONFIRMED,
        sequence=sequence,
        created_at=_seconds(created),
        changed_at=_seconds(changed),
        description="\n".join([*about, *([who] if who else [])]),
        categories=("Application",),
        done_at=moment_of(moment) if moment and not is_offer else None,
    )


def _title(row: Sequence[Any], local: datetime | None) -> str:
    """What is due of what, with its hour by the user's clock, which whole days do not say."""
    _, _, title, _, name = row[:5]
    hour = f", {clock_words(f'{local:%H:%M}')}" if local else ""
    return f"{name}{hour}: {title}"


def _local(row: Sequence[Any]) -> datetime | None:
    """When something is by its user's clock; None of whole days, and of hours in no zone."""
    which, due_on, clock, zone, until, here = row[0], *row[5:8], row[11], row[-1]
    at: datetime | None = None
    if which == _OFFER:
        at = moment_of(until)
    elif clock and zone:
        at = due_at(day_of(due_on), clock, zone)
    return at.astimezone(ZoneInfo(here)) if at else None


def _seconds(value: datetime | str) -> datetime:
    return moment_of(value).replace(microsecond=0)
