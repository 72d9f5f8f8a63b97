"""When a mentor can be met, taken along whole; all of it goes with their profile."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from netmentor.db.carried import Carried, Staying
from netmentor.mentoring.availability.models import (
    BusyCalendar,
    BusyTime,
    Closing,
    Opening,
    SessionType,
    Terms,
    WeeklyHours,
)
from netmentor.mentoring.rules import Medium


async def _soon(now: datetime) -> dict[str, Any]:
    return {"next_read_at": now}


_OF_THE_MENTOR = "mentor__user"
_READ_AGAIN = "the calendar is read again"
CARRIED = (
    Carried(table=WeeklyHours, whose=_OF_THE_MENTOR),
    Carried(table=SessionType, whose=_OF_THE_MENTOR, words={"medium": Medium}),
    Carried(table=Opening, whose=_OF_THE_MENTOR, named={"event": "slug"}),
    Carried(table=Closing, whose=_OF_THE_MENTOR),
    Carried(table=Terms, whose=_OF_THE_MENTOR),
    Carried(
        table=BusyCalendar,
        whose=_OF_THE_MENTOR,
        left=dict.fromkeys(
            "etag read_at read_on next_read_at taken_until failures trouble skipped".split(),
            _READ_AGAIN,
        ),
        anew=_soon,
    ),
)
LEFT: Staying = {BusyTime: "it stays in the calendar that it was read of, which is read again"}
