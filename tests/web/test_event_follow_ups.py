"""What somebody is to do about an event: planned on its page, and settled there or on Today."""

from __future__ import annotations

from datetime import date, timedelta

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import FollowUp
from netmentor.events import own
from netmentor.events.models import Event
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON, make_draft, make_event
from tests.web.visiting import come_in, post

TOMORROW = (NOON.date() + timedelta(days=1)).isoformat()


@pytest.fixture(autouse=True)
async def user(client: httpx2.AsyncClient) -> User:
    made = await make_user()
    await come_in(client)
    return made


async def test_it_is_planned_on_the_page_of_the_event_and_settled_there(
    client: httpx2.AsyncClient,
) -> None:
    event = await make_event(title="Sample summit")
    place, doors = f"/events/{event.slug}", f"/events/{event.slug}/follow-ups"
    plan = {"what": "Register", "due_on": TOMORROW, "due_time": "17:30"}

    answer = await post(client, doors, **plan)

    assert (answer.status_code, answer.headers["location"]) == (303, place)
    page = (await client.get(place)).text
    assert "Register: planned for tomorrow." in page
    assert "5:30 pm" in page
    row = await FollowUp.get()
    assert (row.event_id, row.contact_id, row.due_time) == (event.id, None, "17:30")
    assert f'action="/follow-ups/{row.id}/done"' in page
    assert "Register" in (await client.get("/today")).text

    done = await post(client, f"/follow-ups/{row.id}/done", next=place)
    assert done.headers["location"] == place
    assert f"/follow-ups/{row.id}/" not in (await client.get(place)).text


async def test_a_double_of_the_event_has_the_same_and_people_met_there_have_their_own(
    client: httpx2.AsyncClient, user: User
) -> None:
    event, double = await make_event(title="Sample summit"), await make_event()
    await post(client, f"/events/{double.slug}/follow-ups", what="Register", due_on=TOMORROW)
    await Event.filter(id=double.id).update(merged_into_id=event.id)
    await make_contact(user, "Sample Person", event=event, follow_up_on=date(2026, 12, 1))

    again = await post(client, f"/events/{double.slug}/follow-ups", what="Pay", due_on=TOMORROW)

    assert again.headers["location"] == f"/events/{event.slug}"
    page = (await client.get(f"/events/{event.slug}")).text
    assert all(what in page for what in ("Register", "Pay"))
    assert "Write to Sample Person" not in page


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"what": " ", "due_on": TOMORROW}, "Say what is to be done."),
        ({"what": "x" * 301, "due_on": TOMORROW}, "Use at most 300 characters."),
        ({"what": "x", "due_on": ""}, "Choose a day between 1970 and 2100."),
        ({"what": "x", "due_on": "2101-01-01"}, "Choose a day between 1970 and 2100."),
        ({"what": "x", "due_on": TOMORROW, "due_time": "25:00"}, "Write the time as 17:30."),
    ],
)
async def test_what_cannot_be_planned_is_refused_in_words(
    client: httpx2.AsyncClient, told: dict[str, str], words: str
) -> None:
    event = await make_event()
    answer = await post(client, f"/events/{event.slug}/follow-ups", **told)
    assert answer.status_code == 422
    assert words in answer.text
    assert await FollowUp.all().count() == 0


async def test_the_button_pressed_twice_plans_it_once(client: httpx2.AsyncClient) -> None:
    event = await make_event()
    told = {"what": "Register", "due_on": TOMORROW, "key": "0" * 32}
    for _ in range(2):
        await post(client, f"/events/{event.slug}/follow-ups", **told)
    assert await FollowUp.all().count() == 1


async def test_what_somebody_else_is_to_do_is_theirs_alone(client: httpx2.AsyncClient) -> None:
    event, stranger = await make_event(), await make_user(STRANGER)
    theirs = await own.keep(stranger, make_draft(title="Theirs", organizers=()), now=NOON)
    await post(client, f"/events/{event.slug}/follow-ups", what="Quokka", due_on=TOMORROW)
    told = {"what": "x", "due_on": TOMORROW}
    for slug in (theirs.slug, "own-0123456789abcdef"):
        assert (await post(client, f"/events/{slug}/follow-ups", **told)).status_code == 404

    client.cookies.clear()
    asked = await client.post(f"/events/{event.slug}/follow-ups", data=told)
    assert asked.headers["location"].startswith("/sign-in")
    assert "To do about it" not in (await client.get(f"/events/{event.slug}")).text
    await come_in(client, STRANGER)
    assert "Quokka" not in (await client.get(f"/events/{event.slug}")).text
