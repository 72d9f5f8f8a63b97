"""Landmarks: when something that operators ask about happened last."""

from __future__ import annotations

from datetime import datetime

from netmentor.db.models import Landmark


async def record(name: str, *, at: datetime, note: str = "") -> None:
    """Write down that `name` happened `at` that moment, in place of the time before."""
    await Landmark.update_or_create({"at": at, "note": note}, name=name)


async def last(name: str) -> Landmark | None:
    """The last time `name` happened, or None."""
    return await Landmark.get_or_none(name=name)
