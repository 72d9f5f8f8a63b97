"""Strategies for entries, hostile ones included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume
from hypothesis import strategies as st

from netmentor.calendars.entry import Days, Entry, Span, Status
from netmentor.text import clean, one_line

US_ZONES = (
    "America/New_York America/Detroit America/Indiana/Indianapolis America/Indiana/Knox"
    " America/Kentucky/Louisville America/Chicago America/Menominee America/North_Dakota/Center"
    " America/Denver America/Boise America/Phoenix America/Los_Angeles America/Anchorage"
    " America/Adak Pacific/Honolulu America/Puerto_Rico Pacific/Guam Pacific/Pago_Pago"
).split()
OTHER_ZONES = (
    "Europe/London Europe/Dublin Africa/Casablanca Asia/Kolkata Asia/Kathmandu Asia/Gaza"
    " Australia/Lord_Howe Australia/Sydney America/Nuuk America/St_Johns America/Havana"
    " Asia/Jerusalem Pacific/Chatham America/Santiago Pacific/Kiritimati UTC"
).split()

hostile = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(list(",;:\\\"'\n\r\t\x00\x1b\u2028\u202e\u200f{}%<>&é漢🙂")),
    ),
    max_size=120,
)
lines = hostile.map(one_line)
days = st.dates(date(1971, 1, 1), date(2099, 12, 30))
moments = st.datetimes(
    datetime.fromisoformat("2000-01-01"),
    datetime.fromisoformat("2090-01-01"),
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Spans at wall times of every kind, those in a spring gap included."""
    zone = ZoneInfo(draw(st.sampled_from([*US_ZONES, *OTHER_ZONES])))
    first = draw(
        st.datetimes(datetime.fromisoformat("2017-01-01"), datetime.fromisoformat("2036-01-01"))
    ).replace(second=0, microsecond=0, tzinfo=zone, fold=0)
    last = first + timedelta(minutes=draw(st.integers(0, 60 * 24 * 9)))
    assume(last.timestamp() >= first.timestamp())
    return Span(first, last)


@st.composite
def whole_days(draw: st.DrawFn) -> Days:
    first = draw(days)
    return Days(first, first + timedelta(days=draw(st.integers(0, 200))))


entries = st.builds(
    Entry,
    uid=st.from_regex(r"[A-Za-z0-9._-]{1,120}", fullmatch=True),
    kind=st.sampled_from(["conference", "webinar", "deadline", "networking"]),
    title=lines,
    when=spans() | whole_days(),
    status=st.sampled_from(Status),
    sequence=st.integers(0, 10_000),
    created_at=moments,
    changed_at=moments,
    description=hostile.map(clean),
    place=lines,
    url=st.sampled_from(["", "https://example.org/a;b,c?d=e&f=%20#g"]),
    conference_url=st.sampled_from(["", "https://example.org/join?x=1,2;3"]),
    categories=st.lists(lines.filter(bool), max_size=3).map(tuple),
    busy=st.booleans(),
)


def zones_of(*found: Entry) -> list[str]:
    """The zones that a calendar of these entries must tell of."""
    return [entry.when.zone.key for entry in found if isinstance(entry.when, Span)]
