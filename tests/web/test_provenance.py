"""An event's page says where it comes from and when it was seen there, and follows a merger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import httpx2

from netmentor.db.transactions import transaction
from netmentor.events.actions import announce, mark_gone, put_from_source
from netmentor.events.curating import actions
from netmentor.events.curating.models import Resemblance
from netmentor.events.curating.rules import Verdict
from netmentor.events.drafts import Draft
from netmentor.events.importing.models import Source
from netmentor.events.models import Event
from netmentor.events.rules import Authority
from tests.factories import NOON, make_draft, make_organization, put

TOMORROW = NOON + timedelta(days=1)


async def make_calendar(key: str = "chapter") -> Source:
    """A source on the web, read at noon."""
    return await Source.create(
        key=key,
        name="Sample chapter",
        authority=Authority.OVERWRITE,
        address=f"https://{key}.example.org/events.ics",
        format="ics",
        read_at=NOON,
    )


async def tell(source: Source, drafts: Sequence[Draft]) -> Event:
    """Have `source` tell `drafts`; return the event of the first."""
    await make_organization()
    async with transaction():
        outcome = await put_from_source(source, drafts, now=NOON)
        await announce(outcome.touched, retold=outcome.retold, now=NOON)
    return await Event.get(source=source, external_id=drafts[0].external_id)


async def page_of(client: httpx2.AsyncClient, event: Event) -> str:
    reply = await client.get(f"/events/{event.slug}")
    assert reply.status_code == 200
    return reply.text


async def test_a_source_that_answers_was_checked_when_it_was_read(
    client: httpx2.AsyncClient,
) -> None:
    event = await tell(await make_calendar(), [make_draft(source_url="https://sample.example/e")])

    page = await page_of(client, event)

    assert '<a href="https://sample.example/e">sample.example</a>, the organizer itself.' in page
    assert "Checked today (Tue, Nov 24, 2026)" in page
    assert "Last seen" not in page


async def test_what_comes_with_the_program_was_checked_when_its_authors_did(
    client: httpx2.AsyncClient,
) -> None:
    await put(make_draft())
    await Source.filter(key="sample").update(read_at=NOON)

    page = await page_of(client, await Event.get())

    assert "Checked 2 days ago (Sun, Nov 22, 2026)" in page


async def test_events_of_a_source_that_answers_no_longer_were_last_seen(
    client: httpx2.AsyncClient,
) -> None:
    source = await make_calendar()
    event = await tell(source, [make_draft()])

    for trouble in ({"failures": 1}, {"failures": 0, "retired_at": NOON}):
        await Source.filter(id=source.id).update(**trouble)
        assert "Last seen today (Tue, Nov 24, 2026)" in await page_of(client, event), trouble


async def test_an_event_its_source_lists_no_longer_was_last_seen_the_reading_before(
    client: httpx2.AsyncClient,
) -> None:
    source = await make_calendar()
    event = await tell(source, [make_draft()])
    async with transaction():
        gone = await mark_gone(source, [], now=TOMORROW)
        await announce(gone.changed, retold=gone.retold, now=TOMORROW)

    page = await page_of(client, event)
    feed = (await client.get(f"/events/{event.slug}.ics")).text.replace("\r\n ", "")

    assert "Last seen Tue, Nov 24, 2026: its source lists it no longer." in page
    assert "Last seen today (Tue, Nov 24, 2026)" in page
    assert "No longer listed by its source." in page
    assert "not listed there since Wed\\, Nov 25\\, 2026" in feed
    assert "STATUS:CONFIRMED" in feed
    assert "Not listed by its source since" in (await client.get("/events")).text


async def test_a_source_that_only_proposed_is_no_source_yet(client: httpx2.AsyncClient) -> None:
    event = await tell(await make_calendar(), [make_draft(source_url="https://sample.example/e")])
    await Source.filter(key="chapter").update(authority=Authority.PROPOSE)

    assert "sample.example" not in await page_of(client, event)


async def test_fields_set_by_hand_are_named(client: httpx2.AsyncClient) -> None:
    event = await tell(await make_calendar(), [make_draft()])

    await actions.lock(event.slug, {"title": "By hand", "url": ""}, now=NOON)

    assert "Set by hand: title, url." in await page_of(client, event)


async def test_the_old_address_of_a_merged_event_leads_to_the_one_that_stays(
    client: httpx2.AsyncClient,
) -> None:
    draft = make_draft()
    first = await tell(await make_calendar("one"), [draft])
    second = await tell(await make_calendar("two"), [replace(draft, external_id="other")])
    [pair] = await Resemblance.all()
    stays = await actions.settle_resemblance(pair.id, Verdict.SAME, now=NOON)
    [goes] = {first.slug, second.slug} - {stays}

    for ending in ("", ".ics", ".ics?deadlines=only"):
        reply = await client.get(f"/events/{goes}{ending}")
        assert (reply.status_code, reply.headers["location"]) == (301, f"/events/{stays}{ending}")
    page = (await client.get(f"/events/{stays}")).text
    assert page.count("the organizer itself") == 2


async def test_a_file_that_was_handed_in_is_no_page_that_was_checked(
    client: httpx2.AsyncClient,
) -> None:
    source = await make_calendar()
    await Source.filter(id=source.id).update(address="")
    event = await tell(source, [make_draft(source_url="https://sample.example/e")])

    page = await page_of(client, event)

    assert "A file that whoever runs this service handed in" in page
    assert "Read today (Tue, Nov 24, 2026)" in page
    assert "Checked today" not in page


async def test_a_canceled_event_has_nothing_to_add_to_a_calendar(
    client: httpx2.AsyncClient,
) -> None:
    event = await tell(await make_calendar(), [make_draft(status="canceled")])

    page = await page_of(client, event)

    assert "There is nothing to add to a calendar." in page
    assert "no date that a calendar could hold" not in page
