"""Which events and series have a page of their own, for whoever walks all of them."""

from __future__ import annotations

from datetime import datetime

from netmentor.db.reading import moment_of, rows

_EVENTS = """
    SELECT slug, changed_at FROM event
    WHERE merged_into_id IS NULL AND owner_id IS NULL
        AND (starts_on IS NOT NULL OR status = 'expected')
    ORDER BY id"""
_SERIES = "SELECT slug FROM series WHERE retired_at IS NULL ORDER BY id"


async def addresses_of_events() -> list[tuple[str, datetime | None]]:
    """The slug of each event that is dated or expected, and when it last changed."""
    return [(slug, moment_of(changed_at)) for slug, changed_at in await rows(_EVENTS)]


async def addresses_of_series() -> list[str]:
    """The slug of each series that its source still names."""
    return [slug for (slug,) in await rows(_SERIES)]
