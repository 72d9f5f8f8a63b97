"""What an event may be, when it is over, and what a subscriber is owed when it changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

YEARS = range(1970, 2101)
EARLIEST = date(2017, 1, 1)  # that "past events too" goes back to
CANCELED_STAYS = timedelta(days=60)  # in feeds, so that every subscriber has read it
FEED_LOOKS_BACK = timedelta(days=60)

STATES = {  # and the District of Columbia and the territories, by their postal abbreviations
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
    "AS": "American Samoa",
    "GU": "Guam",
    "MP": "Northern Mariana Islands",
    "PR": "Puerto Rico",
    "VI": "Virgin Islands",
}

_LAST_TO_END_A_DAY = ZoneInfo("Pacific/Pago_Pago")


class EventKind(StrEnum):
    CONFERENCE = "conference"
    SYMPOSIUM = "symposium"
    CHAPTER_EVENT = "chapter_event"
    WEBINAR = "webinar"
    WORKSHOP = "workshop"
    COURSE = "course"
    NETWORKING = "networking"
    EXAM_REVIEW = "exam_review"
    INFO_SESSION = "info_session"
    COMPETITION = "competition"


class Modality(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class EventStatus(StrEnum):
    CONFIRMED = "confirmed"
    EXPECTED = "expected"  # a window of months and its grounds, never a date
    CANCELED = "canceled"
    POSTPONED = "postponed"
    SOLD_OUT = "sold_out"


OFF = frozenset({EventStatus.CANCELED, EventStatus.POSTPONED})


class SourceKind(StrEnum):
    ORGANIZER = "organizer"
    THIRD_PARTY = "third_party"


class Authority(StrEnum):
    """What a source may do to events: set them, fill in what nobody told, or only propose."""

    OVERWRITE = "overwrite"
    FILL = "fill"
    PROPOSE = "propose"


class Deadlines(StrEnum):
    """Whether a feed carries deadlines beside events, leaves them out, or has nothing else."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    ONLY = "only"


class View(StrEnum):
    """How a list is laid out: day after day, or as a month's sheet."""

    LIST = "list"
    MONTH = "month"


def listing_day(now: datetime) -> date:
    """Return the day that lists begin with at the moment `now`.

    A page that nobody signed in to has no zone. An event leaves the list when its
    day is over everywhere in the United States, American Samoa (UTC-11) being last,
    so that no evening webinar is gone while it runs.

    >>> listing_day(datetime(2026, 11, 25, 10, 59, tzinfo=UTC))
    datetime.date(2026, 11, 24)
    """
    return now.astimezone(_LAST_TO_END_A_DAY).date()


def day_began(day: date) -> datetime:
    """Return the UTC moment at which `listing_day` turned to `day`.

    >>> day_began(date(2026, 11, 24)).isoformat()
    '2026-11-24T11:00:00+00:00'
    """
    return datetime.combine(day, time.min, tzinfo=_LAST_TO_END_A_DAY).astimezone(UTC)


def moment(day: date, wall_time: str, zone: str) -> datetime:
    """Return the UTC moment at which clocks in `zone` show `wall_time` ("09:30") on `day`.

    In an autumn fold it is the first of the two. A time inside a spring gap is read
    with the offset before it, which lands as much after the gap as was asked for
    (RFC 5545 section 3.3.5).

    >>> moment(date(2026, 3, 8), "02:30", "America/New_York").isoformat()
    '2026-03-08T07:30:00+00:00'
    >>> moment(date(2026, 11, 1), "01:30", "America/New_York").isoformat()
    '2026-11-01T05:30:00+00:00'
    """
    local = datetime.combine(day, time.fromisoformat(wall_time), tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def is_opening(deadline_kind: str) -> bool:
    """True for a deadline at which something begins, so that nobody can miss it.

    >>> is_opening("registration_open"), is_opening("registration_close")
    (True, False)
    """
    return deadline_kind.endswith(("_open", "_notice", "_release"))


def part_names(kinds: list[str]) -> list[str]:
    """Name each deadline of an event for good by its kind, and by its turn within the kind.

    A deadline that moves keeps its name, and with it its place in every calendar.

    >>> part_names(["abstract_close", "hotel_block", "abstract_close"])
    ['abstract_close', 'hotel_block', 'abstract_close-2']
    """
    turns = [kinds[:i].count(kind) + 1 for i, kind in enumerate(kinds)]
    return [k if turn == 1 else f"{k}-{turn}" for k, turn in zip(kinds, turns, strict=True)]
