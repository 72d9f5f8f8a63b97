"""Puts sample data that waits for a curator into the service whose data NETMENTOR_DATA names."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date

from netmentor import clock, settings
from netmentor.db.connections import connected
from netmentor.events.actions import Told, announce, put_tellings
from netmentor.events.drafts import Draft
from netmentor.events.importing.models import Source
from netmentor.events.rows import names_known
from netmentor.events.rules import Authority
from netmentor.events.writing import writing

PROPOSALS = 10
PAIRS = 4


def sample(name: str, title: str, day: int) -> Draft:
    """A webinar of December 2026."""
    return Draft(
        external_id=f"{name}-{day}",
        title=title,
        kind="webinar",
        status="confirmed",
        modality="online",
        organizers=("mgma",),
        starts_on=date(2026, 12, day),
        ends_on=date(2026, 12, day),
        starts_time="12:00",
        ends_time="13:00",
        timezone="America/Chicago",
        url=f"https://calendar.example/{name}",
        source_url="https://calendar.example/",
        verified_on=date(2026, 11, 22),
    )


async def tell(key: str, authority: Authority, drafts: Iterable[Draft]) -> None:
    source = await Source.create(key=key, name=key, authority=authority, format="ics")
    told = [Told(draft=draft, item=draft.external_id) for draft in drafts]
    async with writing():
        outcome = await put_tellings(source, told, await names_known(), now=clock.now())
        await announce(outcome.touched, retold=outcome.retold, now=clock.now())


async def fill() -> None:
    async with connected(settings.load()):
        days, few = range(1, PROPOSALS + 1), range(1, PAIRS + 1)
        talks = [sample("talk", f"Sample talk number {day}", day) for day in days]
        await tell("sample-talks", Authority.PROPOSE, talks)
        lunches = [sample("lunch", "Sample lunch", day) for day in few]
        await tell("sample-lunches", Authority.OVERWRITE, lunches)
        alike = [sample("other", "Annual sample lunch", day) for day in few]
        await tell("sample-others", Authority.FILL, alike)


if __name__ == "__main__":
    asyncio.run(fill())
