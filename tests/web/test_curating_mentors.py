"""Curators list mentors, refuse them, look at reports; they and organizers invite."""

from __future__ import annotations

import re

import httpx2
import pytest

from netmentor.accounts.actions import give_role
from netmentor.accounts.rules import Role
from netmentor.mentoring.actions import ask_to_be_listed, leave_the_directory
from netmentor.mentoring.blocking import block
from netmentor.mentoring.deciding import refuse
from netmentor.mentoring.inviting import accept, invite
from netmentor.mentoring.models import Mentor, MentorInvitation, Report
from netmentor.mentoring.rules import Listing
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON
from tests.mentoring.mentors import make_mentor
from tests.web.visiting import come_in, post

CODE = re.compile(r"/mentoring/join\?code=(nmi_[\w-]+)")
PROFILE = {"name": "Sample Mentor", "topics": "finance", "timezone": "America/New_York"}


async def test_a_curator_lists_a_mentor_with_checked_credentials(
    curator: httpx2.AsyncClient,
) -> None:
    mentor = await make_mentor(credentials="FACHE", listing="waiting", asked_at=NOON)
    assert "FACHE" in (await curator.get("/curate/mentors")).text
    decided = {"number": str(mentor.id), "version": str(mentor.version)}

    await post(curator, "/curate/mentors", deed="list", checked="1", **decided)

    await mentor.refresh_from_db()
    assert (mentor.listing, mentor.credentials_checked) == ("listed", "curator")
    again = await post(curator, "/curate/mentors", deed="list", **decided)
    assert again.status_code == 409


async def test_a_profile_that_changed_meanwhile_is_not_listed_unread(
    curator: httpx2.AsyncClient,
) -> None:
    mentor = await make_mentor(listing="waiting", asked_at=NOON)
    decided = {"number": str(mentor.id), "version": str(mentor.version + 1)}

    answer = await post(curator, "/curate/mentors", deed="list", **decided)

    assert answer.status_code == 409
    assert (await Mentor.get(id=mentor.id)).listing == "waiting"


async def test_a_refusal_tells_the_mentor_why(curator: httpx2.AsyncClient) -> None:
    owner = await make_user(STRANGER)
    mentor = await make_mentor(owner, listing="waiting", asked_at=NOON)
    why = "Please say <where> you work."

    await post(curator, "/curate/mentors", deed="refuse", number=str(mentor.id), why=why)

    curator.cookies.clear()
    await come_in(curator, STRANGER)
    page = (await curator.get("/mentoring")).text
    assert "Please say &lt;where&gt; you work." in page
    assert "Ask to be listed" in page


async def test_a_report_waits_until_a_curator_has_dealt_with_it(
    curator: httpx2.AsyncClient,
) -> None:
    user = await make_user(STRANGER, name="Sample Mentee")
    mentor = await make_mentor()
    await block(mentor, user, by_mentor=True, text="Came <b>never</b>.", now=NOON)
    page = (await curator.get("/curate/mentors")).text
    assert "Sample Mentor about Sample Mentee" in page
    assert "Came &lt;b&gt;never&lt;/b&gt;." in page

    await post(curator, "/curate/mentors", deed="settle", number=str((await Report.get()).id))

    assert "Nothing is reported." in (await curator.get("/curate/mentors")).text


async def test_an_invitation_is_good_once_and_lists_without_waiting(
    curator: httpx2.AsyncClient,
) -> None:
    found = CODE.search((await post(curator, "/curate/mentors", deed="invite")).text)
    assert found
    assert found[1] not in (await curator.get("/curate/mentors")).text
    await make_user(STRANGER)
    curator.cookies.clear()
    await come_in(curator, STRANGER)
    await curator.get(f"/mentoring/join?code={found[1]}")
    assert await MentorInvitation.filter(taken_at=None).count() == 1

    await post(curator, "/mentoring/join", code=found[1])
    await post(curator, "/mentoring", **PROFILE)
    await post(curator, "/mentoring", act="list")

    assert (await Mentor.get()).listing == "listed"
    assert (await post(curator, "/mentoring/join", code=found[1])).status_code == 409


async def test_whoever_was_refused_waits_again_whatever_invitation_they_took(
    database: Settings,
) -> None:
    """By asking anew, or after taking the profile out of the queue."""
    curator, owner = await make_user(), await make_user(STRANGER)
    await accept(await invite(curator, now=NOON), owner, now=NOON)
    mentor = await make_mentor(owner)
    await refuse(mentor.id, "This is an advertisement.")

    assert await ask_to_be_listed(mentor, now=NOON) == Listing.WAITING
    await leave_the_directory(mentor)
    assert await ask_to_be_listed(mentor, now=NOON) == Listing.WAITING
    assert await MentorInvitation.filter(taken_at=None).count() == 0


async def test_an_organizer_invites_and_decides_nothing(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await give_role(await make_user(), Role.ORGANIZER)
    await come_in(client)
    mentor = await make_mentor(name="Waiting Sample", listing="waiting", asked_at=NOON)
    assert "Waiting Sample" not in (await client.get("/curate/mentors")).text
    decided = {"number": str(mentor.id), "version": str(mentor.version)}

    answer = await post(client, "/curate/mentors", deed="list", **decided)

    assert answer.status_code == 403
    assert (await post(client, "/curate/mentors", deed="invite")).status_code == 200
    number = str((await MentorInvitation.get()).id)
    await post(client, "/curate/mentors", deed="take_back", number=number)
    assert await MentorInvitation.all().count() == 0


@pytest.mark.parametrize("deed", ["list", "refuse", "settle", "invite", "take_back", ""])
async def test_a_member_does_none_of_it(
    client: httpx2.AsyncClient, database: Settings, deed: str
) -> None:
    await make_user()
    await come_in(client)

    assert (await client.get("/curate/mentors")).status_code == 403
    assert (await post(client, "/curate/mentors", deed=deed, number="1")).status_code == 403
