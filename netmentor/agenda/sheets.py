"""A month of one user: whole weeks, bars over several days, and what each day holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from netmentor.agenda.placing import Placed, within
from netmentor.calendars.sheets import Week, layouts, next_month, week


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month, whole weeks from Sunday on; `total` counts what touches the month itself."""

    month: date
    weeks: tuple[Week[Placed], ...]
    total: int


def sheet_of(several: Sequence[Placed], day: date) -> Sheet:
    """Lay out the month that `day` is in; `several` are in the order of `placing.placed`."""
    month = day.replace(day=1)
    things = dict(enumerate(several))
    spans = [(place, one.first_on, one.last_on) for place, one in things.items()]
    last = next_month(month) - timedelta(days=1)
    return Sheet(
        month=month,
        weeks=tuple(week(one, month, things) for one in layouts(month, spans)),
        total=len(within(several, month, last)),
    )
