"""The feed of changes tells each change once, in words, to whoever asks for those events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import httpx2
import pytest
from tortoise.connection import get_connection

from netmentor.events.models import Change, Event
from netmentor.organizations.actions import bump_catalogue
from tests.factories import (
    NOON,
    event_of,
    make_draft,
    make_event,
    make_expected_draft,
    make_series,
    put,
)

ATOM = "{http://www.w3.org/2005/Atom}"
DECEMBER_16 = date(2026, 12, 16)
UNIQUE = ("slug", "uid", "external_id")  # of an event


async def feed(client: httpx2.AsyncClient, address: str = "/events.atom") -> Element:
    reply = await client.get(address)
    assert reply.status_code == 200, reply.text
    return fromstring(reply.content)


def titles(found: Element) -> list[str]:
    return [str(one.findtext(f"{ATOM}title")) for one in found.findall(f"{ATOM}entry")]


async def test_a_moved_event_is_told_with_both_days_the_latest_first(
    client: httpx2.AsyncClient,
) -> None:
    draft = make_draft()
    await put(draft)
    moved = replace(draft, starts_on=DECEMBER_16, ends_on=DECEMBER_16)
    await put(moved, now=NOON + timedelta(hours=1))

    assert titles(await feed(client)) == [
        "Sample webinar: Moved from December 9 to December 16.",
        "Sample webinar: Listed for the first time.",
    ]


async def test_an_entry_says_what_where_and_who(client: httpx2.AsyncClient) -> None:
    event = await make_event()

    [entry] = (await feed(client)).findall(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}content") == (
        "Listed for the first time.\nNow: Wed, Dec 9, 2026, Online.\nBy Sample Association."
    )
    assert entry.find(f"{ATOM}link") is not None
    [link] = entry.findall(f"{ATOM}link")
    assert link.attrib["href"] == f"http://test.example/events/{event.slug}"
    [category] = entry.findall(f"{ATOM}category")
    assert category.attrib == {"term": "webinar", "label": "Webinar"}
    assert entry.findtext(f"{ATOM}updated") == "2026-11-24T12:00:00+00:00"


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "canceled"}, "canceled, Wed, Dec 9, 2026, Online"),
        ({"status": "sold_out"}, "sold out, Wed, Dec 9, 2026, Online"),
    ],
)
async def test_what_is_off_is_said_to_be(
    client: httpx2.AsyncClient, fields: dict[str, str], state: str
) -> None:
    await put(make_draft(**fields))

    [entry] = (await feed(client)).findall(f"{ATOM}entry")

    assert f"Now: {state}." in str(entry.findtext(f"{ATOM}content"))


async def test_an_expected_event_is_told_by_its_month(client: httpx2.AsyncClient) -> None:
    await put(make_expected_draft())

    [entry] = (await feed(client)).findall(f"{ATOM}entry")

    assert "Now: expected in March 2027." in str(entry.findtext(f"{ATOM}content"))


async def test_ids_stay_while_more_is_told(client: httpx2.AsyncClient) -> None:
    draft = make_draft()
    await put(draft)
    [first] = (await feed(client)).findall(f"{ATOM}entry")

    await put(replace(draft, title="Sample webinar, renamed"), now=NOON + timedelta(hours=1))
    [_, second] = (await feed(client)).findall(f"{ATOM}entry")

    assert first.findtext(f"{ATOM}id") == second.findtext(f"{ATOM}id")


async def test_the_filters_are_those_of_the_list(client: httpx2.AsyncClient) -> None:
    await put(
        make_draft(title="Sample webinar"),
        make_draft(
            title="Sample course", kind="course", starts_on=DECEMBER_16, ends_on=DECEMBER_16
        ),
    )

    for asked in ("kind=course", "q=course", "from=2026-12-10"):
        found = await feed(client, f"/events.atom?{asked}")
        assert titles(found) == ["Sample course: Listed for the first time."], asked
        links = {one.attrib["rel"]: one.attrib["href"] for one in found.findall(f"{ATOM}link")}
        assert links == {
            "self": f"http://test.example/events.atom?{asked}",
            "alternate": f"http://test.example/events?{asked}",
        }
        assert found.findtext(f"{ATOM}id") == links["self"]
    assert titles(await feed(client, "/events.atom?to=2026-12-10")) == [
        "Sample webinar: Listed for the first time."
    ]


async def test_a_series_has_a_feed_of_its_own(client: httpx2.AsyncClient) -> None:
    await make_series()
    await put(make_draft(title="In it", series="sample-series"), make_draft(title="Beside it"))

    found = await feed(client, "/series/sample-series.atom")

    assert titles(found) == ["In it: Listed for the first time."]
    assert found.findtext(f"{ATOM}title") == "NetMentor: Sample Series: what changed"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/series/never.atom", 404),
        ("/series/sample-series.atom?series=other", 422),
        ("/events.atom?knd=course", 422),
        ("/events.atom?deadlines=only", 422),
        ("/events.atom?organization=never", 422),
    ],
)
async def test_what_is_not_there_is_refused(
    client: httpx2.AsyncClient, address: str, status: int
) -> None:
    await make_series()

    assert (await client.get(address)).status_code == status


async def test_nothing_new_is_answered_without_a_body(client: httpx2.AsyncClient) -> None:
    draft = make_draft()
    await put(draft)
    first = await client.get("/events.atom")
    known = {"If-None-Match": first.headers["etag"]}

    assert first.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert (await client.get("/events.atom", headers=known)).status_code == 304
    await put(replace(draft, title="Another"), now=NOON + timedelta(hours=1))
    assert (await client.get("/events.atom", headers=known)).status_code == 200


async def test_a_feed_without_changes_is_a_feed(client: httpx2.AsyncClient) -> None:
    found = await feed(client)

    assert titles(found) == []
    assert datetime.fromisoformat(str(found.findtext(f"{ATOM}updated"))).tzinfo == UTC


async def test_markup_and_what_xml_forbids_do_no_harm(client: httpx2.AsyncClient) -> None:
    await put(make_draft(title="<script>alert(1)</script> & \ufffe]]> 🎓"))

    assert titles(await feed(client)) == [
        "<script>alert(1)</script> & ]]> 🎓: Listed for the first time."
    ]


async def test_a_feed_has_the_last_hundred_changes(client: httpx2.AsyncClient) -> None:
    event = await make_event()
    rows = [
        Change(
            event_id=event.id,
            seen_at=NOON + timedelta(minutes=n),
            told=f'{{"title": [{{"title": "Name {n}"}}, {{"title": "Name {n + 1}"}}]}}',
        )
        for n in range(150)
    ]
    await Change.bulk_create(rows)

    found = titles(await feed(client))

    assert len(found) == 100
    assert found[0] == "Sample webinar: Renamed from “Name 149”."


async def test_the_list_and_the_series_name_their_feeds_of_changes(
    client: httpx2.AsyncClient,
) -> None:
    await make_series()
    await put(make_draft(series="sample-series"))

    page = (await client.get("/events?kind=webinar&deadlines=only")).text
    assert (
        'type="application/atom+xml" title="What changed" href="/events.atom?kind=webinar"' in page
    )
    assert 'href="/series/sample-series.atom"' in (await client.get("/series/sample-series")).text


async def test_the_event_page_tells_its_history(client: httpx2.AsyncClient) -> None:
    draft = make_draft()
    await put(draft)
    moved = replace(draft, starts_on=DECEMBER_16, ends_on=DECEMBER_16)
    await put(moved, now=NOON + timedelta(days=1))
    event = await event_of(draft)

    page = (await client.get(f"/events/{event.slug}")).text

    moved_at = page.index("Moved from December 9 to December 16.")
    listed_at = page.index("Listed for the first time.")
    assert moved_at < page.index("Wed, Nov 25, 2026", moved_at) < listed_at
    assert page.index("Tue, Nov 24, 2026", listed_at) > listed_at


async def test_more_events_than_a_question_can_name_are_no_trouble(
    client: httpx2.AsyncClient,
) -> None:
    await put(make_draft())
    columns = sorted(Event._meta.db_fields - {"id"})
    told = [f"{one} || '-' || n.i" if one in UNIQUE else f"event.{one}" for one in columns]
    await get_connection("default").execute_query(
        f"INSERT INTO event ({', '.join(columns)})"
        " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 33000)"
        f" SELECT {', '.join(told)} FROM event, n"
    )
    await bump_catalogue(now=NOON)

    changes = await client.get("/events.atom?kind=webinar")
    feed = await client.get("/events.ics?kind=webinar")

    assert (changes.status_code, feed.status_code) == (200, 200)
    assert changes.text.count("<entry>") == feed.text.count("BEGIN:VEVENT") == 1
