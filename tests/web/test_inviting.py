"""Invitations of organizers: made by curators, taken once, and rights taken back."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import httpx2
import time_machine

from netmentor.accounts.models import SignIn, User
from netmentor.accounts.rules import Role
from netmentor.events.organizing import inviting
from netmentor.events.organizing.models import Organizer, OrganizerInvitation
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.events.organizing.telling import FORM, make_organizer
from tests.factories import NOON, make_organization
from tests.web.visiting import come_in, post

OURS = "/organize/sample-association"


async def curator(client: httpx2.AsyncClient) -> None:
    await make_organization()
    await make_user("curator@example.org", role=Role.CURATOR)
    await come_in(client, "curator@example.org")


async def link_of(client: httpx2.AsyncClient) -> str:
    page = await post(client, "/curate/organizers", organization="sample-association")
    found = re.search(r'value="http://test.example(/organize/join\?code=nmo_[\w-]+)"', page.text)
    assert found
    assert page.headers["Referrer-Policy"] == "no-referrer"
    return found[1]


async def test_from_the_invitation_to_the_first_published_event(
    client: httpx2.AsyncClient,
) -> None:
    await curator(client)
    link = await link_of(client)
    await make_user()
    client.cookies.clear()

    page = await client.get(link)
    assert "Sign up" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    await come_in(client)
    assert "Become an organizer" in (await client.get(link)).text
    assert await Organizer.all().count() == 0
    answer = await post(client, "/organize/join", code=link.partition("code=")[2])
    assert answer.headers["location"] == OURS
    assert (await User.get(email=OWNER)).role == Role.ORGANIZER

    assert (await post(client, f"{OURS}/new", **FORM)).headers["location"] == OURS
    page = await client.get(OURS)
    assert "Sample lunch" in page.text
    assert "Nobody marked interest yet" in page.text
    shown = (await client.get("/events/sample-lunch-2027")).text
    assert "Told here by the organizer" in shown
    assert "Sample lunch" in (await client.get("/events.ics")).text


async def test_an_invitation_is_good_once_even_for_two_at_once(
    client: httpx2.AsyncClient,
) -> None:
    organization = await make_organization()
    code = await inviting.invite(organization, now=NOON)
    users = [await make_user(), await make_user(STRANGER)]
    took = await asyncio.gather(
        *(inviting.accept(code, user, now=NOON) for user in users), return_exceptions=True
    )
    assert sum(isinstance(one, inviting.InvitationSpent) for one in took) == 1
    assert await Organizer.all().count() == 1
    await come_in(client)
    assert "was taken already" in (await client.get(f"/organize/join?code={code}")).text


async def test_an_invitation_ends_after_two_weeks_and_a_forged_one_never_began(
    client: httpx2.AsyncClient,
) -> None:
    code = await inviting.invite(await make_organization(), now=NOON)
    await make_user()
    with time_machine.travel(NOON + timedelta(days=14), tick=False):
        await come_in(client)
        for wrong in (code, "nmo_forged", "", "x" * 5_000):
            answer = await post(client, "/organize/join", code=wrong)
            assert answer.status_code == 409
    assert await Organizer.all().count() == 0


async def test_an_invitation_leaves_a_higher_role_as_it_is(client: httpx2.AsyncClient) -> None:
    await curator(client)
    link = await link_of(client)
    await post(client, "/organize/join", code=link.partition("code=")[2])
    assert (await User.get(email="curator@example.org")).role == Role.CURATOR
    assert (await client.get(OURS)).status_code == 200


async def test_a_curator_takes_links_and_rights_back(client: httpx2.AsyncClient) -> None:
    await make_organizer(STRANGER)
    await curator(client)
    await link_of(client)
    one = await Organizer.get()
    link = await OrganizerInvitation.get(taken_at=None)
    page = (await client.get("/curate/organizers")).text
    assert STRANGER in page
    assert link.token_hash not in page
    await post(client, "/curate/organizers", take_back=str(link.id))
    await post(client, "/curate/organizers", part_with=str(one.id))
    assert (
        await Organizer.all().count()
        == await OrganizerInvitation.filter(taken_at=None).count()
        == 0
    )
    for wrong in ({"take_back": "x"}, {"part_with": "9" * 20}, {"organization": ""}):
        assert (await post(client, "/curate/organizers", **wrong)).status_code == 422
    for wrong in ({"take_back": "1"}, {"part_with": "1"}, {"organization": "nobody"}):
        assert (await post(client, "/curate/organizers", **wrong)).status_code == 404


async def test_no_organizer_makes_invitations(client: httpx2.AsyncClient) -> None:
    await make_organizer()
    await come_in(client)
    assert (await client.get("/curate/organizers")).status_code == 403
    answer = await post(client, "/curate/organizers", organization="sample-association")
    assert answer.status_code == 403


async def test_who_becomes_an_organizer_signs_in_anew(client: httpx2.AsyncClient) -> None:
    code = await inviting.invite(await make_organization(), now=NOON)
    await make_user()
    await come_in(client)
    before = (await SignIn.get()).token_hash
    await post(client, "/organize/join", code=code)
    assert (await SignIn.get()).token_hash != before
    assert (await client.get("/organize")).status_code == 200
