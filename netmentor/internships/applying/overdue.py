"""What of one user's applications was to be done by now and waits still, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.db.reading import day_of, listed, rows
from netmentor.internships.applying.following import deadlines_of
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.queries import IS_ASKED_FOR
from netmentor.internships.applying.rules import OVER, TO_BE_SENT

MISSED_FOR = timedelta(days=14)  # that a deadline which is past is said, of what was not sent

# A step to ask about silence is said where the silence is.
_OVERDUE = """
    SELECT s.due_on, s.name, a.key, a.title, 'steps/' || s.key, s.id
    FROM application AS a JOIN application_step AS s ON s.application_id = a.id
    WHERE a.user_id = ? AND s.due_on < ? AND s.done_at IS NULL AND NOT s.is_nudge
        AND a.stage NOT IN {over} AND {is_asked_for}
    UNION ALL
    SELECT r.due_on, r.name, a.key, a.title, 'requirements/' || CAST(r.id AS varchar(20)), r.id
    FROM application AS a JOIN application_requirement AS r ON r.application_id = a.id
    WHERE a.user_id = ? AND r.due_on < ? AND r.done_at IS NULL AND a.stage NOT IN {over}
    UNION ALL
    SELECT l.due_on, 'Letter by ' || l.name, a.key, a.title, '', l.id
    FROM application AS a JOIN application_recommender AS l ON l.application_id = a.id
    WHERE a.user_id = ? AND l.due_on < ? AND l.sent_on IS NULL AND l.declined_on IS NULL
        AND a.stage NOT IN {over}
    ORDER BY 1, 6, 2"""


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something that waits; `path` is where its application is, and `done` what ticks it off.

    `done` is "" where one press does not do it, as of a letter that somebody else sends.
    """

    what: str
    due_on: date
    title: str
    path: str
    done: str = ""


async def overdue_of(user: User, *, now: datetime) -> list[Overdue]:
    """What was due before the day that it is where `user` lives, as its page says it."""
    today = now.astimezone(ZoneInfo(user.timezone)).date()
    question = _OVERDUE.format(over=listed(OVER), is_asked_for=IS_ASKED_FOR)
    found = []
    for due_on, what, key, title, place, _ in await rows(question, *(user.id, today) * 3):
        path = f"/applications/{key}"
        done = f"{path}/{place}" if place else ""
        found.append(Overdue(what, day_of(due_on), title, path, done))
    return found


async def missed_by(user: User, *, now: datetime) -> list[Overdue]:
    """The deadlines of the last days by which something was not sent; today's stand elsewhere."""
    zone = ZoneInfo(user.timezone)
    today = now.astimezone(zone).date()
    unsent = await Application.filter(user=user, stage__in=list(TO_BE_SENT)).order_by("id")
    known, found = await deadlines_of(unsent), []
    for row in unsent:
        due = known.get(row.id)
        if due is None or due.is_off:
            continue
        day = due.at.astimezone(zone).date() if due.time and due.zone else due.on
        if today - MISSED_FOR <= day < today:
            found.append(Overdue("Deadline", day, row.title, f"/applications/{row.key}"))
    return sorted(found, key=lambda one: one.due_on)
