"""The lines of a letter: what is due, in sections, each thing once and in the order of its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from netmentor.contacts.due import Owed
from netmentor.reminders.models import Reminder
from netmentor.reminders.notices import Line, Section
from netmentor.reminders.planning import DATES
from netmentor.reminders.rules import MOST_LINES, MOVED, Subject
from netmentor.reminders.things import Thing
from netmentor.reminders.when import moved_words, near_words, there_or_here, when_words
from netmentor.reminders.words import people_words

TODAY, AHEAD, TO_DO = "Today", "Coming up", "To do"
MET, WEEK, OPEN = "After the event", "The rest of your week", "Open"
_A_WEEK = timedelta(days=6)  # from its Monday to its Sunday


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """All that the lines of a letter are made of.

    `whys` say of follow-ups, by uid, where they come from; `people` how many wait after events;
    `briefs` what to know before a session.
    """

    rows: Sequence[Reminder]
    things: Mapping[str, Thing]
    whys: Mapping[str, str]
    people: Mapping[str, int]
    owed: Sequence[Owed]
    today: date
    zone: ZoneInfo
    briefs: Mapping[str, str] = field(default_factory=dict)

    def of(self, *subjects: Subject) -> list[Reminder]:
        return [row for row in self.rows if row.kind in subjects]


def sections_of(matter: Matter) -> tuple[Section, ...]:
    """Everything that a letter tells; sections in which nothing stands are left out."""
    dates = _dates(matter)
    todays = [line for thing, line in dates if _day_of(thing, matter) <= matter.today]
    ahead = [line for thing, line in dates if _day_of(thing, matter) > matter.today]
    to_do = _to_do(matter) if matter.of(Subject.FOLLOW_UPS, Subject.OPEN) else []
    told = {line.uid for _, line in dates} | {line.uid for line in to_do}
    found = (
        _section(TODAY, todays),
        _section(AHEAD, ahead),
        _section(TO_DO, to_do),
        _section(MET, _met(matter)),
        _section(WEEK, _week(matter, told) if matter.of(Subject.WEEK) else []),
        _section(OPEN, _open(matter, told) if matter.of(Subject.OPEN) else []),
    )
    return tuple(section for section in found if section.lines)


def due_today(matter: Matter) -> int:
    """How many follow-ups are due by today."""
    return sum(one.first <= matter.today for one in _follow_ups(matter))


def _dates(matter: Matter) -> list[tuple[Thing, Line]]:
    """What takes place or falls due, news of a move first told; each thing once."""
    found: dict[str, tuple[Thing, Line]] = {}
    rows = sorted(matter.rows, key=lambda row: row.lead != MOVED)
    for row in rows:
        thing = matter.things.get(row.uid)
        if thing and Subject(row.kind) in DATES and row.uid not in found:
            moved = moved_words(row.moved_from, matter.today, matter.zone) if row.moved_from else ""
            brief = matter.briefs.get(row.uid, "")
            note = "; ".join(filter(None, (thing.place, thing.about, brief, moved)))
            found[row.uid] = thing, _line(thing, matter, note)
    return sorted(found.values(), key=lambda one: _order(one[0], matter))


def _to_do(matter: Matter) -> list[Line]:
    """Follow-ups that are told now, and those that are overdue; the oldest last."""
    told = {row.uid for row in matter.of(Subject.FOLLOW_UPS)}
    listed = [one for one in _follow_ups(matter) if one.uid in told or one.first < matter.today]
    listed.sort(key=lambda one: (one.uid not in told, one.first < matter.today, one.first))
    return [_follow_up(one, matter) for one in listed]


def _met(matter: Matter) -> list[Line]:
    return [
        Line(
            uid=row.uid,
            subject=Subject.AFTER,
            title=people_words(people),
            when=near_words(thing.last, matter.today),
            note=row.title,
            path=row.path.replace("/events/", "/after/", 1),
        )
        for row in matter.of(Subject.AFTER)
        if (people := matter.people.get(row.uid, 0)) and (thing := matter.things.get(row.uid))
    ]


def _week(matter: Matter, told: Iterable[str]) -> list[Line]:
    known, last = set(told), matter.today - timedelta(days=matter.today.weekday()) + _A_WEEK
    things = [
        one
        for one in matter.things.values()
        if one.subject in DATES and one.uid not in known and not one.off
        if matter.today <= _day_of(one, matter) <= last
    ]
    things.sort(key=lambda one: _order(one, matter))
    return [_line(one, matter, one.place) for one in things]


def _open(matter: Matter, told: Iterable[str]) -> list[Line]:
    """Promises first, then what is due until Sunday."""
    known, last = set(told), matter.today - timedelta(days=matter.today.weekday()) + _A_WEEK
    promises = [
        Line(
            uid=f"promise-{one.id}",
            subject=Subject.OPEN,
            title=f"{one.what} ({one.name})",
            when="Promised",
            note=f"You promised this on {near_words(one.made_on, date.min)}",
            path=f"/contacts/{one.key}",
        )
        for one in matter.owed
    ]
    rest = [one for one in _follow_ups(matter) if one.uid not in known and one.first <= last]
    return promises + [_follow_up(one, matter) for one in rest]


def _line(thing: Thing, matter: Matter, note: str) -> Line:
    return Line(
        uid=thing.uid,
        subject=thing.subject,
        title=thing.title,
        when=when_words(thing, matter.today, matter.zone),
        note=note,
        path=thing.path,
    )


def _follow_up(thing: Thing, matter: Matter) -> Line:
    overdue = thing.first < matter.today
    when = when_words(thing, matter.today, matter.zone)
    return Line(
        uid=thing.uid,
        subject=Subject.FOLLOW_UPS,
        title=thing.title,
        when=f"Was due {near_words(thing.first, matter.today)}" if overdue else when,
        note=matter.whys.get(thing.uid, "").removesuffix("."),
        path=thing.path,
        can_be_done=True,
        due_on=thing.first,
    )


def _follow_ups(matter: Matter) -> list[Thing]:
    return [
        one for one in matter.things.values() if one.subject is Subject.FOLLOW_UPS and not one.done
    ]


def _day_of(thing: Thing, matter: Matter) -> date:
    starts = there_or_here(thing, matter.zone)
    return starts.date() if starts else thing.first


def _order(thing: Thing, matter: Matter) -> tuple[date, float, str]:
    moment = thing.starts.timestamp() if thing.starts else 0.0
    return _day_of(thing, matter), moment, thing.uid


def _section(heading: str, lines: Sequence[Line]) -> Section:
    shown = tuple(lines[:MOST_LINES])
    return Section(heading=heading, lines=shown, more=len(lines) - len(shown))
