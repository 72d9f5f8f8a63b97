"""What pages say about where an event comes from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.rules import BY_FORM, LISTS, LONGEST_KEY
from netmentor.events.models import Event
from netmentor.events.rules import Authority, SourceKind
from netmentor.events.written import Plain
from netmentor.text import is_slug


@dataclass(frozen=True, slots=True)
class Witness:
    """One source of an event: where it tells of it, and when it was seen there last.

    `is_last`: it has not been seen there since, because it is listed no longer, or because
    the source answers no longer. `is_file`: whoever runs the service handed in a file of it;
    `is_told_here`: its organizers told of it on pages of this service.
    """

    url: str
    is_organizer: bool
    seen_on: date
    is_last: bool
    is_file: bool
    is_told_here: bool = False


def may_be_key(text: str) -> bool:
    """True for what a source could be called by."""
    return is_slug(text) and len(text) <= LONGEST_KEY


async def witnesses_of(event: Event) -> list[Witness]:
    """The sources that an event stands on, the first to tell of it first."""
    tellings = await Telling.filter(event=event).order_by("id").select_related("source")
    return [
        _witness(telling, telling.source)
        for telling in tellings
        if telling.source.authority != Authority.PROPOSE or telling.accepted
    ]


def _witness(telling: Telling, source: Source) -> Witness:
    said: Plain = json.loads(telling.draft)
    seen_on = date.fromisoformat(said["verified_on"])
    # What comes with the program was checked by people, each event on its own day.
    if source.format and (seen_at := telling.last_seen_at or source.read_at):
        seen_on = max(seen_on, seen_at.date())
    told_here = source.format == BY_FORM or source.key.startswith(LISTS)
    return Witness(
        url=said["source_url"],
        is_organizer=said["source_kind"] == SourceKind.ORGANIZER,
        seen_on=seen_on,
        is_file=bool(source.format and not source.address and not told_here),
        is_told_here=told_here,
        is_last=bool(telling.last_seen_at or source.retired_at or source.failures),
    )
