"""What a page offers leads to what it promises: counts, ways out, days of a month."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import httpx2
import pytest

from netmentor.events.drafts import DeadlineDraft, PriceDraft
from netmentor.events.importing.catalogue import load_catalogue
from tests.factories import NOON, make_draft, make_expected_draft, put

SOON = DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 1))
FREE = PriceDraft(audience="all", amount=Decimal(0))
DEAR = PriceDraft(audience="student", amount=Decimal(500))


async def put_some() -> None:
    ohio = {"state": "OH", "city": "Columbus", "modality": "in_person"}
    spring = {"starts_on": date(2027, 4, 5), "ends_on": date(2027, 4, 8)}
    await put(
        make_draft(title="Budget", prices=(FREE,), topics=("finance",)),
        make_draft(title="Course", kind="course", deadlines=(SOON,), prices=(DEAR,)),
        make_draft(title="Columbus", description="Budget and more.", **ohio, **spring),
        make_draft(title="Old", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 2)),
        make_expected_draft(title="March", topics=("finance",), state="OH"),
    )


async def page_of(client: httpx2.AsyncClient, address: str) -> str:
    reply = await client.get(address)
    assert reply.status_code == 200, address
    return reply.text


def listed(page: str) -> int:
    """How many events the page has, dated and expected; a month says how many itself."""
    if said := re.search(r"(\d+) events? with a date in [^,.]+(?:, (\d+) more expected)?", page):
        return int(said[1]) + int(said[2] or 0)
    return len(re.findall(r'<li class="event[ "]', page))


def way_out(page: str) -> tuple[str, int, str]:
    """The label, the count and the address of what a page without events offers."""
    offer = re.search(
        r'Without (.+?) there (?:is|are) (\d+) events?: <a href="([^"]+)"', page, re.DOTALL
    )
    assert offer, page
    return unescape(offer[1]), int(offer[2]), unescape(offer[3])


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("kind=course&topic=finance", "Course"),
        ("q=zebras", "“zebras”"),
        ("q=zebras&state=OH", "“zebras”"),
        ("free=1&state=OH", "free"),
        ("max_price=100&state=OH", "up to $100"),
        ("deadline_within=30&state=OH", "deadline within 30 days"),
        ("state=OH&students=1", "students welcome"),
        ("kind=course&from=2027-06-01", "these days"),
        ("view=month&month=2027-04&free=1", "free"),
        ("view=month&month=2027-03&from=2027-06-01", "these days"),
        ("view=month&month=2027-04&q=zebras", "“zebras”"),
    ],
)
async def test_a_way_out_leads_to_as_many_events_as_it_says(
    client: httpx2.AsyncClient, asked: str, label: str
) -> None:
    await put_some()

    page = await page_of(client, f"/events?{asked}")
    named, count, address = way_out(page)

    assert "Nothing matches" in page
    assert (listed(page), named) == (0, label)
    assert count > 0
    assert listed(await page_of(client, address)) == count
    assert ("view=month" in address) == ("view=month" in asked)


async def test_what_is_over_is_a_link_to_as_many_events(client: httpx2.AsyncClient) -> None:
    await put_some()

    page = await page_of(client, "/events?q=old")
    offer = re.search(r'1 past event does: <a href="([^"]+)"', page)

    assert offer
    assert listed(await page_of(client, unescape(offer[1]))) == 1


async def test_chips_and_choices_lead_to_as_many_events_as_they_say(
    client: httpx2.AsyncClient,
) -> None:
    await put_some()
    for asked in ("", "q=budget", "topic=finance", "view=month&month=2027-04"):
        page = await page_of(client, f"/events?{asked}")
        chips = re.findall(
            r'<a class="chip"[^>]* href="(/events[^"]*)"([^>]*)>.*?<small>(\d+)', page
        )

        assert len(chips) > 4
        for address, more, count in chips:
            if "aria-current" not in more:
                assert listed(await page_of(client, unescape(address))) == int(count), address

        for name, choices in re.findall(r'<select [^>]*name="(\w+)">(.*?)</select>', page, re.S):
            for value, count in re.findall(r'value="([^"]+)"[^>]*>[^<]*\((\d+)\)<', choices):
                beside = dict(part.split("=") for part in asked.split("&") if part)
                left = urlencode(beside | {name: value})
                assert listed(await page_of(client, f"/events?{left}")) == int(count), left


async def test_each_day_of_a_month_leads_to_as_many_events_as_it_says(
    client: httpx2.AsyncClient,
) -> None:
    await put_some()
    await put(*(make_draft(title=f"Full {n}", topics=("finance",)) for n in range(9)))

    for month in ("2026-11", "2026-12", "2027-04"):
        for also in ("", "&topic=finance", "&q=budget"):
            page = await page_of(client, f"/events?view=month&month={month}{also}")
            days = re.findall(
                r'class="on-wide" href="([^"]+)"><span class="sr">[^<]*, (\d+) events?<', page
            )
            for address, count in days:
                day = await page_of(client, unescape(address))
                assert listed(day) == int(count), address
                assert also.strip("&") in unescape(address)

    page = await page_of(client, "/events?view=month&month=2026-12&topic=finance")
    assert "6 more<" in page  # of 10, with 4 lanes
    assert "All 10 on this day" in page


async def test_what_is_only_mentioned_stands_below_and_says_so(client: httpx2.AsyncClient) -> None:
    await put_some()

    page = await page_of(client, "/events?q=budget")

    heading = page.index("Mentioned in a description")
    assert page.index(">Budget</a>") < heading < page.index(">Columbus</a>")
    assert "Mentioned in a description" not in await page_of(client, "/events?q=course")


async def test_a_search_with_some_of_its_words_says_so(client: httpx2.AsyncClient) -> None:
    await put_some()

    page = await page_of(client, "/events?q=budget+zebras")

    assert "No event has all of these words." in page
    assert ">Budget</a>" in page


@pytest.mark.parametrize("view", ["list", "month"])
@pytest.mark.parametrize("typed", ['"><script>alert(1)</script>', "'--{{7*7}}", "a&b=c#d?e", "%3C"])
async def test_what_is_typed_is_text_and_comes_back_as_it_was(
    client: httpx2.AsyncClient, view: str, typed: str
) -> None:
    page = (await client.get("/events", params={"q": typed, "view": view})).text

    field = re.search(r'name="q"[^>]* value="([^"]*)"', page)
    assert field
    assert unescape(field[1]) == typed
    assert "<script>alert" not in page
    assert "49" not in re.sub(r"\d{4,}|#\w+|[0-9a-f]{8,}", "", field[1])
    turn = re.search(r'id="next" href="([^"]+)"', page)
    assert bool(turn) == (view == "month")
    if turn:
        again = (await client.get(unescape(turn[1]))).text
        assert f'value="{field[1]}"' in again


@pytest.mark.parametrize("feed", ["/events.ics", "/events.atom"])
async def test_a_feed_knows_nothing_of_layout_and_all_of_filters(
    client: httpx2.AsyncClient, feed: str
) -> None:
    await put_some()

    async def mark(asked: str) -> str:
        reply = await client.get(f"{feed}?{asked}")
        assert reply.status_code == 200
        return str(reply.headers["etag"])

    plain = await mark("q=budget")
    assert await mark("q=budget&view=month&month=2027-03&page=2") == plain
    assert await mark("page=3&view=list&q=budget") == plain
    for other in ("q=course", "free=1", "students=1", "max_price=100", "deadline_within=30"):
        assert await mark(other) != plain, other


@pytest.mark.parametrize("path", ["/events", "/events?view=month&month=2027-03&topic=leadership"])
async def test_links_of_lists_and_months_name_the_feed_of_the_same_events(
    client: httpx2.AsyncClient, path: str
) -> None:
    await load_catalogue(now=NOON)

    page = await page_of(client, path)

    asked = "?topic=leadership" if "topic" in path else ""
    for feed in ("ics", "atom"):
        assert f'href="/events.{feed}{asked}"' in page or f"/events.{feed}{asked}" in page
        assert (await client.get(f"/events.{feed}{asked}")).status_code == 200
