"""The days of single lines of an application, as calendars are told of them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from netmentor.internships.applying.models import DatedLine

# What of these lines is dated; rows are as `entries` has them. A letter that came is due no more.
ROWS = """
    SELECT r.uid, a.key, a.title, a.organization_name, r.name, r.due_on, '', '', r.sequence,
        r.dated_at, r.changed_at, r.done_at, 0
    FROM application_requirement AS r JOIN application AS a ON a.id = r.application_id
    WHERE a.user_id = {user} AND r.due_on BETWEEN '{first}' AND '{last}'
        AND a.stage NOT IN {over}
        AND (r.done_at IS NULL OR r.done_at >= '{since}')
    UNION ALL
    SELECT l.uid, a.key, a.title, a.organization_name, 'Letter by ' || l.name, l.due_on, '', '',
        l.sequence, l.dated_at, l.changed_at, NULL, 0
    FROM application_recommender AS l JOIN application AS a ON a.id = l.application_id
    WHERE a.user_id = {user} AND l.due_on BETWEEN '{first}' AND '{last}'
        AND a.stage NOT IN {over}
        AND l.sent_on IS NULL AND l.declined_on IS NULL"""


def put_on(row: DatedLine, due_on: date | None, *, now: datetime) -> None:
    """Put a line on a day, or on none; its UID stays its own for good (RFC 5545, 3.8.4.7)."""
    if row.due_on == due_on:
        return
    if row.uid:
        row.sequence += 1
    else:
        row.uid, row.dated_at = str(uuid4()), now
    row.due_on, row.changed_at = due_on, now
