"""What events are to one user: theirs, in order; where they clash; what they follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.db.reading import rows_by_key
from netmentor.events.attending.models import Attendance, Following
from netmentor.events.attending.rules import AHEAD, SOON_AFTER, Answer, Taken, at_now, clashes
from netmentor.events.models import Event, Series
from netmentor.events.rules import OFF, EventStatus

_A_DAY = timedelta(days=1)  # an hour at one side of the world is of another day at the other
_OF_AN_EVENT = ("event__organizers__organization", "event__series")


@dataclass(frozen=True, slots=True)
class Mine:
    """One event of a user, what they said to it, and which others of theirs it clashes with."""

    event: Event
    attendance: Attendance
    clashes: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Followed:
    """A series that a user follows, its next edition if one is known, and if that is news."""

    series: Series
    next: Event | None
    is_news: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MyEvents:
    """All events of a user: `now` is where they are, `unsettled` what they may have been at."""

    now: Mine | None
    unsettled: Sequence[Mine]
    ahead: Sequence[Mine]
    undated: Sequence[Mine]
    over: Sequence[Mine]
    followed: Sequence[Followed]
    put_away: Sequence[Event]


async def my_events(user: User, *, now: datetime) -> MyEvents:
    """The events `user` said or noted something of, as the clock in their zone divides them."""
    today = now.astimezone(ZoneInfo(user.timezone)).date()
    rows = Attendance.filter(user=user, event__merged_into_id=None)
    doubles = Attendance.filter(user=user, event__merged_into_id__not_isnull=True)
    noted: dict[int, list[Attendance]] = {}
    for double in await doubles.order_by("id").select_related("event"):
        noted.setdefault(double.event.merged_into_id or 0, []).append(double)
    attendances = [
        _with_doubles(row, noted.get(row.event_id, ()))
        for row in await rows.prefetch_related(*_OF_AN_EVENT)
        if _is_kept(row)
    ]
    mine = _with_clashes([row for row in attendances if _has_date(row.event)], today)
    ahead = [one for one in mine if _last_day(one.event) >= today]
    over = [one for one in reversed(mine) if _last_day(one.event) < today]
    here = at_now(
        (_taken(one.event) for one in mine if one.attendance.answer == Answer.GOING),
        now=now,
        zone=user.timezone,
    )
    return MyEvents(
        now=next((one for one in mine if one.event.id == here), None),
        unsettled=[one for one in over if one.attendance.answer == Answer.GOING],
        ahead=ahead,
        undated=[Mine(row.event, row) for row in attendances if not _has_date(row.event)],
        over=[one for one in over if one.attendance.answer != Answer.GOING],
        followed=await _followed(user, now=now),
        put_away=await Event.filter(owner=user, gone_at__not_isnull=True).order_by("-gone_at"),
    )


async def attendance_of(user: User, event: Event) -> Attendance:
    """What `user` said to `event` and noted of it; an empty one where that is nothing.

    With what they noted of events that turned out to be this one. It is to be shown, not saved.
    """
    known = await Attendance.get_or_none(user=user, event=event)
    shown = known or Attendance(user=user, event=event)
    doubles = Attendance.filter(user=user, event__merged_into_id=event.id)
    return _with_doubles(shown, await doubles.order_by("id"))


async def clashing_with(user: User, event: Event) -> list[Event]:
    """The events that `user` wants to be at and that lie across `event`, by their days."""
    if not _has_date(event) or event.status in OFF:
        return []
    first, last = _first_day(event), _last_day(event)
    near = Attendance.filter(user=user, answer__in=list(AHEAD)).filter(
        event__starts_on__lte=last + _A_DAY,
        event__ends_on__gte=first - _A_DAY,
        event__merged_into_id=None,
    )
    rows = await near.exclude(event_id=event.id).prefetch_related("event")
    others = {row.event.id: row.event for row in rows if _is_kept(row) and _takes_time(row.event)}
    across = clashes(_taken(one) for one in (event, *others.values()))
    return [others[id_] for id_ in across.get(event.id, ())]


async def event_at(user: User, *, now: datetime) -> Event | None:
    """The event that `user` is at by what they said and by the clock; None for none."""
    today = now.astimezone(ZoneInfo(user.timezone)).date()
    # Most moments are at none, and this is asked in the middle of a talk: no model is made for it.
    found = await rows_by_key(
        "SELECT event_id FROM attendance JOIN event ON event.id = event_id"  # noqa: S608
        f" WHERE user_id = {user.id} AND answer = '{Answer.GOING.value}'"
        f" AND starts_on <= '{today + _A_DAY}' AND ends_on >= '{today - _A_DAY}'"
        " AND merged_into_id IS NULL"
    )
    ids = [row[0] for row in found]
    events = {one.id: one for one in await Event.filter(id__in=ids)} if ids else {}
    near = [one for one in events.values() if not (one.owner_id and one.gone_at) and _has_date(one)]
    here = at_now(map(_taken, near), now=now, zone=user.timezone)
    return events[here] if here else None


async def follows(user: User, series: Series) -> bool:
    return await Following.exists(user=user, series=series)


async def _followed(user: User, *, now: datetime) -> list[Followed]:
    today = now.astimezone(ZoneInfo(user.timezone)).date()
    rows = Following.filter(user=user).order_by("series__name")
    following = await rows.prefetch_related("series__organization")
    ids = [row.series_id for row in following]
    editions = Event.filter(series_id__in=ids, merged_into_id=None, owner_id=None, gone_at=None)
    by_series: dict[int, list[Event]] = {id_: [] for id_ in ids}
    for edition in await editions:
        by_series[edition.series_id or 0].append(edition)
    return [_follows(row, by_series[row.series_id], today, now) for row in following]


def _follows(row: Following, editions: Sequence[Event], today: date, now: datetime) -> Followed:
    ahead = [one for one in editions if _has_date(one) and _last_day(one) >= today]
    if not ahead:
        expected = [one for one in editions if one.status == EventStatus.EXPECTED]
        return Followed(row.series, min(expected, key=_first_day, default=None), False)
    first = min(ahead, key=_first_day)
    told_at = max(first.created_at, first.status_changed_at)
    return Followed(row.series, first, row.since < told_at and now - told_at < SOON_AFTER)


def _with_clashes(attendances: Sequence[Attendance], today: date) -> list[Mine]:
    """By day, with the clashes of what is still ahead and wanted."""
    events = {row.event_id: row.event for row in attendances}
    wanted = [
        _taken(row.event)
        for row in attendances
        if row.answer in AHEAD and _takes_time(row.event) and _last_day(row.event) >= today
    ]
    across = clashes(wanted)
    ordered = sorted(attendances, key=lambda row: (_first_day(row.event), row.event.starts_time))
    return [
        Mine(row.event, row, tuple(events[other] for other in across.get(row.event_id, ())))
        for row in ordered
    ]


def _with_doubles(shown: Attendance, doubles: Iterable[Attendance]) -> Attendance:
    """Add what was noted of an event's doubles to what is shown of it."""
    for double in doubles:
        shown.cost = double.cost if shown.cost is None else shown.cost
        for name in ("note", "goals", "people"):
            both = [getattr(one, name) for one in (shown, double) if getattr(one, name)]
            setattr(shown, name, "\n\n".join(dict.fromkeys(both)))
    return shown


def _is_kept(row: Attendance) -> bool:
    """False for an event of one's own that was put away."""
    return not (row.event.owner_id and row.event.gone_at)


def _takes_time(event: Event) -> bool:
    return event.status not in OFF and _has_date(event)


def _has_date(event: Event) -> bool:
    return event.starts_on is not None and event.status != EventStatus.EXPECTED


def _first_day(event: Event) -> date:
    return event.starts_on or event.window_from_on or date.max


def _last_day(event: Event) -> date:
    return event.ends_on or event.window_to_on or date.max


def _taken(event: Event) -> Taken:
    return Taken(
        id=event.id,
        first_on=_first_day(event),
        last_on=_last_day(event),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        timezone=event.timezone,
    )
