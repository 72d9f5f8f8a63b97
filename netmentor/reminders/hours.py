"""The hours of one user, by their clock or that of where they are: mornings and quiet hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from netmentor.reminders.rules import Subject, is_quiet_at
from netmentor.reminders.things import Thing
from netmentor.reminders.wishes import Wishes

_A_DAY = timedelta(days=1)
_MOST_DAYS_AWAY = 30  # of one event; what lasts longer is no journey
_NOON = time(12)
_NO_QUIET_EVENING = time(20)  # where quiet hours begin at night, or never


class Hours:
    """When it is morning, and when nobody is to be disturbed, on any day of one user.

    On the days of an event they go to, the zone is that of the event, if it is at a place.
    """

    def __init__(self, wishes: Wishes, zone: ZoneInfo, things: Iterable[Thing]) -> None:
        self.zone = zone
        self._morning = time.fromisoformat(wishes.morning)
        self._quiet_from = time.fromisoformat(wishes.quiet_from)
        self._quiet_until = time.fromisoformat(wishes.quiet_until)
        self._away = _days_away(things)
        self._mornings: dict[date, datetime] = {}

    def zone_on(self, day: date) -> ZoneInfo:
        """The zone of the clock that the user lives by on a day."""
        return self._away.get(day, self.zone)

    def local(self, at: datetime) -> datetime:
        """What the user's clock shows at a moment."""
        here = at.astimezone(self.zone)
        away = self._away.get(here.date())
        return at.astimezone(away) if away else here

    def morning_of(self, day: date) -> datetime:
        """When the letter of a morning goes out."""
        known = self._mornings.get(day)
        if known is None:
            known = self._mornings[day] = _at(day, self._morning, self.zone_on(day))
        return known

    def is_morning_over(self, at: datetime) -> bool:
        """True once the hour of the morning letter has come."""
        return at >= self.morning_of(self.local(at).date())

    def is_quiet(self, at: datetime) -> bool:
        """True while nobody is to be disturbed."""
        return is_quiet_at(self.local(at).time(), self._quiet_from, self._quiet_until)

    def quiet_ends(self, at: datetime) -> datetime:
        """When the quiet hours are over that it is in at a moment."""
        local = self.local(at)
        day = local.date() + (_A_DAY if local.time() >= self._quiet_until else timedelta())
        return _at(day, self._quiet_until, self.zone_on(day))

    def evening_before(self, at: datetime) -> datetime:
        """The last whole hour before the night that a moment is in, or else the one before it."""
        local = self.local(at)
        began = self._quiet_from != self._quiet_until and local.time() >= self._quiet_from
        day = local.date() if began else local.date() - _A_DAY
        if self._quiet_from == self._quiet_until:
            hour = _NO_QUIET_EVENING
        elif self._quiet_from < _NOON:
            day, hour = (day - _A_DAY if began else day), _NO_QUIET_EVENING
        else:
            minutes = self._quiet_from.hour * 60 + self._quiet_from.minute - 1
            hour = time(minutes // 60)
        return _at(day, hour, self.zone_on(day))


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment a clock shows this: after a spring gap, and the first of an autumn fold.

    As `events.rules.moment`, which RFC 5545, 3.3.5 asks for.
    """
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _days_away(things: Iterable[Thing]) -> dict[date, ZoneInfo]:
    """The zones of the days on which somebody is where an event is; of two, the later to begin."""
    found: dict[date, ZoneInfo] = {}
    going = (
        one
        for one in things
        if one.subject is Subject.GOING and one.zone and one.in_person and not one.off
    )
    for one in sorted(going, key=lambda one: (one.first, one.uid)):
        for number in range(min((one.last - one.first).days + 1, _MOST_DAYS_AWAY)):
            found[one.first + number * _A_DAY] = ZoneInfo(one.zone)
    return found
