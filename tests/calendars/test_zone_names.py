"""Time zones as others call them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from netmentor.calendars.zone_names import zone_called, zone_with
from netmentor.calendars.zones import is_zone


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("America/New_York", "America/New_York"),
        ('"America/New_York"', "America/New_York"),
        (" US/Eastern ", "US/Eastern"),
        ("America/Indiana/Knox", "America/Indiana/Knox"),
        ("/mozilla.org/20050126_1/America/New_York", "America/New_York"),
        ("/freeassociation.sourceforge.net/America/Indiana/Knox", "America/Indiana/Knox"),
        ("Eastern Standard Time", "America/New_York"),
        ("US Mountain Standard Time", "America/Phoenix"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("(UTC-06:00) Central Time (US & Canada)", "America/Chicago"),
        ("(GMT-05:00) Eastern Time (US and Canada)", "America/New_York"),
        ("(UTC-07:00) Arizona", "America/Phoenix"),
        ("(UTC-10:00) Hawaii", "Pacific/Honolulu"),
        ("(UTC) Coordinated Universal Time", "UTC"),
        ("Pacific Daylight Time", "America/Los_Angeles"),
        ("EST", "America/New_York"),
        ("edt", "America/New_York"),
        ("CST", "America/Chicago"),
        ("MST", "America/Denver"),
        ("HST", "Pacific/Honolulu"),
        ("ET", "America/New_York"),
        ("Z", "UTC"),
        ("GMT", "UTC"),
    ],
)
def test_a_zone_is_known_by_what_people_call_it(name: str, zone: str) -> None:
    assert zone_called(name) == zone


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/",
        "//",
        "../../etc/passwd",
        "America",
        "America/",
        "America/New_York/../../../etc/passwd",
        "A" * 5_000,
        "America/New_York" + " " * 5_000 + "x",
        "America/New\x00_York",
        "Customized Time Zone",
        "Eastern or Central",
        "Central European Time",
        "(UTC-05:00) Bogota, Lima, Quito",
        "\ud800",
    ],
)
def test_a_zone_that_nobody_can_be_sure_of_is_none(name: str) -> None:
    assert zone_called(name) == ""


def test_every_zone_of_windows_is_one_of_ours() -> None:
    unknown = [name for name in WINDOWS_TO_OLSON if not is_zone(zone_called(name))]
    assert unknown == []


@given(st.text(max_size=200) | st.text(st.sampled_from("/.() -+0123456789UTCGMESP"), max_size=60))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_any_name_is_a_zone_or_none(name: str) -> None:
    assert zone_called(name) == "" or is_zone(zone_called(name))


@pytest.mark.parametrize(
    ("standard", "daylight", "zone"),
    [
        (-5, -4, "America/New_York"),
        (-7, -7, "America/Phoenix"),
        (0, 0, "UTC"),
        (-4.5, -4.5, ""),
        (-5.5, -4.5, ""),
        (0, 1, ""),
        (99, 99, ""),
    ],
)
def test_offsets_tell_a_zone_only_where_they_are_its_own(
    standard: float, daylight: float, zone: str
) -> None:
    assert zone_with(standard, daylight) == zone
