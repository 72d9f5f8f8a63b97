"""Sources as curators see, connect, change and retire them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from netmentor.events.importing.models import Source
from netmentor.events.importing.sources import Terms, connect
from netmentor.events.rules import Authority
from netmentor.web.curating import AT_ONCE
from tests.factories import NOON, make_organization, make_source
from tests.web.curating import told_by
from tests.web.visiting import post


async def test_a_calendar_is_connected_and_left_to_the_worker(curator: httpx2.AsyncClient) -> None:
    await make_organization()
    told = {"deed": "connect", "address": "https://calendar.example/events.ics"}
    told |= {"organization": "sample-association", "authority": "propose", "every_hours": "12"}
    answer = await post(curator, "/curate/sources", **told)
    source = await Source.get().prefetch_related("organization")
    assert answer.headers["location"] == f"/curate/sources#source-{source.key}"
    assert source.organization
    assert source.organization.slug == "sample-association"
    assert (source.authority, source.every_hours) == (Authority.PROPOSE, 12)
    assert (source.next_try_at, source.read_at) == (NOON, None)
    page = (await curator.get("/curate/sources")).text
    for words in ("https://calendar.example/events.ics", "Within minutes", "Only propose", "Never"):
        assert words in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"address": ""}, "Paste the address of the calendar."),
        ({"address": "http://calendar.example:8080/"}, "aria-invalid"),
        ({"address": "file:///etc/passwd"}, "Only addresses that begin with https:// or http://"),
        ({"every_hours": "0"}, "Between two readings lie 1 to 743 hours."),
        ({"every_hours": "often"}, "Between two readings lie 1 to 743 hours."),
        ({"authority": "everything"}, "Choose what the source may do."),
        ({"organization": "nobody"}, "There is no organization “nobody”"),
    ],
)
async def test_what_cannot_be_connected_is_said_beside_the_field(
    curator: httpx2.AsyncClient, fields: dict[str, str], sentence: str
) -> None:
    told = {"address": "https://calendar.example/kept.ics", "deed": "connect"} | fields
    answer = await post(curator, "/curate/sources", **told)
    assert answer.status_code == 422
    assert sentence in answer.text
    if "address" not in fields:
        assert "https://calendar.example/kept.ics" in answer.text
    assert await Source.all().count() == 0


async def a_source(**fields: Any) -> Source:
    source = await connect("https://calendar.example/events.ics", Terms(), now=NOON)
    later = NOON + timedelta(hours=3)
    told = {"next_try_at": later, "read_at": NOON - timedelta(hours=3)} | fields
    await Source.filter(id=source.id).update(**told)
    return await Source.get(id=source.id)


async def test_a_source_says_how_it_fares(curator: httpx2.AsyncClient) -> None:
    because = [{"line": 3, "reason": "It has no <b>day</b>.", "title": "Sample dinner"}]
    outcome = {"added": 2, "changed": 1, "unchanged": 0, "missing": 0, "skipped": 1}
    await a_source(
        outcome=json.dumps(outcome | {"because": because}), trouble="It answered 500.", failures=2
    )
    page = (await curator.get("/curate/sources")).text
    for words in (
        "2 new, 1 changed, 0 as before, 0 gone, 1 could not be read",
        "Sample dinner: It has no &lt;b&gt;day&lt;/b&gt;.",
        "It answered 500.",
        "Tue, Nov 24, 2026, 3:00 am",  # where the curator lives
        "Tue, Nov 24, 2026, 9:00 am",
    ):
        assert words in page, words
    assert '<span class="tag warn">1 in trouble' in (await curator.get("/curate")).text


async def test_a_source_is_read_again_changed_and_retired(curator: httpx2.AsyncClient) -> None:
    source = await a_source()
    await post(curator, "/curate/sources", deed="read", key=source.key)
    await source.refresh_from_db()
    assert source.next_try_at == NOON

    told = {"authority": "fill", "every_hours": "48", "deed": "change", "key": source.key}
    assert (await post(curator, "/curate/sources", **told)).status_code == 303
    await source.refresh_from_db()
    assert (source.authority, source.every_hours) == (Authority.FILL, 48)

    await post(curator, "/curate/sources", deed="retire", key=source.key)
    await source.refresh_from_db()
    assert (source.retired_at, source.next_try_at) == (NOON, None)
    assert (await post(curator, "/curate/sources", deed="read", key=source.key)).status_code == 422

    await post(curator, "/curate/sources", **told)
    await source.refresh_from_db()
    assert (source.retired_at, source.next_try_at) == (None, NOON)


async def test_terms_that_make_no_sense_are_said_beside_the_source(
    curator: httpx2.AsyncClient,
) -> None:
    source = await a_source()
    told = {"deed": "change", "key": source.key, "authority": "fill", "every_hours": "often"}
    answer = await post(curator, "/curate/sources", **told)
    assert answer.status_code == 422
    assert "Between two readings lie 1 to 743 hours." in answer.text
    assert 'value="often"' in answer.text
    await source.refresh_from_db()
    assert (source.authority, source.every_hours) == (Authority.OVERWRITE, 6)


async def test_many_sources_come_by_the_page_and_each_deed_leads_to_its_own(
    curator: httpx2.AsyncClient,
) -> None:
    for number in range(AT_ONCE):
        await make_source(f"sample-{number}")
    source = await a_source()
    pages = [(await curator.get(f"/curate/sources?page={n}")).text for n in (1, 2)]
    assert [page.count("Read last") for page in pages] == [AT_ONCE, 1]
    answer = await post(curator, "/curate/sources", deed="read", key=source.key)
    assert answer.headers["location"] == f"/curate/sources?page=2#source-{source.key}"


async def test_a_source_that_is_read_at_this_moment_is_left_alone(
    curator: httpx2.AsyncClient,
) -> None:
    source = await a_source(held_until=NOON + timedelta(minutes=5))
    for deed in ("change", "retire"):
        answer = await post(curator, "/curate/sources", deed=deed, key=source.key)
        assert answer.status_code == 409, deed


async def test_what_no_source_is_called_or_may_do_is_refused(curator: httpx2.AsyncClient) -> None:
    await make_source("catalogue")
    for key in ("", "nobody", "../x", "\x00", "x" * 5000):
        for deed in ("change", "read", "retire"):
            answer = await post(curator, "/curate/sources", deed=deed, key=key)
            assert answer.status_code == 404, (deed, key)
    for deed in ("", "erase", "change", "read", "retire"):
        answer = await post(curator, "/curate/sources", deed=deed, key="catalogue")
        assert answer.status_code == 422, deed
    assert (await Source.get()).retired_at is None


async def test_missing_calendars_are_found_state_by_state(curator: httpx2.AsyncClient) -> None:
    await make_organization("sample-texas", name="Texas Sample Association")
    await make_organization("sample-traveler", name="Sample Travelers")
    await make_organization("sample-unknown", name="Sample Nowhere")
    await told_by("alpha", organizers=("sample-traveler",), city="Columbus", state="OH")
    first = (await curator.get("/curate/missing")).text
    for choice in ("Texas (1)", "Ohio (1)", "No state known (1)"):
        assert choice in first
    expected = {
        "TX": ("Texas Sample Association", "Its name says Texas."),
        "OH": ("Sample Travelers", "1 of its events is known there."),
        "": ("Sample Nowhere", "Neither its name nor an event of it says where it is."),
    }
    for state, words in expected.items():
        page = (await curator.get(f"/curate/missing?state={state}")).text
        assert all(one in page for one in words), state
        assert page.count("Connect its calendar") == 1
    assert "Connect its calendar" not in (await curator.get("/curate/missing?state=ZZ")).text


async def test_a_missing_calendar_is_connected_for_its_organization(
    curator: httpx2.AsyncClient,
) -> None:
    await make_organization("sample-texas", name="Texas Sample Association")
    told = {"organization": "sample-texas", "state": "TX"}
    answer = await post(curator, "/curate/missing", **told, address="ftp://calendar.example/x")
    assert answer.status_code == 422
    assert "ftp://calendar.example/x" in answer.text
    assert 'aria-describedby="said-sample-texas"' in answer.text

    answer = await post(curator, "/curate/missing", **told, address="https://calendar.example/x")
    assert answer.headers["location"] == "/curate/missing?state=TX#missing"
    source = await Source.get().prefetch_related("organization")
    assert source.organization
    assert source.organization.slug == "sample-texas"
    assert "Texas Sample" not in (await curator.get("/curate/missing?state=TX")).text
    for wrong in ("", "nobody"):
        answer = await post(
            curator, "/curate/missing", organization=wrong, address="https://a.example/"
        )
        assert answer.status_code == 422
    assert await Source.all().count() == 1
