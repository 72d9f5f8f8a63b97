"""Events that one person keeps for themselves: seen by nobody else, put away and taken back."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tortoise.exceptions import DoesNotExist

from netmentor.accounts.actions import bump
from netmentor.accounts.models import User
from netmentor.db import wiping
from netmentor.db.bulk import insert
from netmentor.db.transactions import transaction
from netmentor.errors import Invalid, NotFound
from netmentor.events.attending.models import Attendance
from netmentor.events.attending.rules import NOT_WATCHED, Answer
from netmentor.events.attending.watching import Reason, had, watch, who_has, whose
from netmentor.events.drafts import Draft, why_not_keepable
from netmentor.events.importing.models import Source
from netmentor.events.models import Event, Published
from netmentor.events.publishing import FIRST_COLUMNS, first_published, publish
from netmentor.events.queries import ALL_OF_AN_EVENT
from netmentor.events.rows import (
    Names,
    columns_of,
    derive_moments,
    draft_of,
    listed,
    names_known,
    rows_of,
)
from netmentor.events.rules import Authority
from netmentor.events.writing import writing
from netmentor.text import is_slug

KEY = "own"  # of the source that stands for everybody's own
IN_THE_BIN = timedelta(days=30)
MOST_OWN = 2_000  # events of one person

_PARTS = ("deadlines", "prices", "credits")
_UNSEARCHED = {"search_head": "", "search_body": ""}


class Unkeepable(Invalid):
    """A draft that nobody could keep; the sentence says why."""


async def keep(user: User, draft: Draft, *, now: datetime) -> Event:
    """Keep an event that only `user` sees, who goes to it; raise Unkeepable for what is none."""
    _check(draft)
    async with writing():
        if await Event.filter(owner=user, gone_at=None).count() >= MOST_OWN:
            raise Unkeepable(f"You keep {MOST_OWN:,} events already; put some away first.")
        event = await _keep(user.id, draft, await names_known(), now=now)
        await Attendance.create(user=user, event=event, answer=Answer.GOING.value, changed_at=now)
        await watch(user.id, [event.id], Reason.ATTENDING)
        await bump(await who_has([event.id]))
    return event


async def change(event: Event, draft: Draft, *, now: datetime) -> None:
    """Make an event that somebody keeps for themselves what `draft` says."""
    _check(draft)
    async with writing():
        names = await names_known()
        draft, before = _alone(draft), event.status
        await _reread(event)
        event.update_from_dict(columns_of(draft, names, now=now) | _UNSEARCHED)
        event.status_changed_at = now if event.status != before else event.status_changed_at
        derive_moments(event)
        await event.save()
        await _write_parts(event, draft, names)
        await event.fetch_related("published")
        if await publish(event, listed(event, draft, names), now=now):
            await bump(await who_has([event.id]))


async def put_away(event: Event, *, now: datetime) -> None:
    """Put an event of one's own into the bin, where it lies for 30 days."""
    await _set_away(event, now)


async def take_back(event: Event) -> None:
    """Take an event of one's own out of the bin."""
    await _set_away(event, None)


async def empty_bins(*, now: datetime) -> None:
    """Delete what has lain in a bin for 30 days."""
    async with transaction():
        if await Event.filter(owner_id__not_isnull=True, gone_at__lte=now - IN_THE_BIN).delete():
            await wiping.note_erased(now=now)


async def keep_for_attendees(event_ids: Collection[int], *, now: datetime) -> None:
    """Give everybody who said or noted something of these events one of their own instead.

    For events that are about to be deleted: what somebody noted is not the source's to take.
    Inside the caller's transaction.
    """
    rows = Attendance.filter(event_id__in=list(event_ids)).order_by("id")
    attendances = await rows
    if not attendances:
        return
    names = await names_known()
    doomed = Event.filter(id__in=[row.event_id for row in attendances])
    events = {one.id: one for one in await doomed.prefetch_related(*ALL_OF_AN_EVENT)}
    for row in attendances:
        copy = await _keep(row.user_id, draft_of(events[row.event_id]), names, now=now)
        await Attendance.filter(id=row.id).update(event_id=copy.id)
        if row.answer not in NOT_WATCHED:
            await watch(row.user_id, [copy.id], Reason.ATTENDING)


async def own_event(user: User, slug: str) -> Event:
    """The event that `user` keeps at this address; anybody else's is as unknown as none."""
    rows = Event.filter(owner=user, slug=slug).prefetch_related(*ALL_OF_AN_EVENT)
    event = await rows.first() if is_slug(slug) else None
    if event is None:
        raise NotFound("There is no such event.")
    return event


async def source_of_own() -> Source:
    """The source that stands for everybody's own."""
    told = {"name": "Events that members keep for themselves", "authority": Authority.PROPOSE.value}
    source, _ = await Source.get_or_create(told, key=KEY)
    return source


def _check(draft: Draft) -> None:
    if reason := why_not_keepable(draft):
        raise Unkeepable(reason)


async def _keep(user_id: int, draft: Draft, names: Names, *, now: datetime) -> Event:
    """Write the rows. The address is drawn: no title shows in it, and no other can be guessed."""
    draft = _alone(draft)
    event = Event(
        **columns_of(draft, names, now=now) | _UNSEARCHED,
        source=await source_of_own(),
        external_id=str(uuid4()),
        slug=f"own-{secrets.token_hex(8)}",
        uid=str(uuid4()),
        owner_id=user_id,
        created_at=now,
        status_changed_at=now,
    )
    derive_moments(event)
    await event.save()
    await _write_parts(event, draft, names)
    told = first_published(event, listed(event, draft, names), now=now)
    await insert(Published, FIRST_COLUMNS, told)
    return event


def _alone(draft: Draft) -> Draft:
    """Without what it would share with listed events, whose pages and queries go by these."""
    return replace(draft, series="", topics=(), organizers=())


async def _write_parts(event: Event, draft: Draft, names: Names) -> None:
    for part in _PARTS:
        related: Any = getattr(event, part)
        await related.all().delete()
        for row in rows_of(event, draft, names, part):
            await row.save()


async def _reread(event: Event) -> None:
    """Read anew whether it lies in the bin: what is saved here may have been asked for long ago."""
    try:
        await event.refresh_from_db(["gone_at"])
    except DoesNotExist as exc:
        raise NotFound("There is no such event.") from exc


async def _set_away(event: Event, moment: datetime | None) -> None:
    async with writing():
        before = await had([event.id])
        await Event.filter(id=event.id).update(gone_at=moment)
        await bump(whose(before ^ await had([event.id])))
