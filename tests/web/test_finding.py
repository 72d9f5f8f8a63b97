"""Lists, months and feeds of one address are of the same events, and every link leads on."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

import httpx2
import pytest

from netmentor.events.drafts import DeadlineDraft, PriceDraft
from netmentor.events.importing.catalogue import load_catalogue
from tests.factories import NOON, make_draft, put

ASKED = ("free=1", "students=1", "max_price=100", "deadline_within=30", "q=budget", "kind=course")


async def put_some() -> None:
    due = DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 1))
    await put(
        make_draft(title="Budget", prices=(PriceDraft(audience="all", amount=Decimal(0)),)),
        make_draft(title="Students", kind="course", deadlines=(due,)),
        make_draft(title="Other", prices=(PriceDraft(audience="all", amount=Decimal(500)),)),
    )


@pytest.mark.parametrize("asked", ASKED)
async def test_a_feed_is_of_the_events_of_its_list(client: httpx2.AsyncClient, asked: str) -> None:
    await put_some()

    page = (await client.get(f"/events?{asked}")).text
    feed = (await client.get(f"/events.ics?{asked}&deadlines=exclude")).text
    changes = (await client.get(f"/events.atom?{asked}")).text

    listed = sorted(re.findall(r'<h3><a href="/events/[^"]+">([^<]+)<', page))
    assert 0 < len(listed) < 3
    assert sorted(re.findall(r"SUMMARY:(\w+)", feed)) == listed
    assert sorted(set(re.findall(r"<title>(\w+): ", changes)) - {"NetMentor"}) == listed


async def test_a_page_may_guess_and_a_subscription_may_not(client: httpx2.AsyncClient) -> None:
    await put_some()

    page = (await client.get("/events?q=budgte")).text
    feed = (await client.get("/events.ics?q=budgte")).text
    changes = (await client.get("/events.atom?q=budgte")).text

    assert 'Shown is what was found for <a href="/events?q=budget">“budget”</a>' in page
    assert 'value="http://test.example/events.ics?q=budget"' in page  # and not the slip
    assert (feed.count("BEGIN:VEVENT"), changes.count("<entry>")) == (0, 0)


async def test_layout_and_page_are_no_part_of_a_subscription(client: httpx2.AsyncClient) -> None:
    await put_some()

    plain = await client.get("/events.ics?kind=course")
    laid_out = await client.get("/events.ics?kind=course&view=month&month=2027-03&page=2")

    assert laid_out.headers["etag"] == plain.headers["etag"]


async def test_months_keep_the_filters_and_days_lead_to_their_lists(
    client: httpx2.AsyncClient,
) -> None:
    await put_some()

    page = (await client.get("/events?view=month&month=2026-12&q=budget")).text
    links = [unescape(one) for one in re.findall(r'href="(/events\?[^"]+)"', page)]

    assert "/events?q=budget&view=month&month=2026-11" in links
    assert "/events?q=budget&view=month&month=2027-01" in links
    assert "/events?q=budget&from=2026-12-09&to=2026-12-09" in links
    day = (await client.get("/events?q=budget&from=2026-12-09&to=2026-12-09")).text
    assert re.search(r"\b1 event with a date", day)


@pytest.mark.parametrize(
    "path",
    ["/events", "/events?q=confrence", "/events?q=zzzz", "/events?view=month&month=2026-03"],
)
async def test_every_link_of_a_page_answers(client: httpx2.AsyncClient, path: str) -> None:
    await load_catalogue(now=NOON)

    page = (await client.get(path)).text
    links = {unescape(one).partition("#")[0] for one in re.findall(r'href="(/[^"]*)"', page)}
    failed = [link for link in links if (await client.get(link)).status_code not in (200, 303)]

    assert len(links) > 20
    assert failed == []


async def test_what_is_typed_stands_on_the_page_as_text(client: httpx2.AsyncClient) -> None:
    page = (await client.get("/events", params={"q": '"><script>alert(1)</script>'})).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("free=perhaps", "“free” is 1, or it is left out; “perhaps” is neither."),
        ("max_price=-1", "“max_price” is in whole US dollars, from 0 to 100,000, not “-1”."),
        ("deadline_within=0", "“deadline_within” is in days, from 1 to 366, not “0”."),
        ("month=2027-13", "“2027-13” is no month; write it as 2026-11."),
        ("page=0000000019", "There is no page “0000000019”."),
        ("view=week", "There is no view “week”."),
    ],
)
async def test_what_no_filter_takes_is_refused_in_a_sentence(
    client: httpx2.AsyncClient, asked: str, sentence: str
) -> None:
    answer = await client.get(f"/events?{asked}")

    assert answer.status_code == 422
    assert sentence in answer.text


async def test_a_name_that_stands_for_nothing_has_no_version(client: httpx2.AsyncClient) -> None:
    for asked in ("organization=nobody", "topic=nothing"):
        answer = await client.get(f"/events.ics?{asked}", headers={"If-None-Match": "*"})
        assert answer.status_code == 422


async def test_a_month_says_how_a_search_was_read_and_where_its_events_are(
    client: httpx2.AsyncClient,
) -> None:
    await put(make_draft(title="Budget", starts_on=date(2027, 5, 4), ends_on=date(2027, 5, 4)))

    page = (await client.get("/events?q=budgte&view=month&month=2027-03")).text
    assert "Shown is what was found for" in page
    assert "Go on to May 2027" in page
    assert "Nothing matches" not in page
