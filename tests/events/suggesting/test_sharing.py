"""What everybody sees of an address that a member pasted tells of nobody's session."""

from __future__ import annotations

import json

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.events import own
from netmentor.events.curating import actions as curating
from netmentor.events.curating.queries import proposals
from netmentor.events.models import Event
from netmentor.events.suggesting import actions
from netmentor.events.suggesting.sharing import shown
from netmentor.internships.drafts import written
from netmentor.internships.suggesting import actions as opportunities
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON, make_draft, make_organization
from tests.internships.opportunities import make_opportunity_draft
from tests.web.visiting import come_in

PLACE = "https://www.example.org/jobs"
PASTED = f"{PLACE}/(S(lit3py55t21z))/7?id=7&session_token=c2VjcmV0"


@pytest.mark.parametrize(
    "query",
    [
        "session_token=1",
        "sessionid=1",
        "userSession_ID=1",
        "jwt=1",
        "id_token_hint=1",
        "clientSecret=1",
        "X-Amz-Credential=1&X-Amz-Date=2&X-Amz-Signature=2&X-Amz-Security-Token=3",
        "x-goog-signature=1",
        "SAMLResponse=1",
        "access_key=1",
        "code=4%2F0AX4XfWhSample",
        "to=eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.",
        "next=%2Fjobs%3Fid%3D7%26token%3D1",
        ";PHPSESSID=1",
    ],
)
def test_what_tells_who_came_is_left_out(query: str) -> None:
    assert shown(f"{PLACE}?id=7&{query}") == f"{PLACE}?id=7"


@pytest.mark.parametrize(
    "path",
    [
        "/(S(lit3py55t21z))/jobs",
        "/(X(1)A(sample)S(lit3py55t21z))/jobs",
        "/%28S%28lit3py55t21z%29%29/jobs",
        "/jobs;jsessionid=A1",
        "/jobs%3BJSESSIONID=A1",
    ],
)
def test_no_session_is_left_in_a_path(path: str) -> None:
    assert shown(f"https://www.example.org{path}") == PLACE


@pytest.mark.parametrize(
    "address",
    [
        f"{PLACE}/fellow_(2027)/7?code=HR-2027-17&state=south-carolina&passage=2&keyword=intern",
        f"{PLACE}?credentials=FACMPE",
        f"{PLACE}?next=%2Fjobs%3Fid%3D7&a=1;b=2",
        f"{PLACE}/(S(a)/7",
    ],
)
def test_what_tells_of_the_page_alone_is_kept(address: str) -> None:
    assert shown(address) == address


def test_parentheses_without_end_keep_nobody_waiting() -> None:
    address = f"https://www.example.org/({'a%28%29' * 60}/7"
    assert shown(address) == address


@pytest.fixture
async def member(database: Settings) -> User:
    await make_organization()
    return await make_user()


async def test_no_session_stands_in_any_address_of_an_event_that_is_listed(member: User) -> None:
    suggestion = await actions.suggest_page(member, PASTED, now=NOON)
    draft = make_draft(url="", registration_url=PASTED, source_url=PASTED)
    await actions.send(suggestion, draft, now=NOON)
    [waiting] = await proposals()
    slug = await curating.accept(waiting.number, (), now=NOON)
    listed = await Event.get(slug=slug)
    assert listed.registration_url == f"{PLACE}/7?id=7"
    assert listed.source_url == f"{PLACE}/7"


async def test_a_form_shows_what_will_be_seen(client: httpx2.AsyncClient, member: User) -> None:
    await come_in(client)
    kept = await own.keep(member, make_draft(registration_url=PASTED, organizers=()), now=NOON)
    kept = await own.own_event(member, kept.slug)
    event = await actions.suggest_own(member, kept, now=NOON)
    page = (await client.get(f"/events/suggest/{event.id}")).text
    assert f'value="{PLACE}/7?id=7"' in page
    assert "session_token" not in page
    begun = await opportunities.suggest_by_hand(member, now=NOON)
    begun.found = json.dumps(written(make_opportunity_draft(apply_url=PASTED)))
    await begun.save()
    page = (await client.get(f"/internships/suggest/{begun.id}")).text
    assert f'value="{PLACE}/7?id=7"' in page
    assert "session_token" not in page
