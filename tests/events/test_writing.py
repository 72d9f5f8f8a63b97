"""Two processes that write events at once take turns, and neither loses what it was told."""

from __future__ import annotations

import asyncio

import pytest

from netmentor.events.actions import Told, announce, put_tellings
from netmentor.events.curating.actions import settle_resemblance
from netmentor.events.curating.queries import open_resemblances
from netmentor.events.curating.rules import Verdict
from netmentor.events.models import Event
from netmentor.events.rows import names_known
from netmentor.events.writing import rehearsing, writing
from tests.events.telling import make_teller, tell
from tests.factories import NOON, make_draft


@pytest.mark.usefixtures("database")
async def test_an_event_is_what_both_its_sources_told_though_they_came_at_once() -> None:
    boring = {"venue": "", "description": ""}
    for key in ("alpha", "beta"):
        await tell(await make_teller(key), make_draft(external_id=key, **boring))
    [pair] = await open_resemblances()
    stays = await settle_resemblance(pair.id, Verdict.SAME, now=NOON)
    told, may_go_on = asyncio.Event(), asyncio.Event()

    async def tell_more(key: str, **words: str) -> None:
        draft = make_draft(external_id=key, **boring | words)
        async with writing():
            source = await make_teller(key)
            one = Told(draft=draft, item=key)
            outcome = await put_tellings(source, [one], await names_known(), now=NOON)
            told.set()
            await may_go_on.wait()
            await announce(outcome.touched, retold=outcome.retold, now=NOON)

    first = asyncio.create_task(tell_more("alpha", description="Sample words"))
    await told.wait()
    second = asyncio.create_task(tell_more("beta", venue="Sample Hall"))
    await asyncio.sleep(0.2)
    may_go_on.set()
    await asyncio.gather(first, second)

    event = await Event.get(slug=stays)
    assert (event.description, event.venue) == ("Sample words", "Sample Hall")


@pytest.mark.usefixtures("database")
async def test_a_rehearsal_leaves_nothing_behind_and_says_what_would_come_of_it() -> None:
    await tell(await make_teller("alpha"), make_draft(external_id="known"))
    source = await make_teller("alpha")
    more = [Told(draft=make_draft(external_id=name), item=name) for name in ("known", "new")]

    async with rehearsing():
        outcome = await put_tellings(source, more, await names_known(), now=NOON)
        await announce(outcome.touched, retold=outcome.retold, now=NOON)

    assert outcome.added == ("new",)
    assert await Event.all().count() == 1


@pytest.mark.usefixtures("database")
async def test_a_transaction_waits_for_the_one_that_writes() -> None:
    order: list[str] = []

    async def write(name: str, inside: asyncio.Event) -> None:
        async with writing():
            order.append(f"{name} begins")
            inside.set()
            await asyncio.sleep(0.05)
            order.append(f"{name} ends")

    begun = asyncio.Event()
    first = asyncio.create_task(write("first", begun))
    await begun.wait()
    await write("second", asyncio.Event())
    await first

    assert order == ["first begins", "first ends", "second begins", "second ends"]
