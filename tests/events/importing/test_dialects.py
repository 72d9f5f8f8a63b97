"""What programs write when they write a calendar: each with habits of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from netmentor.events.importing import ics
from netmentor.events.importing.items import Entry, Item, Partial
from tests.events.importing.reading_calendars import (
    ASKED,
    as_sent,
    calendar,
    event,
    items_in,
)

BREAKFAST = Item(
    key="12345-1796299200-1796304600@chapter.example.org",
    line=27,
    post="12345",
    title="Women’s Leadership Breakfast & Networking",
    kind="networking",
    status="canceled",
    modality="in_person",
    starts_on=date(2026, 12, 3),
    ends_on=date(2026, 12, 3),
    starts_time="08:00",
    ends_time="09:30",
    timezone="America/New_York",
    venue="Sample Hall, 12 Main St",
    city="Rochester",
    state="NY",
    country="US",
    url="https://chapter.example.org/event/sample-breakfast/",
    description="Join us for a sample breakfast.\n\n"
    "Dues & fees apply, see the fees (https://chapter.example.org/fees).",
    organizers=("Sample Chapter Office",),
    topics=("career-development", "finance-leadership"),
)
SEMINAR = Item(
    key="4k2sample7abc@google.com",
    line=27,
    part="20270215T1800",
    title="Sample seminar",
    kind="chapter_event",
    status="confirmed",
    modality="online",
    starts_on=date(2027, 2, 15),
    ends_on=date(2027, 2, 15),
    starts_time="18:00",
    ends_time="19:15",
    timezone="America/New_York",
    description="Weekly sample seminar",
)
LECTURE = Item(
    key="tag:events.example.org\\,2026:EventInstance_48211",
    line=5,
    title="Sample lecture: où va la santé – 病院の未来について",
    kind="chapter_event",
    status="confirmed",
    modality="in_person",
    starts_on=date(2026, 12, 8),
    ends_on=date(2026, 12, 8),
    starts_time="11:00",
    ends_time="12:00",
    timezone="America/Chicago",
    venue="Sample Auditorium",
    url="https://events.example.org/event/sample_lecture",
    description="A sample lecture in the Café Müller: “Réformes” — "
    "東京の医療制度と日本の病院経営に関する講義",
    topics=("lectures-talks", "health-policy", "free-food"),
)


def clocks(name: str) -> dict[str, tuple[str, str, str, str, str]]:
    """The days, times and zone of each item of a file, by its title."""
    return {
        one.title: (
            f"{one.starts_on:%m-%d}",
            one.starts_time,
            f"{one.ends_on:%m-%d}",
            one.ends_time,
            one.timezone,
        )
        for one in items_in(as_sent(name))
    }


def test_a_wordpress_event_is_read_whole() -> None:
    assert items_in(as_sent("wordpress.ics"))[0] == BREAKFAST


def test_a_status_in_a_wordpress_title_is_taken_out_of_it() -> None:
    told = [(one.title, one.status) for one in items_in(as_sent("wordpress.ics"))[1:]]
    assert told == [
        ("Sample webinar: Rural health", "confirmed"),
        ("Sample Annual Conference 2027", "confirmed"),
        ("Sample Holiday Mixer", "postponed"),
    ]


def test_an_export_of_the_events_calendar_is_partial_and_knows_its_posts() -> None:
    found = list(ics.outline(as_sent("wordpress.ics"), ASKED))
    assert found[0] == Partial()
    assert [one.post for one in found if isinstance(one, Entry)] == [
        "12345",
        "12346",
        "12347",
        "12348",
    ]


def test_a_google_series_leaves_out_and_moves_what_google_does() -> None:
    told = [one for one in items_in(as_sent("google.ics")) if one.part]
    moved = replace(
        SEMINAR,
        line=43,
        part="20270301T1800",
        title="Sample seminar (moved to Tuesday)",
        starts_on=date(2027, 3, 2),
        ends_on=date(2027, 3, 2),
        starts_time="19:00",
        ends_time="20:15",
        description="",
    )
    march_8, march_15 = (
        replace(SEMINAR, part=f"{day:%Y%m%d}T1800", starts_on=day, ends_on=day)
        for day in (date(2027, 3, 8), date(2027, 3, 15))
    )
    assert told == [SEMINAR, moved, march_8, march_15]


def test_utc_times_of_google_are_those_of_its_calendar() -> None:
    evening = next(one for one in items_in(as_sent("google.ics")) if "evening" in one.title)
    assert (evening.starts_on, evening.starts_time, evening.timezone) == (
        date(2026, 12, 10),
        "19:30",
        "America/New_York",
    )
    assert evening.description == "Tentative, says its source."


def test_a_google_file_is_the_same_a_minute_later() -> None:
    earlier = as_sent("google.ics")
    later = earlier.replace(b"DTSTAMP:20261124T120000Z", b"DTSTAMP:20261124T120100Z")
    assert earlier != later
    assert list(ics.outline(earlier, ASKED)) == list(ics.outline(later, ASKED))


def test_outlook_zones_are_understood_by_name() -> None:
    told = items_in(as_sent("outlook.ics"))
    assert [(one.starts_on, one.starts_time, one.ends_time, one.timezone) for one in told] == [
        (date(2026, 12, 7), "08:30", "09:30", "America/New_York"),
        (date(2027, 1, 15), "13:00", "14:30", "America/Chicago"),
        (date(2027, 2, 19), "13:00", "14:30", "America/Chicago"),
        (date(2027, 3, 19), "13:00", "14:30", "America/Chicago"),
        (date(2027, 2, 1), "", "", ""),
    ]


@pytest.mark.parametrize("name", ["CST", "Central Standard Time", "Central Time (US & Canada)"])
def test_central_standard_time_in_june_is_central_time(name: str) -> None:
    body = calendar(event(f'DTSTART;TZID="{name}":20270615T090000', dtstart=""))
    [told] = items_in(body, zone="America/New_York")
    assert (told.starts_on, told.starts_time, told.timezone) == (
        date(2027, 6, 15),
        "09:00",
        "America/Chicago",
    )


def test_an_outlook_alarm_tells_nothing_of_its_event() -> None:
    forum = items_in(as_sent("outlook.ics"))[0]
    assert forum.title == "Sample forum"
    assert forum.description == "Sample agenda:\n\n1. Welcome\n2. Budget; questions"
    assert (forum.modality, forum.venue) == ("hybrid", "Sample Library")
    assert forum.organizers == ("Sample, Office of Events",)


def test_an_apple_event_tells_its_place_over_two_lines() -> None:
    [reception] = items_in(as_sent("apple.ics"))
    assert (reception.venue, reception.city, reception.state, reception.country) == (
        "Sample Museum, 100 Larkin St",
        "San Francisco",
        "CA",
        "US",
    )
    assert (reception.key, reception.url) == (
        "0B1C2D3E-SAMP-4LE0-8A9B-0123456789AB",
        "https://reception.example.org/",
    )
    assert (reception.starts_time, reception.timezone) == ("18:00", "America/Los_Angeles")


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_a_file_folded_inside_its_letters_is_read_whole(ends: bytes) -> None:
    lines = as_sent("university.ics").split(b"\r\n")
    cut = [(ends + b" ").join(line[n : n + 17] for n in range(0, len(line), 17)) for line in lines]
    with pytest.raises(UnicodeDecodeError):
        cut[7].split(ends)[3].decode()
    [lecture] = items_in(ends.join(cut))
    assert replace(lecture, line=5) == LECTURE


def test_bare_line_feeds_and_names_in_small_letters_do_no_harm() -> None:
    assert items_in(as_sent("university.ics").replace(b"\r\n", b"\n")) == [LECTURE]


def test_zones_are_told_by_path_location_and_offsets() -> None:
    assert clocks("zones.ics") == {
        "By its offsets": ("12-09", "09:00", "12-09", "10:00", "America/Denver"),
        "By its location": ("12-09", "09:00", "12-09", "10:00", "Europe/Paris"),
        "By its path": ("12-09", "09:00", "12-09", "10:00", "America/New_York"),
        "Floating": ("12-09", "09:00", "12-09", "10:00", "America/Chicago"),
        "By nothing": ("12-09", "09:00", "12-09", "10:00", "America/Chicago"),
        "A flight": ("12-09", "09:00", "12-09", "14:00", "America/New_York"),
    }


def test_only_a_zone_that_nobody_knows_is_noted() -> None:
    notes = {one.title: one.notes for one in items_in(as_sent("zones.ics")) if one.notes}
    said = "The time zone 'Sample-private-3' is not known; America/Chicago was taken."
    assert notes == {"By nothing": (said,)}


def test_zones_that_follow_their_events_are_found() -> None:
    body = as_sent("zones.ics")
    head, _, rest = body.partition(b"BEGIN:VTIMEZONE")
    zones, event, events = rest.partition(b"BEGIN:VEVENT")
    events = event + events.removesuffix(b"END:VCALENDAR\r\n")
    turned = head + events + b"BEGIN:VTIMEZONE" + zones + b"END:VCALENDAR\r\n"
    assert [one.timezone for one in items_in(turned)] == [one.timezone for one in items_in(body)]


def test_an_end_is_told_in_every_way_there_is() -> None:
    denver = "America/Denver"
    assert clocks("times.ics") == {
        "Sample conference of three days": ("03-10", "", "03-12", "", ""),
        "Sample day without an end": ("03-10", "", "03-10", "", ""),
        "Sample day that ends where it begins": ("03-10", "", "03-10", "", ""),
        "Sample gala until midnight": ("03-10", "19:00", "03-10", "23:59", denver),
        "Sample gala past midnight": ("03-10", "19:00", "03-11", "00:30", denver),
        "Sample call of ninety minutes": ("03-10", "19:00", "03-10", "20:30", denver),
        "Sample retreat of two days": ("03-10", "", "03-11", "", ""),
        "Sample call without an end": ("03-10", "19:00", "03-10", "", denver),
        "Sample night watch of eight hours": ("03-13", "22:00", "03-14", "07:00", denver),
        "Sample call at a time that never comes": ("03-14", "02:30", "03-14", "04:00", denver),
    }
    assert all(one.notes == () for one in items_in(as_sent("times.ics")))
