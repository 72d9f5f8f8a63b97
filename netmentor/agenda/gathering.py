"""Everything dated of one user, out of every room: what pages, feeds and letters read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from netmentor.calendars.dated import Dated, Kind


async def gather(
    user_id: int,
    *,
    first: date,
    last: date | None = None,
    kinds: Collection[Kind] = frozenset(Kind),
) -> list[Dated]:
    """What is dated of a user from `first` to `last`, each day where the thing is.

    In the order of days; what takes whole days comes before what has an hour.
    """
    raise NotImplementedError
