from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
import time_machine

from tests.factories import (
    NOON,
    make_draft,
    make_event,
    put,
)


async def test_nothing_new_is_a_304_that_repeats_the_validators(
    client: httpx2.AsyncClient,
) -> None:
    await make_event()
    first = await client.get("/events.ics", headers={"Accept-Encoding": "identity"})

    again = await client.get("/events.ics", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    plain_tag = first.headers["etag"].strip('"')
    assert again.headers["etag"] in (f'"{plain_tag}"', f'"{plain_tag}-gzip"')
    assert again.headers["last-modified"] == first.headers["last-modified"]
    by_date = await client.get(
        "/events.ics", headers={"If-Modified-Since": first.headers["last-modified"]}
    )
    assert by_date.status_code == 304


async def test_any_change_is_a_new_version_and_none_is_the_same_bytes(
    client: httpx2.AsyncClient,
) -> None:
    draft = make_draft()
    await put(draft)
    first = await client.get("/events.ics")
    second = await client.get("/events.ics")
    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])

    await put(replace(draft, description="More is known now."), now=NOON)

    third = await client.get("/events.ics", headers={"If-None-Match": first.headers["etag"]})
    assert third.status_code == 200
    assert third.headers["etag"] != first.headers["etag"]


async def test_a_new_day_is_a_new_window_and_so_a_new_version(client: httpx2.AsyncClient) -> None:
    await make_event()
    first = await client.get("/events.ics")

    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        tomorrow = await client.get("/events.ics", headers={"If-None-Match": first.headers["etag"]})

    assert tomorrow.status_code == 200


async def test_the_compressed_copy_is_the_same_calendar_under_its_own_tag(
    client: httpx2.AsyncClient,
) -> None:
    await make_event()
    plain = await client.get("/events.ics", headers={"Accept-Encoding": "identity"})

    async with client.stream("GET", "/events.ics", headers={"Accept-Encoding": "gzip"}) as reply:
        raw = b"".join([chunk async for chunk in reply.aiter_raw()])

    assert reply.headers["content-encoding"] == "gzip"
    assert reply.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(raw) == plain.content
    assert reply.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'


@pytest.mark.parametrize("address", ["/events.ics", "/events/sample-webinar-2026.ics"])
async def test_head_says_what_get_would(client: httpx2.AsyncClient, address: str) -> None:
    await make_event()
    get, head = await client.get(address), await client.head(address)

    assert (head.status_code, head.headers.get("etag")) == (200, get.headers.get("etag"))
    assert head.headers["content-type"] == get.headers["content-type"]
