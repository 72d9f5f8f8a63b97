"""The pages of private feeds: an address shown once, who reads it, another one, and its end."""

from __future__ import annotations

import asyncio
import re

import httpx2
import pytest

from netmentor.accounts.models import Receipt, User
from netmentor.accounts.tokens import hashed
from netmentor.agenda.models import PrivateFeed, Reading
from tests.accounts.casting import make_user
from tests.agenda.subscribing import IPHONE, make_private_feed, make_reading
from tests.db.rows import every_row
from tests.taken_along import all_words
from tests.web.feeding import FORM, JSON, SECRET, key_of, send
from tests.web.test_subscribing import expected_matrix, matrix_of
from tests.web.visiting import come_in, token_of

PLACE = "http://test.example/feeds/"


@pytest.fixture(autouse=True)
async def user(client: httpx2.AsyncClient) -> User:
    made = await make_user()
    await come_in(client)
    return made


async def test_an_empty_list_says_what_will_be_here_and_holds_one_action(
    client: httpx2.AsyncClient,
) -> None:
    page = await client.get("/feeds")
    assert page.headers["cache-control"] == "no-store"
    assert "You have no calendar yet" in page.text
    assert page.text.count(">Make the address</button>") == 1
    checked = re.findall(r'name="kinds" value="(\w+)" checked', page.text)
    assert checked == ["going", "deadlines", "follow_ups", "sessions", "applications"]
    for chosen in ('value="titles" checked', 'value="event" checked', 'value="NetMentor"'):
        assert chosen in page.text
    assert "Whoever has that address can read this calendar." in page.text
    assert "show no to-dos at all" in page.text
    assert "All else takes no time of yours, and is left out." in page.text


async def test_an_address_stands_in_the_answer_that_drew_it_and_nowhere_else(
    client: httpx2.AsyncClient,
) -> None:
    made = await send(client, **FORM)
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    assert made.headers["referrer-policy"] == "no-referrer"
    [token] = set(SECRET.findall(made.text))
    assert f'value="{PLACE}{token}.ics"' in made.text
    assert f'href="webcal://test.example/feeds/{token}.ics"' in made.text
    assert "You see this address once." in made.text
    assert "turn “Remove Alarms” off" in made.text
    [code] = re.findall(r"<svg[^>]* class=\"segno\".*?</svg>", made.text, re.DOTALL)
    drawn = code.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    assert matrix_of(drawn) == expected_matrix(f"webcal://test.example/feeds/{token}.ics")
    assert made.text.count(token) == 3  # the field, Apple's link, Outlook's link

    feed = await PrivateFeed.get()
    assert feed.token_hash == hashed(token)
    assert (feed.kinds, feed.alarms) == ("deadlines,follow_ups,going", "deadlines:3d,going:1h")
    part = token.removeprefix("nmf_")
    assert part not in repr(await every_row())
    assert part not in repr(dict(client.cookies))
    for path in ("/feeds", f"/feeds/{feed.id}", "/today", "/settings", "/settings/export"):
        page = await client.get(path)
        text = all_words(page.content)
        assert part not in f"{page.headers}{text}", path
        assert feed.token_hash not in text, path
        assert feed.salt not in text, path


async def test_the_same_form_twice_makes_one_and_offers_another_address(
    client: httpx2.AsyncClient,
) -> None:
    form = FORM | {"key": await key_of(client)}
    first, second = await send(client, **form), await send(client, **form)
    assert (first.status_code, second.status_code) == (201, 200)
    assert not SECRET.search(second.text)
    assert "Its address was shown once" in second.text
    feed = await PrivateFeed.get()
    assert f'action="/feeds/{feed.id}/replace"' in second.text

    other = await send(client, **form | {"name": "Filled in anew"})
    reloaded = await send(client, **form | {"name": "Filled in anew"})
    assert (other.status_code, reloaded.status_code) == (201, 200)
    assert await PrivateFeed.all().count() == 2
    receipts = repr(await Receipt.all().values_list())
    assert not SECRET.search(receipts)


async def test_the_same_post_in_parallel_makes_one(client: httpx2.AsyncClient) -> None:
    form = FORM | {"form_token": await token_of(client)}
    headers = JSON | {"Idempotency-Key": "one"}
    answers = await asyncio.gather(
        *(client.post("/feeds", data=form, headers=headers) for _ in range(4))
    )
    told = sorted((one.status_code, "address" in one.json()) for one in answers)
    assert told[-1] == (201, True) or told[-1][0] == 409
    assert [one for one in told if one == (201, True)] == [(201, True)]
    assert {one for one in told if one != (201, True)} <= {(200, False), (409, False)}
    assert await PrivateFeed.all().count() == 1


async def test_a_program_is_told_in_json(client: httpx2.AsyncClient) -> None:
    fields = {"name": "Shell", "kinds": "going,follow-ups", "alarms": "going:1d"}
    headers = JSON | {"Idempotency-Key": "shell"}
    made = await send(client, headers=headers, **fields)
    told = made.json()
    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    assert made.headers["location"] == f"/feeds/{told['id']}"
    assert told["name"] == "Shell"
    assert told["webcal"] == told["address"].replace("http:", "webcal:")
    assert SECRET.search(told["address"])
    again = await send(client, headers=headers, **fields)
    assert (again.status_code, "address" in again.json()) == (200, False)
    assert "Replace it" in again.json()["message"]
    other = await send(client, headers=headers, **fields | {"name": "Else"})
    assert other.status_code == 422

    feed = await PrivateFeed.get()
    await make_reading(feed)
    await make_reading(feed, "Silent", days_ago=20)
    [listed] = (await client.get("/feeds", headers=JSON)).json()["feeds"]
    assert listed["kinds"] == ["follow_ups", "going"]
    assert listed["alarms"] == ["going:1d"]
    assert [one["client"] for one in listed["readings"]] == [IPHONE, "Silent"]
    assert not SECRET.search(str(listed))

    replaced = await send(client, f"/feeds/{feed.id}/replace", JSON)
    assert replaced.status_code == 200
    assert replaced.json()["address"] != told["address"]
    changed = await send(client, f"/feeds/{feed.id}", JSON, name="Z", kinds="series")
    assert changed.json() == {"id": feed.id, "name": "Z"}
    refused = await send(client, headers=JSON, name="", kinds="")
    assert refused.status_code == 422
    assert set(refused.json()["fields"]) == {"name", "kinds"}
    assert (await send(client, f"/feeds/{feed.id}/revoke", JSON)).status_code == 200
    assert (await client.get("/feeds", headers=JSON)).json() == {"feeds": []}


async def test_a_change_keeps_the_address(client: httpx2.AsyncClient, user: User) -> None:
    feed, token = await make_private_feed(user)
    page = (await client.get(f"/feeds/{feed.id}")).text
    assert page.count('name="kinds"') == page.count('" checked>') - 2 == 7
    answer = await send(client, f"/feeds/{feed.id}", **FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/feeds")
    changed = await PrivateFeed.get()
    assert (changed.name, changed.token_hash) == ("My phone", hashed(token))
    listed = (await client.get("/feeds")).text
    assert "“My phone” is saved. Its address stays" in listed
    assert (
        "Going, deadlines and follow-ups; titles and details; rings 1 hour before events and"
        " 3 days before deadlines."
    ) in listed


async def test_another_address_is_shown_once_and_who_read_the_old_one_is_forgotten(
    client: httpx2.AsyncClient, user: User
) -> None:
    feed, token = await make_private_feed(user)
    await make_reading(feed)
    path = f"/feeds/{feed.id}/replace"
    key = await key_of(client, path)
    first, second = await send(client, path, key=key), await send(client, path, key=key)
    [new] = set(SECRET.findall(first.text))
    assert new != token
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.headers["referrer-policy"] == "no-referrer"
    assert first.headers["cache-control"] == "no-store"
    assert "The address before leads nowhere any more" in first.text
    assert not SECRET.search(second.text)
    assert "Its address was shown once" in second.text
    assert (await PrivateFeed.get()).token_hash == hashed(new)
    assert await Reading.all().count() == 0
    assert "Nobody has read it yet." in (await client.get("/feeds")).text


async def test_the_list_says_who_reads_and_when(client: httpx2.AsyncClient, user: User) -> None:
    feed, _ = await make_private_feed(user)
    await make_reading(feed, "Google Calendar", days_ago=0.5, for_days=41)
    await make_reading(feed, "<b>curl</b>", days_ago=1, for_days=0)
    page = (await client.get("/feeds")).text
    assert "Nobody has read it yet." not in page
    assert page.index("Google Calendar</b>") < page.index("&lt;b&gt;curl")
    assert "Mon, Nov 23, 2026, 6:00 pm; 42 times since" in page
    assert page.count("times since") == 1


async def test_a_phone_that_has_stopped_is_told_of_here_and_on_today_until_forgotten(
    client: httpx2.AsyncClient, user: User
) -> None:
    feed, _ = await make_private_feed(user)
    reading = await make_reading(feed, days_ago=9.5)
    line = f"{IPHONE} has not asked for “Phone” since Sat, Nov 14, 2026."
    today = (await client.get("/today")).text
    assert f'{line} <a href="/feeds#feed-{feed.id}">' in today
    listed = (await client.get("/feeds")).text
    assert f"{IPHONE} has not asked for it since Sat, Nov 14, 2026." in listed
    assert "If it is a phone you gave away, replace the address" in listed

    path = f"/feeds/{feed.id}/readings/{reading.id}/forget"
    answer = await send(client, path)
    assert answer.headers["location"] == "/feeds"
    assert "is forgotten. Should it ask again" in (await client.get("/feeds")).text
    assert "has not asked" not in (await client.get("/today")).text
    assert (await send(client, path)).status_code == 404


async def test_pages_nearby_lead_here(client: httpx2.AsyncClient) -> None:
    for path in ("/settings", "/my/events", "/events"):
        assert 'href="/feeds"' in (await client.get(path)).text, path
