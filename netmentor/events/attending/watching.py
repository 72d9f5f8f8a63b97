"""Who watches which event, and why: whom a change of it must be told."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from netmentor.db.columns import values_of
from netmentor.events.attending.models import Following, Watch
from netmentor.events.models import Event


class Reason(StrEnum):
    ATTENDING = "attending"  # or interested, or was there
    SERIES = "series"  # they follow the series it is an edition of


async def watch(user_id: int, event_ids: Collection[int], reason: Reason) -> None:
    """Have a user watch these events; those watched already stay. Inside a transaction."""
    rows = [Watch(user_id=user_id, event_id=one, reason=reason) for one in event_ids]
    await Watch.bulk_create(rows, ignore_conflicts=True)


async def watch_editions(event_ids: Collection[int]) -> set[int]:
    """Have these events watched by those who follow their series, and by no others for that.

    Returns the users who watch one of them no longer. Inside the caller's transaction.
    """
    if not await Following.exists():  # whoever stops following stops watching at once
        return set()
    rows = Event.filter(id__in=list(event_ids), series_id__not_isnull=True, merged_into_id=None)
    series_of = dict(await rows.values_list("id", "series_id"))
    followers: dict[int, list[int]] = {series: [] for series in series_of.values()}
    following = Following.filter(series_id__in=list(followers))
    for series, user_id in await following.values_list("series_id", "user_id"):
        followers[series].append(user_id)
    wanted = {(one, event) for event, series in series_of.items() for one in followers[series]}
    there = Watch.filter(event_id__in=list(event_ids), reason=Reason.SERIES)
    known = {(row.user_id, row.event_id): row.id for row in await there}
    lost = known.keys() - wanted
    await Watch.filter(id__in=[known[both] for both in lost]).delete()
    new = [Watch(user_id=a, event_id=b, reason=Reason.SERIES) for a, b in wanted - known.keys()]
    await Watch.bulk_create(new, ignore_conflicts=True)
    return {user_id for user_id, _ in lost}


async def watchers_of(event_ids: Collection[int]) -> list[int]:
    """The users who watch any of these events."""
    return await values_of(Watch.filter(event_id__in=list(event_ids)).distinct(), "user_id")
