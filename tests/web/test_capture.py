"""Somebody is met: kept by a form, or sent by a device that may send it twice."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact, FollowUp, Position, Promise, Tag, Way
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from netmentor.events.models import Event
from netmentor.web.sessions import owner_of
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.db.rows import every_row
from tests.factories import NOON, make_event
from tests.web.visiting import come_in, post

JSON = {"Accept": "application/json"}


@pytest.fixture
async def user(client: httpx2.AsyncClient) -> User:
    """The owner, signed in."""
    made = await make_user()
    await come_in(client)
    return made


async def at_an_event(user: User) -> Event:
    """`user` is at it by now."""
    day = NOON.date()
    event = await make_event(title="Sample summit", starts_on=day, ends_on=day, starts_time="")
    await attending.answer(user, event, Answer.GOING, now=NOON - timedelta(days=1))
    return event


async def send(client: httpx2.AsyncClient, told: Any, **headers: str) -> httpx2.Response:
    told = json.dumps(told)  # in ASCII, so that lone surrogates go, too
    headers |= JSON | {"Content-Type": "application/json"}
    return await client.post("/contacts", content=told, headers=headers)


async def test_only_a_name_is_needed_and_the_next_one_may_come(
    client: httpx2.AsyncClient, user: User
) -> None:
    event = await at_an_event(user)
    page = (await client.get("/capture")).text
    assert f'<option value="{event.slug}" selected>Sample summit</option>' in page
    assert "Only a name is needed. Everything else can wait." in page

    answer = await post(client, "/contacts", name=" Sample  Person ", then="next")

    assert answer.headers["location"] == "/capture"
    assert "Sample Person is saved. Next one?" in (await client.get("/capture")).text
    contact = await Contact.get()
    assert (contact.name, contact.event_id, contact.met_where, contact.met_at) == (
        "Sample Person", event.id, "Sample summit", NOON,
    )  # fmt: skip
    last = await post(client, "/contacts", name="Sample Friend", event="", met_where="A class")
    assert last.headers["location"] == f"/contacts/{(await Contact.get(name='Sample Friend')).key}"
    assert (await Contact.get(name="Sample Friend")).event_id is None


async def test_all_of_it_comes_in_the_same_breath(client: httpx2.AsyncClient, user: User) -> None:
    await post(
        client,
        "/contacts",
        name="Sample Person",
        role="Administrator",
        organization="Sample Clinic",
        reach="sample@clinic.example, 614 555-0101",
        note="Likes dashboards",
        promise="the staffing model",
        follow_up="week",
        tags="Mentor, ohio, mentor,",
    )

    assert [(w.kind, w.value) for w in await Way.all().order_by("id")] == [
        ("email", "sample@clinic.example"), ("phone", "614 555-0101"),
    ]  # fmt: skip
    assert (await Position.get()).organization == "Sample Clinic"
    assert (await Promise.get()).what == "the staffing model"
    assert (await FollowUp.get()).due_on == date(2026, 12, 1)
    assert {tag.name for tag in await Tag.all()} == {"Mentor", "ohio"}


async def test_a_device_is_told_what_it_made_and_the_same_again(
    client: httpx2.AsyncClient, user: User
) -> None:
    key = str(uuid4())
    told = {"id": key, "name": "Sample Person", "note": "One", "tags": ["Mentor"], "event": ""}

    first = await send(client, told, **{"X-Owner": owner_of(user)})
    await Contact.all().update(name="Sample Married")  # the same is the same whatever became of it
    again = await send(client, {"then": "next", "phone": "", **told})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == {"url": f"/contacts/{key}", "id": key}
    assert first.headers["cache-control"] == "no-store"
    assert [(one.name, one.note) for one in await Contact.all()] == [("Sample Married", "One")]


@pytest.mark.parametrize(
    "more", [{"name": "Sample Other"}, {"note": "Two"}, {"event": None}, {"tags": []}]
)
async def test_something_else_under_an_id_is_refused_and_told_apart(
    client: httpx2.AsyncClient, user: User, more: dict[str, Any]
) -> None:
    told = {"id": str(uuid4()), "name": "Sample Person", "tags": ["Mentor"], "event": ""}
    await send(client, told)

    other = await send(client, told | more)

    assert other.status_code == 422
    assert list(other.json()["fields"]) == ["id"]
    assert "saved under this id before" in other.json()["message"]
    assert [one.name for one in await Contact.all()] == ["Sample Person"]


async def test_who_was_kept_before_bodies_were_noted_is_sent_again_as_ever(
    client: httpx2.AsyncClient, user: User
) -> None:
    contact = await make_contact(user, key=str(uuid4()))
    answer = await send(client, {"id": contact.key, "name": "Sample Other"})
    assert (answer.status_code, answer.json()["id"]) == (200, contact.key)


async def test_one_id_is_another_person_to_another_owner(
    client: httpx2.AsyncClient, user: User
) -> None:
    told = {"id": str(uuid4()), "name": "Sample Person"}
    await send(client, told)
    await make_user(STRANGER)
    client.cookies.clear()
    await come_in(client, STRANGER)

    refused = await send(client, told, **{"X-Owner": owner_of(user)})
    taken = await send(client, told)

    assert refused.status_code == 409
    assert "Another account" in refused.json()["message"]
    assert taken.status_code == 201
    assert await Contact.all().count() == 2


async def test_a_form_filled_in_anew_after_going_back_is_another_person(
    client: httpx2.AsyncClient, user: User
) -> None:
    key = str(uuid4())
    for name, note in (("Sample Person", ""), ("Sample Person", ""), ("Sample Other", "")):
        await post(client, "/contacts", id=key, name=name, note=note)
    for _ in range(2):
        await post(client, "/contacts", id=key, name="Sample Other", note="no word is lost")

    kept = [(one.name, one.note) for one in await Contact.all().order_by("id")]
    assert kept == [
        ("Sample Person", ""), ("Sample Other", ""), ("Sample Other", "no word is lost"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": " \x00\ud800"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "x", "id": "7"}, "id"),
        ({"name": "x", "id": "0B6F2F0E-9A53-4C1E-8F3E-5F1D1F0B7A11"}, "id"),
        ({"name": "x", "met_at": "yesterday"}, "met_at"),
        ({"name": "x", "met_at": "2026-11-24T12:00:00"}, "met_at"),
        ({"name": "x", "follow_up_on": "2026-02-30"}, "follow_up_on"),
        ({"name": "x", "follow_up_on": "9999-12-31"}, "follow_up_on"),
        ({"name": "x", "follow_up": "date"}, "follow_up_on"),
        ({"name": "x", "tags": "x" * 61}, "tags"),
        ({"name": "x", "tags": ["a", "b"] * 6 + [str(n) for n in range(20)]}, "tags"),
        ({"name": "x", "event": "never"}, "event"),
        ({"name": "x", "event": "../x\x00"}, "event"),
        ({"name": "x", "note": "x" * 10_001}, "note"),
    ],
)
async def test_what_is_amiss_is_said_by_field(
    client: httpx2.AsyncClient, user: User, told: dict[str, Any], field: str
) -> None:
    answer = await send(client, told)

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert answer.json()["message"]
    assert await Contact.all().count() == 0
    texts = {name: value for name, value in told.items() if isinstance(value, str)}
    if len(texts) == len(told) and "\ud800" not in told["name"]:
        page = await post(client, "/contacts", **texts)
        assert page.status_code == 422
        assert "Not done yet." in page.text


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"7", b'"x"', b"{", b"\xff", b"[" * 60_000, b"9" * 5000, b"null",
        b'{"name": 7}', b'{"name": {"a": 1}}', b'{"name": "x", "tags": [1]}',
    ],
)  # fmt: skip
async def test_what_is_no_person_is_refused_in_words(
    client: httpx2.AsyncClient, user: User, body: bytes
) -> None:
    headers = JSON | {"Content-Type": "application/json"}
    answer = await client.post("/contacts", content=body, headers=headers)

    assert answer.status_code == 422
    assert answer.json()["message"]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2026-11-24T06:30:00-05:00", NOON - timedelta(minutes=30)),
        ("2026-11-25T11:00:00Z", NOON + timedelta(hours=23)),
        ("2031-01-01T00:00:00Z", NOON),
        ("1970-01-01T00:00:00+00:00", NOON),
        ("", NOON),
    ],
)
async def test_a_clock_that_lies_is_believed_within_reason(
    client: httpx2.AsyncClient, user: User, told: str, kept: Any
) -> None:
    assert (await send(client, {"name": "Sample Person", "met_at": told})).status_code == 201
    assert (await Contact.get()).met_at == kept


async def test_what_waited_on_a_device_was_met_where_its_owner_was_by_then(
    client: httpx2.AsyncClient, user: User
) -> None:
    event = await at_an_event(user)
    before = (NOON - timedelta(days=3)).isoformat()
    await send(client, {"name": "Sample Now"})
    await send(client, {"name": "Sample Before", "met_at": before, "follow_up": "tomorrow"})
    await send(client, {"name": "Sample Elsewhere", "met_where": "A class"})

    met = {one.name: one.event_id for one in await Contact.all()}
    assert met == {"Sample Now": event.id, "Sample Before": None, "Sample Elsewhere": None}
    assert (await FollowUp.get()).due_on == date(2026, 11, 22)


async def test_a_stranger_is_asked_to_sign_in_and_keeps_nothing(client: httpx2.AsyncClient) -> None:
    before = await every_row()
    answers = [await send(client, {"name": "x"}), await client.get("/capture")]

    assert [one.status_code for one in answers] == [401, 303]
    assert answers[0].json() == {"message": "Sign in first."}
    assert answers[1].headers["location"] == "/sign-in?next=/capture".replace("/c", "%2Fc")
    assert await every_row() == before


async def test_a_form_needs_its_token_and_another_site_is_refused(
    client: httpx2.AsyncClient, user: User
) -> None:
    stale = await client.post("/contacts", data={"name": "x"})
    stale_told = await client.post("/contacts", data={"name": "x"}, headers=JSON)
    foreign = await send(client, {"name": "x"}, **{"Sec-Fetch-Site": "cross-site"})
    preflight = await client.options("/contacts", headers={"Origin": "https://evil.example"})

    assert [one.status_code for one in (stale, stale_told, foreign)] == [403, 403, 403]
    assert "earlier sign-in" in stale_told.json()["message"]
    assert not [name for name in preflight.headers if name.startswith("access-control")]
    assert await Contact.all().count() == 0


async def test_the_event_that_was_asked_for_is_chosen_and_skipped_ones_are_not_there(
    client: httpx2.AsyncClient, user: User
) -> None:
    here = await at_an_event(user)
    day = NOON.date() - timedelta(days=9)
    for title, said in (("Sample lunch", Answer.WENT), ("Sample talk", Answer.SKIPPED)):
        event = await make_event(title=title, starts_on=day, ends_on=day)
        await attending.answer(user, event, said, now=NOON)

    page = (await client.get("/capture?event=sample-lunch")).text
    assert "Sample talk" not in page
    lunch = await Event.get(title="Sample lunch")
    chosen = (await client.get(f"/capture?event={lunch.slug}")).text
    assert f'<option value="{lunch.slug}" selected>' in chosen
    assert f'<option value="{here.slug}" selected>' in page


async def test_a_tag_that_grows_when_it_is_folded_is_refused_beside_its_field(
    client: httpx2.AsyncClient, user: User
) -> None:
    told = {"name": "Sample Person", "tags": "ß" * 40}  # twice as long as it is told from others
    answer = await client.post("/contacts", json=told, headers={"Accept": "application/json"})

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["tags"])
    assert await Contact.all().count() == 0
