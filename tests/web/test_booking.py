"""Booking a mentor's time: the picker, what is refused, and what it leaves as it was."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.mentoring.availability.models import Closing, SessionType
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import Visibility
from tests.accounts.casting import STRANGER, make_user
from tests.db.rows import every_row
from tests.factories import NOON
from tests.web.booking import (
    FRIDAY,
    MENTOR,
    SECRET,
    THURSDAY,
    Offer,
    ask,
    moment,
    the_session,
    times_of,
)
from tests.web.reading import plain
from tests.web.visiting import come_in, post

JSON = {"Accept": "application/json"}


async def test_the_first_page_has_hours_to_choose_from(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    page = (await client.get(offer.slots)).text
    assert "Wednesday, November 25" in plain(page)
    assert times_of(page)[0] == "2026-11-25T14:00Z"
    assert "Request this time" in page
    assert SECRET not in page


async def test_hours_are_told_by_both_clocks_where_they_differ(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    words = plain((await client.get(f"{offer.slots}?day=2026-12-10")).text)
    assert "8:00 am 9:00 am there" in words
    assert "Your time: Central time (CST). “There” is Denise’s: Eastern time (EST)." in words

    same = plain((await client.get(f"{offer.slots}?day=2026-12-10&zone=America/New_York")).text)
    assert "9:00 am there" not in same
    assert "Your time: Eastern time (EST)." in same


async def test_far_away_the_day_is_the_visitors(client: httpx2.AsyncClient, offer: Offer) -> None:
    await Mentor.filter(id=offer.mentor.id).update(visibility=Visibility.PUBLIC)
    page = await client.get(f"{offer.slots}?day=2026-12-11&zone=Australia/Sydney")
    words = plain(page.text)
    assert "Friday, December 11" in words
    assert "1:00 am Thu 9:00 am there" in words


async def test_a_program_reads_the_slots_of_some_days(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    days = f"{offer.slots}?type=review&from=2026-12-10&to=2026-12-10"
    told = (await client.get(days, headers=JSON)).json()
    assert told[0] == {"starts_at": "2026-12-10T14:00:00Z", "ends_at": "2026-12-10T14:45:00Z"}
    assert {"starts_at": "2026-12-10T21:30:00Z", "ends_at": "2026-12-10T22:15:00Z"} in told
    assert {one["starts_at"][:10] for one in told} == {"2026-12-10"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("type=review&from=2026-12-10&to=2026-12-09", 422),
        ("from=tomorrow", 422),
        ("from=9999-12-31", 422),
        ("type=nothing", 404),
        ("from=2026-12-10&to=2100-12-31", 200),
        ("from=1970-01-01", 200),
    ],
)
async def test_days_of_every_wrong_shape_are_refused_with_a_sentence(
    client: httpx2.AsyncClient, offer: Offer, mentee: User, query: str, status: int
) -> None:
    answer = await client.get(f"{offer.slots}?{query}", headers=JSON)
    assert (answer.status_code, bool(answer.json())) == (status, query != "from=1970-01-01")


async def test_asking_keeps_the_time_and_leads_to_the_session(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    answer = await ask(client, offer, questions="Which first?\nAnd why?")
    session = await the_session()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sessions/{session.key}")
    assert (session.state, session.starts_at) == ("asked", moment(THURSDAY))
    assert session.mentee_id == mentee.id
    page = (await client.get(answer.headers["location"])).text
    assert "Résumé review with Denise Okafor" in page
    assert "Thu, Dec 10, 2026, 3:30–4:15 pm" in page
    assert "For Denise: Thu, Dec 10, 2026, 4:30–5:15 pm, Eastern time (EST)." in page
    assert "Told once it is confirmed" in page
    assert SECRET not in page


async def test_what_is_given_at_once_is_booked_at_once(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    assert "Book this time" in (await client.get(f"{offer.slots}?type=chat")).text
    answer = await ask(client, offer, type="chat")
    assert (await the_session()).state == "confirmed"
    assert SECRET in (await client.get(answer.headers["location"])).text


async def test_a_program_is_told_by_201(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    client.headers["Accept"] = "application/json"
    answer = await ask(client, offer)
    assert answer.status_code == 201
    assert answer.json() == {"url": f"/sessions/{(await the_session()).key}"}
    taken = await ask(client, offer)
    assert (taken.status_code, bool(taken.json()["message"])) == (409, True)
    outside = await ask(client, offer, "2026-12-12T21:30Z")
    assert (outside.status_code, bool(outside.json()["message"])) == (422, True)


async def test_a_button_pressed_twice_asks_once(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    first = await ask(client, offer, key="0123456789abcdef" * 2)
    again = await ask(client, offer, key="0123456789abcdef" * 2)
    assert first.headers["location"] == again.headers["location"]
    assert await MentorSession.all().count() == 1


async def test_a_time_that_was_taken_meanwhile_comes_back_with_all_that_was_written(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    await make_user(STRANGER)
    await come_in(client, STRANGER)
    await ask(client, offer)
    client.cookies.clear()
    await come_in(client)

    answer = await ask(client, offer, topic="Which fellowship", questions="One\nTwo")

    assert answer.status_code == 409
    assert "Thursday, December 10" in plain(answer.text)
    assert THURSDAY not in times_of(answer.text)
    assert "2026-12-10T14:00Z" in times_of(answer.text)
    assert 'value="Which fellowship"' in answer.text
    assert "One&#10;Two</textarea>" in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "starts_at",
    [
        "2026-12-12T15:00Z",  # a Saturday
        "2026-12-10T13:59Z",
        "2026-12-10T14:01Z",
        "2026-11-24T14:00Z",  # within the notice
        "2026-11-20T14:00Z",
        "2027-12-10T14:00Z",
    ],
)
async def test_a_time_outside_of_what_is_open_is_not_understood(
    client: httpx2.AsyncClient, offer: Offer, mentee: User, starts_at: str
) -> None:
    answer = await ask(client, offer, starts_at)
    assert answer.status_code == 422
    assert 'value="A first job or a fellowship"' in answer.text
    assert not await MentorSession.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"starts_at": ""},
        {"starts_at": "soon"},
        {"starts_at": "2026-12-10T21:30"},
        {"starts_at": "9999-12-31T23:59Z"},
        {"starts_at": "2026-12-10T21:30Z\x00"},
        {"topic": ""},
        {"topic": " \u202e "},
        {"topic": "x" * 201},
        {"questions": "x" * 2001},
        {"before_after": "x" * 2001},
    ],
)
async def test_what_is_amiss_is_said_beside_its_field(
    client: httpx2.AsyncClient, offer: Offer, mentee: User, told: dict[str, str]
) -> None:
    answer = await ask(client, offer, **told)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not await MentorSession.exists()


async def test_markup_stays_text(client: httpx2.AsyncClient, offer: Offer, mentee: User) -> None:
    bad = "<script>alert(1)</script>{{ 7 * 7 }}"
    answer = await ask(client, offer, topic=bad, questions=bad, before_after=bad)
    page = (await client.get(answer.headers["location"])).text
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}") >= 3


async def test_a_stranger_looks_and_signs_in_to_ask(
    client: httpx2.AsyncClient, offer: Offer
) -> None:
    assert (await client.get(offer.slots)).status_code == 404
    await Mentor.filter(id=offer.mentor.id).update(visibility=Visibility.PUBLIC)
    page = await client.get(offer.slots)
    assert "The mentor’s time: Eastern time (EST)." in plain(page.text)
    assert "Sign in to request a time" in page.text
    assert page.headers["cache-control"] == "no-store"
    answer = await client.post(offer.bookings, data={"starts_at": THURSDAY, "topic": "x"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    json = await client.post(offer.bookings, data={}, headers=JSON)
    assert json.status_code == 401


async def test_nobody_books_themselves(client: httpx2.AsyncClient, offer: Offer) -> None:
    await come_in(client, MENTOR)
    assert "here others choose among your openings" in (await client.get(offer.slots)).text
    assert (await ask(client, offer)).status_code == 409


async def test_whoever_pauses_has_no_times(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    await Mentor.filter(id=offer.mentor.id).update(paused_from=NOON.date())
    page = await client.get(offer.slots)
    assert (page.status_code, times_of(page.text)) == (200, [])
    assert "Paused" in page.text
    assert (await client.get(offer.slots, headers=JSON)).json() == []
    assert (await ask(client, offer)).status_code == 409


async def test_a_mentor_who_said_nothing_yet_has_a_page_all_the_same(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    await SessionType.all().delete()
    page = await client.get(offer.slots)
    assert (page.status_code, "has not said yet" in page.text) == (200, True)
    assert (await client.get(offer.slots, headers=JSON)).json() == []
    assert (await ask(client, offer)).status_code in (404, 409)


async def test_a_week_without_times_leads_to_one_that_has_some(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    first = NOON.date() + timedelta(days=5)
    await Closing.create(
        mentor=offer.mentor, first_on=first, last_on=first + timedelta(days=6), why=SECRET
    )
    page = (await client.get(f"{offer.slots}?from={first}")).text
    assert "No times this week." in page
    assert "from=2026-12-06#book" in page
    assert SECRET not in page


async def test_looking_at_slots_changes_nothing(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    before = await every_row()
    for query in ("", "?type=chat", "?day=2026-12-10&zone=Asia/Tokyo", "?at=" + FRIDAY):
        await client.get(offer.slots + query)
        await client.get(offer.slots + query, headers=JSON)
    assert await every_row() == before


async def test_a_form_of_another_sign_in_is_refused(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    told = {"type": "review", "starts_at": THURSDAY, "topic": "x", "form_token": "0" * 64}
    assert (await client.post(offer.bookings, data=told)).status_code == 403
    twice = await post(client, offer.bookings, **told | {"form_token": "x"})
    assert twice.status_code == 403
    assert not await MentorSession.exists()
