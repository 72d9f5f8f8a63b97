"""What somebody owes, and whom: promises first, then what is overdue, then what is due today."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.calendars.sheets import WEEK
from netmentor.contacts.models import Contact
from netmentor.contacts.queries import follow_up_ids
from netmentor.contacts.rules import Origin, days_after
from netmentor.contacts.words import near_day, weeks_words
from netmentor.db.reading import day_of, moment_of, rows_by_key
from netmentor.events.attending.coming import coming
from netmentor.events.models import Event
from netmentor.events.publishing import days_of
from netmentor.events.queries import ids_with_doubles

SHOWN = 50  # rows of a list; the rest is counted

_COUNTS = """
    SELECT f.due_on, count(*), count(CASE f.due_time WHEN '' THEN 1 END)
    FROM follow_up AS f LEFT JOIN contact AS c ON c.id = f.contact_id
    WHERE f.user_id = {user} AND f.state = 'open' AND c.gone_at IS NULL AND f.due_on <= '{last}'
    GROUP BY f.due_on"""
_TO_DO = """
    SELECT f.id, f.uid, f.what, f.due_on, f.due_time, f.due_at, f.origin, f.every_days,
        f.created_at, c.key, c.name, c.met_where, c.met_at, c.touched_at, e.slug, e.title
    FROM follow_up AS f LEFT JOIN contact AS c ON c.id = f.contact_id
        LEFT JOIN event AS e ON e.id = f.event_id
    WHERE f.user_id = {user} AND f.state = 'open' AND c.gone_at IS NULL AND {which}
    ORDER BY f.due_on, f.due_time, f.id LIMIT {most}"""
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
    uid: str
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
    """What is due by today; and of each day of the week ahead, how much has no hour."""

    owed: Sequence[Owed]
    to_do: Sequence[ToDo]
    more: int
    overdue: int
    due_today: int
    without_hour: Mapping[date, int]

    @property
    def due(self) -> int:
        return self.overdue + self.due_today


async def due_list(user: User, today: date) -> DueList:
    """What `user` is to have done by today; nobody in the bin is in it."""
    last = today + timedelta(days=WEEK - 1)
    found = await rows_by_key(_COUNTS.format(user=user.id, last=last))
    counts = [(day_of(day), many, without_hour) for day, many, without_hour in found]
    overdue = sum(many for day, many, _ in counts if day < today)
    due_today = sum(many for day, many, _ in counts if day == today)
    to_do = await _to_do(user, f"f.due_on <= '{today}'", today) if overdue + due_today else []
    return DueList(
        owed=await _owed(user),
        to_do=to_do,
        more=overdue + due_today - len(to_do),
        overdue=overdue,
        due_today=due_today,
        without_hour={day: many for day, _, many in counts if day >= today},
    )


async def open_of(user: User, contact: Contact, today: date) -> list[ToDo]:
    """What is still to be done about one person, the first due first."""
    return await _to_do(user, f"f.contact_id = {contact.id}", today)


async def still_open(user: User, uid: str, today: date) -> ToDo | None:
    """What is to be done under this uid, if it still is and not about somebody in the bin."""
    ids = await follow_up_ids(user, [uid])
    found = [one for id_ in ids.values() for one in await _to_do(user, f"f.id = {id_}", today)]
    return next(iter(found), None)


async def whys(user: User, uids: Collection[str], today: date) -> dict[str, str]:
    """Where follow-ups come from that are still open, in sentences by uid."""
    ids = await follow_up_ids(user, uids)
    if not ids:
        return {}
    among = ", ".join(map(str, ids.values()))
    found = {one.id: _whence(one) for one in await _to_do(user, f"f.id IN ({among})", today)}
    return {uid: found[id_] for uid, id_ in ids.items() if id_ in found}


def _whence(one: ToDo) -> str:
    return f"For {one.event}. {one.why}" if one.event and one.event not in one.why else one.why


async def owed_by(user: User) -> list[Owed]:
    """What `user` has promised and not done yet, the oldest first."""
    return await _owed(user)


async def open_about(user: User, event: Event, today: date) -> list[ToDo]:
    """What is still to be done about an event, its doubles included, and about nobody there."""
    ids = ", ".join(map(str, await ids_with_doubles(event)))
    return await _to_do(user, f"f.contact_id IS NULL AND f.event_id IN ({ids})", today)


async def day_after(user: User, event: Event | None, *, now: datetime) -> date | None:
    """The working day after an event that is not over, or else after the user's next one."""
    today = now.astimezone(ZoneInfo(user.timezone)).date()
    last = event.ends_on if event and event.ends_on and event.ends_on >= today else None
    if last is None and (ahead := await coming(user, now=now)):
        _, last = days_of(ahead.entry.when)
    return days_after(last, 1) if last else None


async def _owed(user: User) -> list[Owed]:
    zone = ZoneInfo(user.timezone)
    found = await rows_by_key(_OWED.format(user=user.id, most=SHOWN))
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
    id_, uid, what, due_on, due_time, due_at, origin, every_days, created_at = row[:9]
    key, name, met_where, met_at, touched_at, slug, event = row[9:]
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
        uid=uid,
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
