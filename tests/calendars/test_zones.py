"""The rules we tell of a zone give the same clock as the zone data."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from importlib import resources
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.calendars.zones import is_zone, vtimezone, zone_data_version
from tests.calendars.entries import OTHER_ZONES, US_ZONES

HOUR = timedelta(hours=1)


def told(name: str) -> tzinfo:
    """The zone as another program understands our VTIMEZONE."""
    found = tz.tzical(StringIO(vtimezone(name))).get(name)
    assert found is not None
    return found


def around_changes(name: str) -> list[datetime]:
    """Moments in UTC every hour near each change of the zone's clock, and every month."""
    zone = ZoneInfo(name)
    found = []
    day = datetime(2018, 1, 1, tzinfo=UTC)
    while day < datetime(2036, 12, 31, tzinfo=UTC):
        later = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            found += [day + n * HOUR for n in range(-2, 27)]
        elif day.day == 15:
            found.append(day)
        day = later
    return found


@pytest.mark.parametrize("name", [*US_ZONES, *OTHER_ZONES])
def test_another_program_reads_the_same_clock(name: str) -> None:
    zone, understood = ZoneInfo(name), told(name)
    wrong = []
    for moment in around_changes(name):
        local = moment.astimezone(zone)
        wall = local.replace(tzinfo=None)
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        if not twice and understood.utcoffset(wall) != local.utcoffset():
            wrong.append(moment.isoformat())
    assert wrong == []


@pytest.mark.parametrize("name", US_ZONES)
def test_a_zone_of_the_united_states_is_told_as_rules_and_not_as_history(name: str) -> None:
    text = vtimezone(name)

    assert text.count("DTSTART:") <= 2
    assert text.count("RRULE:") == (2 if text.count("DTSTART:") == 2 else 0)
    assert "RDATE" not in text
    assert len(text) < 400


@given(st.text(max_size=40) | st.sampled_from(["../UTC", "/etc/passwd", "A" * 5000, "", "\x00"]))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_no_text_is_a_zone_by_accident(name: str) -> None:
    assert is_zone(name) == (name in available_timezones())


def test_the_zone_data_has_a_version() -> None:
    assert zone_data_version()[:4].isdigit()


@pytest.fixture
def other_zone_data(tmp_path: Path) -> Iterator[None]:
    """A later release, in which New York keeps the clock of Phoenix."""
    phoenix = resources.files("tzdata").joinpath("zoneinfo", "America", "Phoenix").read_bytes()
    (tmp_path / "America").mkdir()
    (tmp_path / "America" / "New_York").write_bytes(phoenix)
    (tmp_path / "tzdata.zi").write_text("# version 2099z\n")
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    yield
    zoneinfo.reset_tzpath()
    zone_data_version()
    ZoneInfo.clear_cache()
    vtimezone.cache_clear()


def test_a_new_release_is_followed_without_a_restart(
    request: pytest.FixtureRequest,
) -> None:
    before, told_before = zone_data_version(), vtimezone("America/New_York")

    request.getfixturevalue("other_zone_data")

    assert zone_data_version() == "2099z" != before
    assert vtimezone("America/New_York") != told_before
    assert "RRULE" not in vtimezone("America/New_York")
