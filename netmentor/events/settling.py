"""Making known events what their sources and a person's hand come to together."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from netmentor.events.curating.models import Lock
from netmentor.events.drafts import Draft, why_not_listable
from netmentor.events.facets import Voice, differences, merged
from netmentor.events.importing.models import Telling
from netmentor.events.models import Change, Event
from netmentor.events.publishing import publish
from netmentor.events.queries import ALL_OF_AN_EVENT
from netmentor.events.rows import (
    Names,
    draft_of,
    learn_topics,
    listed,
    search_body,
    search_head,
    write,
)
from netmentor.events.rules import listing_day
from netmentor.events.voices import heard, locked
from netmentor.events.written import read

LISTING = "listing"  # in a change, beside the facets: whether any source lists the event


@dataclass(slots=True)
class Settled:
    """Which events became something else, by id, and which stayed because nothing fits.

    `retold` are those of `changed` of which calendars are told something else.
    """

    changed: list[int] = field(default_factory=list)
    retold: list[int] = field(default_factory=list)
    unfit: dict[int, str] = field(default_factory=dict)


async def settle(event_ids: Collection[int], names: Names, *, now: datetime) -> Settled:
    """Bring these events up to date with their tellings and locks.

    Runs inside the caller's transaction. An event that would not be listable stays as it
    is; so does one that no source told anything of.
    """
    done = Settled()
    voices = await voices_of(event_ids)
    locks = await locked(Lock.filter(event_id__in=list(event_ids)), "event_id")
    rows = Event.filter(id__in=list(voices)).order_by("id")
    for event in await rows.prefetch_related(*ALL_OF_AN_EVENT):
        draft = read(merged(voices[event.id], locks[event.id]))
        if reason := why_not_listable(draft):
            done.unfit[event.id] = reason
            continue
        changed, retold = await _make(event, draft, voices[event.id], names, now=now)
        done.changed += [event.id] if changed else []
        done.retold += [event.id] if retold else []
    return done


async def voices_of(event_ids: Collection[int]) -> dict[int, list[Voice]]:
    """What each source says of each of these events, by the events' ids."""
    return await heard(Telling.filter(event_id__in=list(event_ids)), "event_id")


async def _make(
    event: Event, draft: Draft, voices: list[Voice], names: Names, *, now: datetime
) -> tuple[bool, bool]:
    """Make `event` what `draft` says; return whether it was something else, and for calendars."""
    before = draft_of(event)
    changes: dict[str, object] = dict(differences(before, draft))
    all_gone = all(voice.is_gone for voice in voices)
    gone_at = _gone_at(event, draft, all_gone, now=now)
    if bool(gone_at) != bool(event.gone_at):
        changes[LISTING] = ["gone" if event.gone_at else "there", "gone" if gone_at else "there"]
    checked = ("source_url", "source_kind", "verified_on")
    same = not changes and all(getattr(before, one) == getattr(draft, one) for one in checked)
    words = (search_head(draft, names), search_body(draft))  # an organizer's new name shows here
    if same and words == (event.search_head, event.search_body):
        retold = await publish(event, listed(event, draft, names), now=now)
        return retold, retold
    if before.status != draft.status:
        event.status_changed_at = now
    event.gone_at = gone_at
    await learn_topics([draft], names)
    await write(event, draft, names, changes.keys(), now=now)
    retold = await publish(event, listed(event, draft, names), now=now)
    if changes:
        if "description" in changes:  # that it did is told, and not its thousands of words
            changes["description"] = [{"description": ""}, {"description": ""}]
        await Change.create(event=event, seen_at=now, told=json.dumps(changes))
    return True, retold


def _gone_at(event: Event, draft: Draft, all_gone: bool, *, now: datetime) -> datetime | None:
    """Since when no source lists it. A calendar that drops what is over says nothing by it."""
    if not all_gone:
        return None
    over = draft.ends_on is not None and draft.ends_on < listing_day(now)
    return event.gone_at or (None if over else now)
