"""Many rows at once: all of them, however many one statement takes, and found again by a list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from netmentor.db.bulk import insert
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
