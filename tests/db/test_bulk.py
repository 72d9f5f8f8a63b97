"""Many rows at once: all of them, however many one statement takes, and found again by a list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tortoise.exceptions import IntegrityError

from netmentor.db.bulk import Change, change_each, insert
from netmentor.db.models import Landmark
from netmentor.db.reading import rows_among
from netmentor.db.transactions import transaction
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("database")
COLUMNS = ("name", "at", "note")
MANY = 12_000  # more than one statement of SQLite's takes


async def test_all_rows_are_inserted_and_none_is_none() -> None:
    later = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    rows = [(f"sample {n}", later if n % 2 else NOON, f"“{n}”") for n in range(MANY)]
    async with transaction():
        await insert(Landmark, COLUMNS, rows)
        await insert(Landmark, COLUMNS, [])

    found = await Landmark.filter(name__startswith="sample ").values_list("name", "at", "note")
    assert sorted(found) == sorted(rows)


async def test_rows_are_found_among_thousands_of_values_and_among_none() -> None:
    names = [f"sample {n}" for n in range(MANY)]
    async with transaction():
        await insert(Landmark, COLUMNS, [(name, NOON, "kept") for name in names[:3]])
    question = "SELECT name FROM landmark WHERE note = 'kept' AND"

    assert sorted(name for (name,) in await rows_among(question, "name", names)) == names[:3]
    assert await rows_among(question, "name", ["'); DROP TABLE landmark --", 'a "b"']) == []
    assert await rows_among(question, "name", []) == []


NOTE = "INSERT INTO landmark (name, at, note) VALUES (?, ?, ?) RETURNING note"


async def test_changes_are_made_in_their_order_and_each_tells_what_it_returned() -> None:
    said = "UPDATE landmark SET note = note || ? WHERE name = 'sample' RETURNING note"
    async with transaction():
        told = await change_each(
            Change(NOTE, ("sample", NOON, "a")), Change(said, ("b",)), Change(said, ("c",))
        )

    assert [[one["note"] for one in rows] for rows in told] == [["a"], ["ab"], ["abc"]]


async def test_of_changes_one_of_which_fails_none_is_kept_and_the_next_ones_are() -> None:
    same = Change(NOTE, ("sample", NOON, ""))
    with pytest.raises(IntegrityError):
        async with transaction():
            await change_each(same, same, Change(NOTE, ("other", NOON, "")))
    assert await Landmark.filter(name__in=["sample", "other"]).count() == 0

    async with transaction():
        await change_each(same)
    assert await Landmark.filter(name="sample").count() == 1
