"""Time zones by their IANA names, and the VTIMEZONE block that tells a calendar about one."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib import metadata, resources
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo, available_timezones

_PLACE = re.compile(r"(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+")
_UNITED_STATES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)
YEARS_CHECKED = range(2017, 2038)  # in which a zone's rule must hold to be told as one

_RULE = re.compile(
    r"(?P<std><[^>]+>|[A-Za-z]+)(?P<std_offset>[-+]?[\d:]+)"
    r"(?P<dst><[^>]+>|[A-Za-z]+)(?P<dst_offset>[-+]?[\d:]+)?"
    r",M(?P<into>\d+\.\d\.\d)(/(?P<into_at>[-\d:]+))?,M(?P<out>\d+\.\d\.\d)(/(?P<out_at>[-\d:]+))?"
)
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


@dataclass(frozen=True, slots=True)
class _Observance:
    """From `since`, a wall time under the offset before it, the zone is at `after`."""

    since: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool
    rule: str = ""


@cache
def zones_to_live_in() -> tuple[tuple[str, str], ...]:
    """Each zone named after a place, and how people read it: those of the United States first."""
    named = sorted(name for name in available_timezones() if _PLACE.fullmatch(name))
    ours = [name for name in _UNITED_STATES if name in named]
    others = [name for name in named if name not in ours]
    return tuple((name, name.replace("_", " ")) for name in (*ours, *others))


def is_zone(name: str) -> bool:
    """True for an IANA zone name; safe for any text, a path or 5,000 letters included.

    >>> is_zone("America/New_York"), is_zone("../../etc/passwd")
    (True, False)
    """
    return name in _names()


def zone_data_version() -> str:
    """The release of the zone data in use, such as "2026f"; what is derived from it is as old."""
    return _in_use(_release(zoneinfo.TZPATH, int(monotonic())))


@cache
def vtimezone(name: str) -> str:
    """Return the VTIMEZONE of a zone: today's rules as RRULE, ending in CRLF.

    Never the history since the 19th century, which Outlook on the web refuses. Where no
    yearly rule tells the zone's clock (Morocco changes with Ramadan), each change from
    2017 to 2037 is listed.
    """
    observances = _by_rule(name) or _one_by_one(name)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    for one in observances:
        kind = "DAYLIGHT" if one.daylight else "STANDARD"
        lines += [
            f"BEGIN:{kind}",
            f"DTSTART:{one.since:%Y%m%dT%H%M%S}",
            *([f"RRULE:{one.rule}"] if one.rule else []),
            f"TZNAME:{one.name}",
            f"TZOFFSETFROM:{_signed(one.before)}",
            f"TZOFFSETTO:{_signed(one.after)}",
            f"END:{kind}",
        ]
    return "\r\n".join([*lines, "END:VTIMEZONE", ""])


@lru_cache(maxsize=1)
def _release(folders: tuple[str, ...], _second: int) -> str:
    """Every answer to a reader asks this, so the file is read once a second and no oftener."""
    for folder in folders:
        release = Path(folder) / "tzdata.zi"
        if release.is_file():
            with release.open(encoding="utf-8") as lines:
                return lines.readline().removeprefix("# version").strip()
    return metadata.version("tzdata")


@lru_cache(maxsize=1)
def _in_use(release: str) -> str:
    """Forget what was read of an older release; the system updates its own while we run."""
    ZoneInfo.clear_cache()
    for remembered in (vtimezone, _names, _changes):
        remembered.cache_clear()
    return release


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def _by_rule(name: str) -> list[_Observance]:
    """The two yearly observances, or the one that always stands; [] where neither tells it."""
    changes = _changes(name)
    if not changes:
        return [_at_the_beginning(name)]
    match = _RULE.fullmatch(_footer(name))
    if match is None:
        return []
    into, out = (_nth_day(match[key]) for key in ("into", "out"))
    by_month = {change.since.month: change for change in changes}
    if set(by_month) != {into[0], out[0]}:
        return []
    observances = [
        _Observance(
            since=datetime.combine(_on(1970, *nth), by_month[nth[0]].since.time()),
            before=by_month[nth[0]].before,
            after=by_month[nth[0]].after,
            name=by_month[nth[0]].name,
            daylight=by_month[nth[0]].daylight,
            rule=_yearly(*nth),
        )
        for nth in (into, out)
    ]
    told = {
        datetime.combine(_on(year, *nth), by_month[nth[0]].since.time())
        for year in YEARS_CHECKED
        for nth in (into, out)
    }
    return observances if told == {change.since for change in changes} else []


def _yearly(month: int, week: int, day: int) -> str:
    return f"FREQ=YEARLY;BYMONTH={month};BYDAY={-1 if week == 5 else week}{_DAYS[day]}"


def _one_by_one(name: str) -> list[_Observance]:
    return [_at_the_beginning(name), *_changes(name)]


def _at_the_beginning(name: str) -> _Observance:
    first = datetime(YEARS_CHECKED[0], 1, 1, tzinfo=UTC).astimezone(ZoneInfo(name))
    offset = first.utcoffset() or timedelta()
    beginning = datetime.combine(date(1970, 1, 1), time.min)
    return _Observance(beginning, offset, offset, first.tzname() or name, bool(first.dst()))


@cache
def _changes(name: str) -> list[_Observance]:
    """Every change of the zone's clock in the years that are checked, in order."""
    zone = ZoneInfo(name)
    found = []
    moment = datetime(YEARS_CHECKED[0], 1, 1, tzinfo=UTC)
    last = datetime(YEARS_CHECKED[-1] + 1, 1, 1, tzinfo=UTC)
    while moment < last:
        later = moment + timedelta(days=1)
        if moment.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            found.append(_change_between(moment, later, zone))
        moment = later
    return found


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> _Observance:
    before = low.astimezone(zone).utcoffset() or timedelta()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        middle = middle.replace(second=0, microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    local = high.astimezone(zone)
    return _Observance(
        since=(high + before).replace(tzinfo=None),
        before=before,
        after=local.utcoffset() or timedelta(),
        name=local.tzname() or zone.key,
        daylight=bool(local.dst()),
    )


def _footer(name: str) -> str:
    """The POSIX rule at the end of a zone's file (RFC 9636 section 3.3)."""
    for folder in zoneinfo.TZPATH:
        path = Path(folder) / name
        if path.is_file():
            return _last_line(path.read_bytes())
    return _last_line(resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes())


def _last_line(data: bytes) -> str:
    return data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace")


def _nth_day(text: str) -> tuple[int, int, int]:
    """Read "3.2.0": the second Sunday of March; a week of 5 is the last (POSIX, TZ)."""
    month, week, day = (int(number) for number in text.split("."))
    return month, week, day


def _on(year: int, month: int, week: int, day: int) -> date:
    """The `week`-th (5: last) weekday `day` (0: Sunday) of a month."""
    first = date(year, month, 1)
    first += timedelta(days=(day - first.isoweekday()) % 7)
    found = first + timedelta(weeks=week - 1)
    return found if found.month == month else found - timedelta(weeks=1)


def _signed(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
