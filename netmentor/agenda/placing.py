"""What is dated of one user, put on the days and hours of the user's own clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.agenda.choices import TAKES_TIME
from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Days, Entry, Span, Status
from netmentor.events.attending.rules import Taken, clashes
from netmentor.events.rules import moment

ELSEWHERE = timedelta(days=2)  # from Kiritimati to Pago Pago the calendar differs by as much

_MOMENT = timedelta(microseconds=1)
_A_DAY = timedelta(days=1)
_CALLED_OFF = ("Canceled", "Postponed")  # as titles say it where a calendar hides the status


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One dated thing where its user is: the days it touches there, and its hours.

    `starts` and `ends` are None for whole days, and for what has hours but lasts a day or
    longer. What ends at midnight does not touch the day that begins then. `called_off` is the
    word for what is not held, which `title` is without, or "". `clashes` are other things the
    user goes to, at the same time. `due_at` is the moment by which a whole day has something due.
    """

    dated: Dated
    kind: Kind
    entry: Entry
    title: str
    called_off: str
    first_on: date
    last_on: date
    starts: datetime | None = None
    ends: datetime | None = None
    due_at: datetime | None = None
    clashes: tuple[Dated, ...] = ()


def placed(several: Iterable[Dated], zone: ZoneInfo, *, today: date) -> list[Placed]:
    """Put things on the clock of `zone`: whole days first, then by the hour, due or held.

    Of what somebody goes to, and of sessions, it says what clashes, if it is not over on `today`.
    """
    found = [_placed(one, zone) for one in several]
    found.sort(key=_order)
    across = _clashes(found, today)
    return [
        replace(one, clashes=across[number]) if number in across else one
        for number, one in enumerate(found)
    ]


def within(several: Iterable[Placed], first: date, last: date) -> list[Placed]:
    """Those that touch the days from `first` to `last`, in their order."""
    return [one for one in several if one.first_on <= last and one.last_on >= first]


def clashing(several: Sequence[Placed]) -> list[tuple[Placed, Placed]]:
    """What clashes among several things, each two once and in their order."""
    places = {one.dated.uid: place for place, one in enumerate(several)}
    return [
        (one, several[places[other.uid]])
        for place, one in enumerate(several)
        for other in one.clashes
        if places.get(other.uid, -1) > place
    ]


def _placed(dated: Dated, zone: ZoneInfo) -> Placed:
    entry = dated.entry
    first_on, last_on, starts, ends = _when(entry.when, zone)
    called_off = _called_off(entry)
    return Placed(
        dated=dated,
        kind=dated.kind,
        entry=entry,
        title=entry.title.removeprefix(f"{called_off}: "),
        called_off=called_off,
        first_on=first_on,
        last_on=last_on,
        starts=starts,
        ends=ends,
        due_at=_due_at(dated),
    )


def _due_at(dated: Dated) -> datetime | None:
    if not (dated.due_time and dated.place_zone):
        return None
    return moment(dated.first_on, dated.due_time, dated.place_zone)


def _when(when: Span | Days, zone: ZoneInfo) -> tuple[date, date, datetime | None, datetime | None]:
    if isinstance(when, Days):
        return when.first, when.last, None, None
    starts, ends = when.starts.astimezone(UTC), when.ends.astimezone(UTC)
    last = max(starts, ends - _MOMENT)  # midnight belongs to the day before
    here, until = starts.astimezone(zone), ends.astimezone(zone)
    if ends - starts >= _A_DAY:
        return here.date(), last.astimezone(zone).date(), None, None
    return here.date(), last.astimezone(zone).date(), here, until


def _called_off(entry: Entry) -> str:
    if entry.status != Status.CANCELED:
        return ""
    told = (word for word in _CALLED_OFF if entry.title.startswith(f"{word}: "))
    return next(told, _CALLED_OFF[0])


def _order(one: Placed) -> tuple[bool, date, float, int, str, str]:
    at = one.starts or one.due_at
    when = at.timestamp() if at else 0.0
    dated = one.dated
    return one.starts is not None, one.first_on, when, dated.turn, one.entry.title, dated.uid


def _clashes(several: Sequence[Placed], today: date) -> dict[int, tuple[Dated, ...]]:
    """By place, what clashes with something somebody goes to."""
    taken = [
        _taken(number, one)
        for number, one in enumerate(several)
        if one.kind in TAKES_TIME and not one.dated.falls_due
        if not one.called_off and one.last_on >= today
    ]
    return {
        number: tuple(several[other].dated for other in others)
        for number, others in clashes(taken).items()
    }


def _taken(number: int, one: Placed) -> Taken:
    """The time that something takes, by the clock where it is."""
    when = one.entry.when
    if isinstance(when, Days):
        return Taken(id=number, first_on=when.first, last_on=when.last)
    ends = None if when.ends == when.starts else when.ends
    return Taken(
        id=number,
        first_on=when.starts.date(),
        last_on=when.ends.date(),
        starts_at=when.starts,
        ends_at=ends,
        timezone=when.zone.key,
    )
