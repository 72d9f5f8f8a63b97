"""This room's dated things of one user: deadlines, steps toward them, and clocks of offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Days, Entry, Status
from netmentor.contacts.rules import DONE_STAYS
from netmentor.db.reading import day_of, listed, moment_of, rows
from netmentor.internships.applying import lines
from netmentor.internships.applying.interviewing import entries as of_interviewing
from netmentor.internships.applying.rules import OFFERED, OVER, TO_BE_SENT
from netmentor.internships.applying.under_way import entries as under_way
from netmentor.internships.entries import called_off_since, deadline_words
from netmentor.internships.moments import LAST_ZONE

_DEADLINE, _OFF, _OFFER = "deadline", "off", "offer"
_NAMED = {_DEADLINE, _OFFER, *under_way.UIDS}  # by this and the application; steps by themselves
_STAGES = {"to_be_sent": listed(TO_BE_SENT), "over": listed(OVER), "offered": listed(OFFERED)}
# What is over has no dates; steps of the plan are asked for until it is sent. An offer has a
# moment alone.
# Which day counts is as in `following.deadlines_of`; of both the number only grows. That of a cycle
# that is called off, or that no source lists, stays canceled until every calendar has read that.
_DATED = """
    SELECT CASE WHEN o.status = 'canceled' OR o.gone_at IS NOT NULL THEN 'off' ELSE 'deadline' END,
        a.key, a.title, a.organization_name, 'Deadline', w.due_on, w.due_time,
        w.timezone, w.sequence + a.sequence, a.created_at, w.changed_at,
        CAST(NULL AS timestamptz)
    FROM application AS a JOIN opportunity_window AS w
        ON w.opportunity_id = a.opportunity_id AND w.part = a.window_part AND w.dropped_on IS NULL
        JOIN opportunity AS o ON o.id = w.opportunity_id
    WHERE ((o.status <> 'canceled' AND o.gone_at IS NULL) OR w.changed_at >= '{called_off}')
        AND a.user_id = {user} AND a.stage IN {to_be_sent}
        AND w.due_on BETWEEN '{first}' AND '{last}'
    UNION ALL
    SELECT 'deadline', a.key, a.title, a.organization_name, 'Deadline', a.deadline_on,
        a.deadline_time, a.timezone, a.sequence + COALESCE(w.sequence, 0), a.created_at,
        a.changed_at, NULL
    FROM application AS a LEFT JOIN opportunity_window AS w
        ON w.opportunity_id = a.opportunity_id AND w.part = a.window_part
    WHERE a.user_id = {user} AND a.stage IN {to_be_sent}
        AND (w.due_on IS NULL OR w.dropped_on IS NOT NULL)
        AND a.deadline_on BETWEEN '{first}' AND '{last}'
    UNION ALL
    SELECT s.key, a.key, a.title, a.organization_name, s.name, s.due_on, '', '', s.sequence,
        s.created_at, s.changed_at, s.done_at
    FROM application_step AS s JOIN application AS a ON a.id = s.application_id
    WHERE a.user_id = {user} AND s.due_on BETWEEN '{first}' AND '{last}'
        AND a.stage NOT IN {over}
        AND (s.done_at >= '{since}'
            OR s.done_at IS NULL AND (s.line = '' OR a.stage IN {to_be_sent}))
    UNION ALL {under_way}
    UNION ALL {lines}
    UNION ALL
    SELECT 'offer', a.key, a.title, a.organization_name, 'Answer the offer', CAST(NULL AS date),
        '', u.timezone, a.sequence, a.created_at, a.changed_at, a.offer_until
    FROM application AS a JOIN user_account AS u ON u.id = a.user_id
    WHERE a.user_id = {user} AND a.stage IN {offered} AND a.offer_until IS NOT NULL
    ORDER BY 6, 1, 2"""


async def dated(user_id: int, *, today: date, first: date, last: date) -> list[Dated]:
    """What is dated of a user's applications in these days: whole days, where each is.

    Steps that were done stay a while, so that a calendar sees them ticked off. Until when an
    offer is to be answered stands on the day that it is on the user's own clock.
    """
    asked = {"user": user_id, "first": first, "last": last, "since": today - DONE_STAYS} | _STAGES
    asked["called_off"] = called_off_since(today)
    parts = {"under_way": under_way.ROWS.format(**asked), "lines": lines.ROWS.format(**asked)}
    question = _DATED.format(**parts, **asked)
    found = [_dated(row) for row in await rows(question)]
    due = [one for one in found if first <= one.first_on <= last]
    return due + await of_interviewing.dated(user_id, today=today, first=first, last=last)


def path_of(key: str) -> str:
    """Where the page of an application is."""
    return f"/applications/{key}"


def _dated(row: Sequence[Any]) -> Dated:
    which, key, title, who, name, due_on, clock, zone, sequence, created, changed, moment = row
    done_at = moment_of(moment) if moment else None
    is_off, which = which == _OFF, _DEADLINE if which == _OFF else which
    if which == _OFFER and done_at:
        local = done_at.astimezone(ZoneInfo(zone))
        due_on, clock, done_at = local.date(), f"{local:%H:%M}", None
    day = day_of(due_on)
    uid = f"{which}.{key}" if which in _NAMED else which
    about = [f"By {deadline_words(day, clock, zone)}."] if clock else []
    entry = Entry(
        uid=uid,
        kind=_DEADLINE,
        title=f"{name}: {title}",
        when=Days(day, day),
        status=Status.CANCELED if is_off else Status.CONFIRMED,
        sequence=sequence,
        created_at=_seconds(created),
        changed_at=_seconds(changed),
        description="\n".join([*about, *([who] if who else [])]),
        categories=("Application",),
        done_at=done_at,
    )
    return Dated(
        kind=Kind.APPLICATIONS,
        path=path_of(key),
        uid=uid,
        first_on=day,
        zone="",
        given=entry,
        place_zone=zone or (LAST_ZONE if clock else ""),
        due_time=clock,
    )


def _seconds(value: datetime | str) -> datetime:
    return moment_of(value).replace(microsecond=0)
