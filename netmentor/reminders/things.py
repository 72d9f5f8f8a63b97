"""What a user can be reminded of: their agenda, each thing with no more of it than that needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

from netmentor.agenda.gathering import FIRST
from netmentor.calendars.dated import TO_DO, Dated, Kind
from netmentor.calendars.entry import Span, Status
from netmentor.contacts import entries as of_people
from netmentor.contacts.rules import State
from netmentor.db.reading import day_of, moment_of, rows, rows_among
from netmentor.events.attending import entries as of_events
from netmentor.events.attending.rules import UNTOLD
from netmentor.events.rules import moment
from netmentor.internships.applying import entries as of_applying
from netmentor.mentoring import entries as of_mentoring
from netmentor.reminders.rules import EVENING, Subject
from netmentor.text import one_line

LOOKS_BACK = timedelta(days=3)  # for what may still be on, or has just ended, anywhere
LONGEST_TITLE = 500
ONLINE = "Online"  # as an event's place says it

_KNOWN_AT_ONCE = 5_000  # texts of events
_A_DAY = timedelta(days=1)
_ESCAPED = re.compile(r"\\(.)")
_SUBJECTS = {kind: Subject(kind.value) for kind in Kind}
_PLACE = frozenset(Kind) - TO_DO - {Kind.SESSIONS, Kind.APPLICATIONS}
_EVENTS = """p.id, p.sequence, p.changed_at, p.digest, p.uid, p.part, e.slug, a.answer,
    e.timezone, e.ends_at, d.due_time, d.timezone"""
_NEXT = "min(p.first_on)"
_TEXTS = "SELECT id, text FROM published WHERE"
_FOLLOW_UPS = """
    SELECT f.uid, f.what, f.due_on, f.due_time, f.timezone, f.state, f.sequence, c.key, c.name
    {shown} ORDER BY f.due_on, f.due_time, f.uid LIMIT {most}"""
_FAR = date(2101, 1, 1)
_LONGEST_ABOUT = 300


@dataclass(frozen=True, slots=True)
class Thing:
    """One dated thing of one user.

    `first` and `last` are its days where it is, `starts` when it begins or is due by its hours,
    or None, `ends` when it is over: None for what goes on until it is done. `occurrence` tells
    whether it moved, wherever its user is; `version` is its SEQUENCE, `zone` that of people there.
    """

    uid: str
    subject: Subject
    title: str
    path: str
    version: int
    occurrence: str
    first: date
    last: date
    starts: datetime | None = None
    ends: datetime | None = None
    zone: str = ""
    place: str = ""
    about: str = ""  # what is to be thought of before
    off: bool = False
    done: bool = False

    @property
    def in_person(self) -> bool:
        return bool(self.place) and self.place != ONLINE


class Agenda(NamedTuple):
    """All that is dated of a user up to a day, and the first day of what comes after it."""

    things: list[Thing]
    later: date | None


class _Brief(NamedTuple):
    """What of a published text is told here; `starts` and `ends` are None for whole days."""

    title: str
    first: date
    last: date
    starts: datetime | None
    ends: datetime | None
    occurrence: str
    place: str
    off: bool


_known: dict[tuple[Any, ...], _Brief] = {}  # by row and version: one event is watched by many


async def agenda_of(user_id: int, zone: ZoneInfo, *, today: date, last: date) -> Agenda:
    """What `things_of` finds of `user` up to `last`, and the first day of what comes later."""
    here = await _dated(user_id, today, _FAR)  # of the rest the first day is all that counts
    near = [one for one in here if one.first_on <= last]
    things = await _things(user_id, zone, near, today=today, last=last)
    days = [one.first_on for one in here if one.first_on > last]
    return Agenda(things, await _later(user_id, days, today, last))


async def things_of(user_id: int, zone: ZoneInfo, *, today: date, last: date) -> list[Thing]:
    """What is ahead of `user` up to `last`, has just been, or is owed.

    `zone` is theirs: days that say no zone end by it. The same as `agenda.gathering` finds.
    """
    near = await _dated(user_id, today, last)
    return await _things(user_id, zone, near, today=today, last=last)


async def _dated(user_id: int, today: date, last: date) -> list[Dated]:
    """The sessions and applications of a user up to a day."""
    asked = {"today": today, "first": today - LOOKS_BACK, "last": last}
    sessions = await of_mentoring.dated(user_id, **asked)
    return sessions + await of_applying.dated(user_id, **asked)


async def _things(
    user_id: int, zone: ZoneInfo, near: Sequence[Dated], *, today: date, last: date
) -> list[Thing]:
    asked = {"today": today, "first": today - LOOKS_BACK, "last": last}
    found = await rows(of_events.shown(_EVENTS, user_id, **asked, kinds=_PLACE))
    briefs = await _briefs(found)
    things = [_event(row, briefs[row[0]], zone) for row in found]
    things += (_due(one) if one.falls_due else _at_hours(one) for one in near)
    asked["first"] = FIRST
    which = of_people.shown(user_id, **asked)
    for row in await rows(_FOLLOW_UPS.format(shown=which, most=of_people.MOST)):
        things.append(_follow_up(row))
    return things


async def _later(user_id: int, days: Sequence[date], today: date, last: date) -> date | None:
    asked = {"today": today, "first": last + _A_DAY, "last": _FAR}
    event = of_events.shown(_NEXT, user_id, **asked, kinds=_PLACE) + f" AND p.first_on > '{last}'"
    which = of_people.shown(user_id, **asked)
    found = await rows(f"SELECT ({event}), (SELECT min(f.due_on) {which} AND f.state = 'open')")
    return min((*days, *(day_of(day) for day in found[0] if day)), default=None)


async def _briefs(found: Sequence[Sequence[Any]]) -> dict[int, _Brief]:
    """What these rows tell, by their first column; texts not read as they are now are read.

    Handed out and not looked up again: while a text is read, somebody else may empty `_known`.
    """
    briefs: dict[int, _Brief] = {}
    strange: dict[int, tuple[Any, ...]] = {}
    for row in found:
        version = tuple(row[:4])
        if brief := _known.get(version):
            briefs[row[0]] = brief
        else:
            strange[row[0]] = version
    if len(_known) + len(strange) > _KNOWN_AT_ONCE:
        _known.clear()
    if strange:
        for id_, text in await rows_among(_TEXTS, "id", list(strange)):
            briefs[id_] = _known[strange[id_]] = _read(text)
    return briefs


def _event(row: Sequence[Any], brief: _Brief, zone: ZoneInfo) -> Thing:
    _, version, _, _, uid, part, slug, answer, there, ends_at, due_time, due_there = row
    subject = _SUBJECTS[of_events.kind_of(part, answer or "")]
    starts, occurrence, lived_by = brief.starts, brief.occurrence, due_there or there
    if due_time and not starts:
        starts = moment(brief.first, due_time, lived_by or zone.key)
        occurrence = f"{brief.first}T{due_time} {lived_by or zone.key}"
    if brief.starts and brief.ends:
        ends = brief.ends if brief.ends > brief.starts else brief.starts + UNTOLD
    elif starts:
        ends = starts
    else:
        closes_at = None if part else moment_of(ends_at)
        ends = closes_at or moment(brief.last + _A_DAY, "00:00", lived_by or zone.key)
    return Thing(
        uid, subject, brief.title, f"/events/{slug}", version, occurrence,
        brief.first, brief.last, starts, ends, lived_by, brief.place, off=brief.off,
    )  # fmt: skip


def _follow_up(row: Sequence[Any]) -> Thing:
    uid, what, due_on, due_time, zone, state, version, key, name = row
    day = day_of(due_on)
    return Thing(
        uid=uid,
        subject=Subject.FOLLOW_UPS,
        title=of_people.title_of(what, name)[:LONGEST_TITLE],
        path=of_people.path_of(key),
        version=version,
        occurrence=f"{day}T{due_time} {zone}" if due_time else f"{day}",
        first=day,
        last=day,
        starts=moment(day, due_time, zone) if due_time else None,
        zone=zone,
        done=state == State.DONE,
    )


def _at_hours(one: Dated) -> Thing:
    when = cast(Span, one.entry.when)
    about = one.entry.description.replace("\n\n", ": ", 1)
    return Thing(
        uid=one.uid,
        subject=_SUBJECTS[one.kind],
        title=one.entry.title[:LONGEST_TITLE],
        path=one.path,
        version=one.entry.sequence,
        occurrence=f"{when.starts:%Y-%m-%dT%H:%M} {when.zone.key}",
        first=when.starts.date(),
        last=when.ends.date(),
        starts=when.starts,
        ends=when.ends,
        zone=one.place_zone,
        place=one.entry.place,
        about=one_line(about)[:_LONGEST_ABOUT],
        off=one.entry.status is Status.CANCELED,
    )


def _due(one: Dated) -> Thing:
    day, clock, zone = one.first_on, one.due_time, one.place_zone
    over = moment(day, clock, zone) if clock else None
    return Thing(
        uid=one.uid,
        subject=Subject.APPLICATIONS,
        title=(one.brief or one.entry.title)[:LONGEST_TITLE],  # letters say the hour before it
        path=one.path,
        version=one.entry.sequence,
        occurrence=f"{over:%Y-%m-%dT%H:%M} UTC" if over else f"{day}",
        first=day,
        last=day,
        starts=over,
        ends=over,
        zone=zone,
        done=one.is_done,
        off=one.entry.status is Status.CANCELED,
    )


def _read(text: str) -> _Brief:
    """Read what `calendars.publish.vevent` made; its one form is known.

    `calendars.told` reads all of it, which takes three times as long.
    """
    values = {}
    zone = ""
    head, _, rest = text.partition("\r\nDESCRIPTION")
    tail = rest[rest.find("\r\nLAST-MODIFIED") :] if rest else ""
    for line in f"{head}{tail}".replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        values[name.partition(";")[0]] = value
        if name.startswith("DTSTART;TZID="):
            zone = name[len("DTSTART;TZID=") :]
        elif name == "DTSTART" and value.endswith("Z"):
            zone = "UTC"
    first, at = _wall(values["DTSTART"])
    last, until = _wall(values.get("DTEND", values["DTSTART"]))
    if not zone and "DTEND" in values:
        last -= _A_DAY
    return _Brief(
        title=_plain(values["SUMMARY"])[:LONGEST_TITLE],
        first=first,
        last=last,
        starts=moment(first, at, zone) if zone else None,
        ends=moment(last, until, zone) if zone else None,
        occurrence=f"{first}T{at} {zone}" if zone else f"{first}",
        place=_plain(values.get("LOCATION", "")),
        off=values["STATUS"] == "CANCELLED",
    )


def _wall(value: str) -> tuple[date, str]:
    """Return "20261209T120000" as a day and "12:00"; the hour is "" where it has none."""
    day = date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    return day, f"{value[9:11]}:{value[11:13]}" if "T" in value else ""


def _plain(value: str) -> str:
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value)


def evening_of_last_day(thing: Thing, zone: ZoneInfo) -> datetime:
    """The evening of the day on which something ends, where it is, or its end where that is later.

    What tells no hours ends at midnight here, and is told of in the evening before.
    """
    there = ZoneInfo(thing.zone or zone.key)
    ends = thing.ends or moment(thing.last + _A_DAY, "00:00", there.key)
    evening = moment((ends - timedelta(seconds=1)).astimezone(there).date(), EVENING, there.key)
    untold = thing.starts is None and ends.astimezone(there).time() == time()
    return evening if untold else max(ends, evening)
