"""What somebody owes, and whom: promises first, then what is overdue, then what is due today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.contacts.rules import Origin, days_after
from netmentor.contacts.words import near_day, weeks_words
from netmentor.db.reading import day_of, moment_of, rows_by_key
from netmentor.events.attending.coming import coming
from netmentor.events.models import Event
from netmentor.events.queries import ids_with_doubles

SHOWN = 50  # rows of a list; the rest is counted
A_WEEK = 7  # days, today the first
IN_A_DAY = 3  # named of each day ahead; the rest is counted

_COUNTS = """
    SELECT f.due_on, count(*) FROM follow_up AS f LEFT JOIN contact AS c ON c.id = f.contact_id
    WHERE f.user_id = {user} AND f.state = 'open' AND c.gone_at IS NULL AND f.due_on <= '{last}'
    GROUP BY f.due_on"""
_TO_DO = """
    SELECT f.id, f.what, f.due_on, f.due_time, f.due_at, f.origin, f.every_days,
        f.created_at, c.key, c.name, c.met_where, c.met_at, c.touched_at, e.slug, e.title
    FROM follow_up AS f LEFT JOIN contact AS c ON c.id = f.contact_id
        LEFT JOIN event AS e ON e.id = f.event_id
    WHERE f.user_id = {user} AND f.state = 'open' AND c.gone_at IS NULL AND {which}
    ORDER BY f.due_on, f.due_time, f.id LIMIT {most}"""
_FIRST_OF_EACH_DAY = """
    f.id IN (SELECT id FROM (
        SELECT f.id, row_number() OVER (PARTITION BY f.due_on ORDER BY f.due_time, f.id) AS place
        FROM follow_up AS f LEFT JOIN contact AS c ON c.id = f.contact_id
        WHERE f.user_id = {user} AND f.state = 'open' AND c.gone_at IS NULL
            AND f.due_on > '{today}' AND f.due_on <= '{last}'
    ) AS ahead WHERE place <= {most})"""
_OWED = """
    SELECT p.id, p.what, p.made_at, c.key, c.name
    FROM contact AS c JOIN promise AS p ON p.contact_id = c.id
    WHERE c.user_id = {user} AND c.owes_since IS NOT NULL AND c.gone_at IS NULL
        AND p.state = 'open' AND NOT p.by_them
    ORDER BY p.made_at, p.id LIMIT {most}"""
_EARLIEST = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody promised and has not done yet."""

    id: int
    what: str
    made_on: date
    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """An open follow-up as a list shows it; `key` and `slug` are "" where it is about nobody."""

    id: int
    what: str
    due_on: date
    due_time: str
    due_at: datetime | None
    why: str
    key: str
    name: str
    slug: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList:
    """What is due by today, and the first of what is due on each day of the week after it."""

    owed: Sequence[Owed]
    more_owed: bool
    to_do: Sequence[ToDo]
    more: int
    overdue: int
    due_today: int
    by_day: Mapping[date, int]
    week: Mapping[date, Sequence[ToDo]]

    @property
    def due(self) -> int:
        return self.overdue + self.due_today

    @property
    def later_this_week(self) -> int:
        return sum(self.by_day.values()) - self.due_today


async def due_list(user: User, today: date) -> DueList:
    """What `user` is to do today, and this week; nobody in the bin is in it."""
    last = today + timedelta(days=A_WEEK - 1)
    found = await rows_by_key(_COUNTS.format(user=user.id, last=last))
    counts = {day_of(day): many for day, many in found}
    overdue = sum(many for day, many in counts.items() if day < today)
    due_today = counts.get(today, 0)
    to_do = await _to_do(user, f"f.due_on <= '{today}'", today) if overdue + due_today else []
    ahead = []
    if any(day > today for day in counts):
        soon = _FIRST_OF_EACH_DAY.format(user=user.id, today=today, last=last, most=IN_A_DAY)
        ahead = await _to_do(user, soon, today)
    owed = await _owed(user)
    return DueList(
        owed=owed[:SHOWN],
        more_owed=len(owed) > SHOWN,
        to_do=to_do,
        more=overdue + due_today - len(to_do),
        overdue=overdue,
        due_today=due_today,
        by_day={day: many for day, many in counts.items() if day >= today},
        week={day: list(some) for day, some in groupby(ahead, key=lambda one: one.due_on)},
    )


async def open_of(user: User, contact: Contact, today: date) -> list[ToDo]:
    """What is still to be done about one person, the first due first."""
    return await _to_do(user, f"f.contact_id = {contact.id}", today)


async def open_about(user: User, event: Event, today: date) -> list[ToDo]:
    """What is still to be done about an event, its doubles included, and about nobody there."""
    ids = ", ".join(map(str, await ids_with_doubles(event)))
    return await _to_do(user, f"f.contact_id IS NULL AND f.event_id IN ({ids})", today)


async def day_after(user: User, event: Event | None, *, now: datetime) -> date | None:
    """The working day after an event that is not over, or else after the user's next one."""
    today = now.astimezone(ZoneInfo(user.timezone)).date()
    last = event.ends_on if event and event.ends_on and event.ends_on >= today else None
    if last is None:
        ahead = await coming(user, today=today, now=now, most=5)
        last = ahead[0].ends_on if ahead else None
    return days_after(last, 1) if last else None


async def _owed(user: User) -> list[Owed]:
    zone = ZoneInfo(user.timezone)
    found = await rows_by_key(_OWED.format(user=user.id, most=SHOWN + 1))
    return [
        Owed(id_, what, _day(made_at, zone) or _EARLIEST, str(key), name)
        for id_, what, made_at, key, name in found
    ]


async def _to_do(user: User, which: str, today: date) -> list[ToDo]:
    """The follow-ups for which `which` holds: a condition made of our own dates and numbers."""
    zone = ZoneInfo(user.timezone)
    found = await rows_by_key(_TO_DO.format(user=user.id, which=which, most=SHOWN))
    return [_read(row, zone, today) for row in found]


def _read(row: Sequence[Any], zone: ZoneInfo, today: date) -> ToDo:
    id_, what, due_on, due_time, due_at, origin, every_days, created_at = row[:8]
    key, name, met_where, met_at, touched_at, slug, event = row[8:]
    if origin == Origin.CADENCE:
        last = _day(touched_at, zone)
        since = f"last in touch {_on(last, today)}" if last else "not in touch yet"
        why = f"{weeks_words(every_days // 7).capitalize()}, {since}."
    elif origin == Origin.SEQUENCE or (name and met_where):
        where = f": {met_where}" if met_where else ""
        why = f"Met {_on(_day(met_at, zone), today)}{where}."
    else:
        why = f"You planned this {_on(_day(created_at, zone), today)}."
    return ToDo(
        id=id_,
        what=what,
        due_on=day_of(due_on),
        due_time=due_time,
        due_at=moment_of(due_at),
        why=why,
        key=key or "",
        name=name or "",
        slug=slug or "",
        event=event or "",
    )


def _on(day: date | None, today: date) -> str:
    told = near_day(day or today, today)
    return told if told == "today" else f"on {told}"


def _day(moment: datetime | str | None, zone: ZoneInfo) -> date | None:
    told = moment_of(moment)
    return told.astimezone(zone).date() if told else None
