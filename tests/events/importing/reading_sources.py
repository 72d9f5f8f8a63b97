"""Calendars on loopback that change between readings, and all that is known of what they told."""

from __future__ import annotations

from asyncio import StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from netmentor.accounts.models import AgendaRevision
from netmentor.calendars.entry import Entry
from netmentor.calendars.parse import parse
from netmentor.calendars.publish import Head as CalendarHead
from netmentor.calendars.publish import calendar as published_calendar
from netmentor.events import changes
from netmentor.events.attending.models import Watch
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.refreshing import Refreshed, refresh
from netmentor.events.models import Change, Event, Published
from netmentor.events.rules import Authority
from tests.accounts.casting import make_watcher
from tests.events.importing.reading_calendars import calendar, event
from tests.factories import NOON, make_organization
from tests.fetching.asking import web
from tests.fetching.servers import Handler, Head, Server, answering, serving

ICS = "text/calendar; charset=utf-8"
NOTHING = answering(404)


@dataclass(kw_only=True)
class Origin:
    """A calendar of somebody else; what it answers can be changed between readings."""

    name: str
    answer: Handler = NOTHING
    server: Server = field(default_factory=Server)

    async def handle(self, head: Head, writer: StreamWriter) -> None:
        await self.answer(head, writer)

    @property
    def host(self) -> str:
        return f"{self.name}.example"

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.server.port}/events.ics"

    def holds(self, *events: str, **headers: str) -> None:
        """Answer a calendar of these events from now on."""
        self.answer = answering(200, calendar(*events), content_type=ICS, **headers)

    def uid(self, name: str) -> str:
        return f"{name}@{self.host}"

    def tells(self, name: str, **properties: str) -> str:
        """One event of it, an hour at noon on December 9 unless `properties` say otherwise."""
        boring = {
            "uid": self.uid(name),
            "summary": f"Sample {name} of {self.name}",
            "dtstart": "20261209T120000",
            "dtend": "20261209T130000",
            "url": f"https://{self.host}/{name}",
        }
        return event(**boring | properties)


@asynccontextmanager
async def origin(name: str) -> AsyncIterator[Origin]:
    made = Origin(name=name)
    async with serving(made.handle) as made.server:
        yield made


async def connected(to: Origin, **fields: Any) -> Source:
    """The source that reads `to` every six hours and is due at noon."""
    boring: dict[str, Any] = {
        "name": to.host,
        "authority": Authority.OVERWRITE.value,
        "address": to.address,
        "host": to.host,
        "timezone": "America/Chicago",
        "organization": await make_organization(),
        "every_hours": 6,
        "next_try_at": NOON,
    }
    return await Source.create(**boring | fields | {"key": fields.get("key", to.name)})


async def read(source: Source, *, hours: float = 0, **more: Any) -> Refreshed:
    """Read `source` so many hours after noon, as whoever has taken it would."""
    await source.refresh_from_db()
    return await refresh(source, web(**more), now=later(hours))


def later(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


async def event_called(name: str, of: Origin) -> Event:
    telling = await Telling.get(source__address=of.address, item=of.uid(name))
    return await Event.get(id=telling.event_id)


async def published_of(event: Event) -> Entry:
    """What calendars were last given of an event, read back from its text."""
    row = await Published.get(event=event, part="")
    zones = [row.timezone] if row.timezone else []
    [entry] = parse(published_calendar(CalendarHead(name=""), [row.text], zones))
    assert entry.sequence == row.sequence
    return entry


async def history_of(event: Event) -> list[tuple[str, ...]]:
    """What became of an event since it was listed, the latest first."""
    rows = await Change.filter(event=event).order_by("-seen_at", "-id")
    return [told.sentences for told in changes.told(rows)][:-1]


async def all_of(of: Origin) -> dict[str, list[dict[str, Any]]]:
    """Every row that what `of` told has become, but what is known of the source itself."""
    mine: dict[str, Any] = {"source__address": of.address}
    its: dict[str, Any] = {"event__source__address": of.address}
    return {
        "events": await Event.filter(**mine).order_by("id").values(),
        "tellings": await Telling.filter(**mine).order_by("id").values(),
        "published": await Published.filter(**its).order_by("id").values(),
        "changes": await Change.filter(**its).order_by("id").values(),
    }


async def watch(event: Event, user_id: int) -> None:
    await make_watcher(user_id)
    await Watch.create(user_id=user_id, event=event, reason="going")


async def bumped() -> dict[int, int]:
    """How often what concerns each user has changed, by the user's id."""
    return dict(await AgendaRevision.all().values_list("user_id", "number"))
