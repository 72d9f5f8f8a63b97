from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from netmentor.db.bulk import change
from netmentor.db.models import Landmark
from netmentor.db.reading import rows
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("database")

EASTWARD = timezone(timedelta(hours=5))
WESTWARD = timezone(timedelta(hours=-8))
HALF_A_SECOND = timedelta(milliseconds=500)


@pytest.mark.parametrize("zone", [UTC, EASTWARD, WESTWARD])
async def test_a_moment_comes_back_in_utc_whatever_its_offset_was(zone: timezone) -> None:
    await Landmark.create(name="n", at=NOON.astimezone(zone))

    kept = (await Landmark.get(name="n")).at

    assert (kept, kept.utcoffset()) == (NOON, timedelta(0))


@pytest.mark.parametrize("zone", [UTC, EASTWARD, WESTWARD])
async def test_a_bound_finds_the_same_rows_in_every_offset(zone: timezone) -> None:
    for name, moment in (
        ("before", -HALF_A_SECOND),
        ("at", timedelta(0)),
        ("after", HALF_A_SECOND),
    ):
        await Landmark.create(name=name, at=NOON + moment)
    bound = NOON.astimezone(zone)

    assert {row.name for row in await Landmark.filter(at__lt=bound)} == {"before"}
    assert {row.name for row in await Landmark.filter(at__lte=bound)} == {"before", "at"}
    assert {row.name for row in await Landmark.filter(at__gt=bound)} == {"after"}
    assert {row.name for row in await Landmark.filter(at__in=[bound])} == {"at"}
    assert {row.name for row in await Landmark.filter(at__range=(bound, bound))} == {"at"}


async def test_a_moment_without_a_zone_is_refused_when_saved_and_when_asked_for() -> None:
    naive = datetime(2026, 11, 24, 12)  # noqa: DTZ001

    with pytest.raises(ValueError, match="takes a moment with a zone"):
        await Landmark.create(name="n", at=naive)
    with pytest.raises(ValueError, match="takes a moment with a zone"):
        await Landmark.filter(at__lt=naive)
    with pytest.raises(ValueError, match="takes a moment with a zone"):
        await Landmark.all().update(at=naive)


async def test_text_is_no_moment() -> None:
    with pytest.raises(TypeError, match="takes a datetime"):
        await Landmark.filter(at="2026-11-24")


@pytest.mark.parametrize("zone", [UTC, EASTWARD, WESTWARD])
async def test_a_plain_statement_keeps_and_compares_the_same_moment(zone: timezone) -> None:
    await Landmark.create(name="n", at=NOON)
    told = NOON.astimezone(zone)
    await change("UPDATE landmark SET at = ?", told)
    at_least = "SELECT 1 FROM landmark WHERE at >= ?"
    assert await rows(at_least, NOON)
    assert await rows(at_least, told)
    assert not await rows(at_least, told + HALF_A_SECOND)
