"""What an application came from has links to it, and back; and the funnel of all of them."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import time_machine

from netmentor.contacts.models import Contact
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.rules import CameFrom
from netmentor.jobs.mentoring import mind_sessions
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import make_event
from tests.web.booking import MENTOR, Offer, become, moment
from tests.web.reading import plain
from tests.web.visiting import come_in, post

AFTER = moment("2026-12-10T23:00Z")
BACK = "Applications through them"


async def test_it_came_from_a_person_who_was_met_at_an_event(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    owner = await make_user(OWNER)
    await come_in(client)
    event = await make_event()
    known = await make_contact(owner, "Sample Manager", event=event)
    assert BACK not in (await client.get(f"/contacts/{known.key}")).text
    here = (await post(client, "/applications", contact=known.key)).headers["location"]
    page = (await client.get(here)).text
    assert ", met at <a" in page
    for link in (f"/contacts/{known.key}", f"/events/{event.slug}"):
        assert f'href="{link}"' in page
    back = (await client.get(f"/contacts/{known.key}")).text
    assert BACK in back
    assert f'href="{here}"' in back


async def test_it_came_through_a_mentor_whose_page_and_session_lead_back(
    client: httpx2.AsyncClient, database: Settings, offer: Offer, asked: str
) -> None:
    await become(client, MENTOR)
    await post(client, f"{asked}/approve")
    await mind_sessions(database)
    mentor_page = f"/mentors/{offer.mentor.slug}"
    with time_machine.travel(AFTER + timedelta(hours=1), tick=False):
        await mind_sessions(database)
        await become(client, OWNER)
        known = await Contact.get(user__email=OWNER)
        here = (await post(client, "/applications", contact=known.key)).headers["location"]
        assert (await Application.get()).came_from == CameFrom.MENTOR
        page = (await client.get(here)).text
        assert f'href="{mentor_page}"' in page
        assert f'href="{asked}"' in page
        for place in (mentor_page, asked, f"/contacts/{known.key}"):
            assert f'href="{here}"' in (await client.get(place)).text, place
        for email in (MENTOR, STRANGER):
            if email == STRANGER:
                await make_user(STRANGER)
            await become(client, email)
            for place in (mentor_page, asked):
                assert BACK not in (await client.get(place)).text, (email, place)


async def test_the_list_shows_what_led_where(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await make_user(OWNER)
    await come_in(client)
    assert "What led where" not in (await client.get("/applications")).text
    here = (await post(client, "/applications", title="Sample")).headers["location"]
    await post(client, f"{here}/stage", stage="interview")
    page = plain((await client.get("/applications")).text)
    assert "From elsewhere 1 1 1 0 0" in " ".join(page.split())
