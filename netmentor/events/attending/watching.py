"""Who watches which event, and why; among whose dates it is, as what, and whose changed."""

from __future__ import annotations

from collections.abc import Collection, Set
from enum import StrEnum

from netmentor.db.bulk import change
from netmentor.db.reading import among, rows
from netmentor.events.attending.models import Following, Watch

Had = tuple[int, int, str]  # a user, an event among their dates, and what they said to it


class Reason(StrEnum):
    ATTENDING = "attending"  # or interested, or was there
    SERIES = "series"  # they follow the series it is an edition of


# `attending.entries` shows these to their users: what counts there as shown, counts here.
_HAD = """
    FROM watch AS w JOIN event AS e ON e.id = w.event_id
        LEFT JOIN attendance AS a ON a.user_id = w.user_id AND a.event_id = w.event_id
    WHERE e.merged_into_id IS NULL AND coalesce(a.answer, '') <> 'skipped'
        AND (e.owner_id IS NULL OR (e.owner_id = w.user_id AND e.gone_at IS NULL))
        AND EXISTS (SELECT 1 FROM published AS p WHERE p.event_id = e.id)"""
_WHAT = "CASE a.answer WHEN 'went' THEN 'going' ELSE coalesce(a.answer, '') END"
# Editions and those who follow their series: a watch that nobody has any reason for, and a
# reason that nobody watches for yet.
_ASTRAY = f"""
    FROM watch AS w JOIN event AS e ON e.id = w.event_id
        LEFT JOIN following AS f ON f.user_id = w.user_id AND f.series_id = e.series_id
            AND e.merged_into_id IS NULL
    WHERE w.reason = '{Reason.SERIES}' AND f.id IS NULL"""
_MISSING = f"""
    FROM event AS e JOIN following AS f ON f.series_id = e.series_id
        LEFT JOIN watch AS w ON w.event_id = e.id AND w.user_id = f.user_id
            AND w.reason = '{Reason.SERIES}'
    WHERE e.merged_into_id IS NULL AND w.id IS NULL"""


async def watch(user_id: int, event_ids: Collection[int], reason: Reason) -> None:
    """Have a user watch these events; those watched already stay. Inside a transaction."""
    wanted = [Watch(user_id=user_id, event_id=one, reason=reason) for one in event_ids]
    await Watch.bulk_create(wanted, ignore_conflicts=True)


async def watch_editions(event_ids: Collection[int]) -> set[int]:
    """Have these events watched by those who follow their series, and by no others for that.

    Returns the users to whom another event is a date by it. Inside the caller's transaction.
    """
    if not await Following.exists():  # whoever stops following stops watching at once
        return set()
    condition, one_parameter = among(event_ids)
    these = f"AND e.id {condition}"
    moved: set[int] = set()
    for which in (_ASTRAY, _MISSING):
        question = f"SELECT DISTINCT e.id {which} {these}"
        moved |= {event_id for (event_id,) in await rows(question, one_parameter)}
    if not moved:
        return set()
    before = await had(moved)
    astray = f"DELETE FROM watch WHERE id IN (SELECT w.id {_ASTRAY} {these})"  # noqa: S608
    missing = f"""
        INSERT INTO watch (user_id, event_id, reason)
        SELECT f.user_id, e.id, '{Reason.SERIES}' {_MISSING} {these} ON CONFLICT DO NOTHING"""
    for statement in (astray, missing):
        await change(statement, one_parameter)
    return whose(before ^ await had(moved))


async def had(event_ids: Collection[int], user_id: int | None = None) -> Set[Had]:
    """Who has which of these events among their dates, and as what; of all, or of one user."""
    theirs = "" if user_id is None else f" AND w.user_id = {user_id}"
    condition, one_parameter = among(event_ids)
    question = f"SELECT w.user_id, w.event_id, {_WHAT} {_HAD}{theirs} AND e.id {condition}"
    return {(user, event, what) for user, event, what in await rows(question, one_parameter)}


async def who_has(event_ids: Collection[int]) -> set[int]:
    """The users who have any of these events among their dates."""
    if not event_ids:
        return set()
    condition, one_parameter = among(event_ids)
    question = f"SELECT w.user_id {_HAD} AND e.id {condition}"
    return {row[0] for row in await rows(question, one_parameter)}


def whose(dates: Set[Had]) -> set[int]:
    """The users of these."""
    return {user for user, _, _ in dates}
