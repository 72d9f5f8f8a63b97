"""Sessions on their pages: every deed, in every state, by each of the two and by nobody else."""

from __future__ import annotations

import re
from uuid import uuid4

import httpx2
import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.mentoring.blocking import block
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import LONGEST_REASON
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import Visibility
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.db.rows import every_row
from tests.factories import NOON
from tests.web.booking import (
    FRIDAY,
    MENTOR,
    SECRET,
    THURSDAY,
    Offer,
    ask,
    become,
    moment,
    the_session,
)
from tests.web.reading import plain
from tests.web.visiting import post

DEEDS = ("approve", "decline", "propose", "accept", "move", "cancel", "no-show")
AFTER = moment("2026-12-10T23:00Z")


async def test_the_mentor_reads_who_and_what_and_says_yes(
    client: httpx2.AsyncClient, asked: str
) -> None:
    await become(client, MENTOR)
    listed = (await client.get("/sessions")).text
    assert "Waits for you" in listed
    assert "Résumé review with Amara Reyes" in listed
    words = plain((await client.get(asked)).text)
    assert "A first job or a fellowship" in words
    assert "For Amara: Thu, Dec 10, 2026, 3:30–4:15 pm, Central time (CST)." in words

    assert (await post(client, f"{asked}/approve")).status_code == 303
    assert (await the_session()).state == "confirmed"
    page = (await client.get(asked)).text
    assert "Both calendars have it." in page
    assert "Not a fit" not in page

    await become(client, OWNER)
    page = (await client.get(asked)).text
    assert SECRET in page
    assert "Move it" in page


async def test_today_says_what_waits_and_what_comes(client: httpx2.AsyncClient, asked: str) -> None:
    assert "for your answer" not in (await client.get("/today")).text
    await become(client, MENTOR)
    assert "A session waits for your answer." in (await client.get("/today")).text
    await post(client, f"{asked}/propose", starts_1=FRIDAY)
    assert "for your answer" not in (await client.get("/today")).text
    await become(client, OWNER)
    assert "A session waits for your answer." in (await client.get("/today")).text
    await post(client, f"{asked}/accept", starts_at=FRIDAY)
    today = (await client.get("/today")).text
    assert "for your answer" not in today
    assert "Résumé review with Denise Okafor" in today
    assert f'href="{asked}">Open the session' in today


async def test_not_a_fit_needs_no_reason(client: httpx2.AsyncClient, asked: str) -> None:
    await become(client, MENTOR)
    await post(client, f"{asked}/decline")
    await become(client, OWNER)
    page = (await client.get(asked)).text
    assert "It did not fit this time." in page
    assert "Choose another time" in page
    assert SECRET not in page
    assert "Over" in (await client.get("/sessions")).text


async def test_it_moves_to_another_opening(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    await ask(client, offer, type="chat")
    place = f"/sessions/{(await the_session()).key}"
    page = (await client.get(f"{place}/move")).text
    assert "Thursday, December 10" in plain(page)
    moved = await post(client, f"{place}/move", starts_at=FRIDAY)
    assert (moved.status_code, moved.headers["location"]) == (303, place)
    assert (await the_session()).starts_at == moment(FRIDAY)
    assert "Moved. Both calendars follow." in (await client.get(place)).text


@pytest.mark.parametrize(
    ("starts_at", "status"),
    [("2026-12-12T15:00Z", 422), ("", 422), ("soon", 422), ("2026-11-20T15:00Z", 422)],
)
async def test_it_moves_to_no_time_that_is_not_open(
    client: httpx2.AsyncClient, asked: str, starts_at: str, status: int
) -> None:
    answer = await post(client, f"{asked}/move", starts_at=starts_at)
    assert (answer.status_code, 'role="alert"' in answer.text) == (status, True)
    assert "Move it to this time" in answer.text
    assert (await the_session()).starts_at == moment(THURSDAY)


async def test_a_program_is_told_by_json_what_it_did_and_why_it_could_not(
    client: httpx2.AsyncClient, asked: str
) -> None:
    client.headers["Accept"] = "application/json"
    for told in ("2026-12-12T15:00Z", "soon"):
        refused = await post(client, f"{asked}/move", starts_at=told)
        assert (refused.status_code, list(refused.json())) == (422, ["message"])
    moved = await post(client, f"{asked}/move", starts_at=FRIDAY)
    assert (moved.status_code, moved.headers["Cache-Control"]) == (200, "no-store")
    assert moved.json() == {"url": asked, "message": "Asked for the new time instead."}
    assert (await post(client, f"{asked}/propose", starts_1="soon")).json() == {
        "message": "Choose a time."
    }
    assert (await post(client, f"{asked}/cancel")).json()["url"] == asked
    again = await post(client, f"{asked}/cancel")
    assert (again.status_code, again.json()) == (409, {"message": "This session was canceled."})


async def test_it_is_canceled_with_a_reason_that_the_other_reads(
    client: httpx2.AsyncClient, asked: str
) -> None:
    await post(client, f"{asked}/cancel", reason="A shift came up")
    assert (await the_session()).state == "canceled"
    assert "You canceled it: “A shift came up”" in (await client.get(asked)).text
    await become(client, MENTOR)
    assert "Amara Reyes canceled it: “A shift came up”" in (await client.get(asked)).text
    late = await post(client, f"{asked}/approve")
    assert (late.status_code, "was canceled" in late.text) == (409, True)


async def test_a_reason_is_as_long_on_the_page_as_it_may_be(
    client: httpx2.AsyncClient, asked: str
) -> None:
    for who in (OWNER, MENTOR):  # who cancels, and who declines
        await become(client, who)
        page = (await client.get(asked)).text
        typed = re.findall(r'name="reason"[^>]* maxlength="(\d+)"', page)
        assert typed == [str(LONGEST_REASON)]
    assert (await post(client, f"{asked}/decline", reason="x" * (LONGEST_REASON + 1))).is_error
    assert (await post(client, f"{asked}/decline", reason="x" * LONGEST_REASON)).is_redirect


async def test_that_the_other_did_not_come_is_seen_by_whoever_noted_it(
    client: httpx2.AsyncClient, offer: Offer, mentee: User
) -> None:
    await ask(client, offer, type="chat")
    place = f"/sessions/{(await the_session()).key}"
    early = await post(client, f"{place}/no-show")
    assert (early.status_code, "has not begun" in early.text) == (409, True)
    with time_machine.travel(AFTER, tick=False):
        assert "Denise Okafor did not come" in (await client.get(place)).text
        assert (await post(client, f"{place}/no-show")).status_code == 303
        assert "You noted that Denise Okafor did not come." in (await client.get(place)).text
        await become(client, MENTOR)
        assert "You noted" not in (await client.get(place)).text


async def test_nobody_answered_in_time(client: httpx2.AsyncClient, asked: str) -> None:
    with time_machine.travel(moment("2026-11-27T12:00Z"), tick=False):
        await become(client, MENTOR)
        page = (await client.get(asked)).text
        assert "Nobody answered in time" in page
        assert "Approve" not in page
        assert (await post(client, f"{asked}/approve")).status_code == 409


async def test_the_mentee_answers_nothing_that_is_the_mentors(
    client: httpx2.AsyncClient, asked: str
) -> None:
    page = (await client.get(asked)).text
    assert "Approve" not in page
    for deed in ("approve", "decline"):
        assert (await post(client, f"{asked}/{deed}")).status_code == 404
    assert (await the_session()).state == "asked"


async def test_a_stranger_finds_no_session_and_changes_none(
    client: httpx2.AsyncClient, asked: str
) -> None:
    await make_user(STRANGER)
    await become(client, STRANGER)
    told = {"starts_at": FRIDAY, "starts_1": FRIDAY, "reason": "x"}
    unknown = f"/sessions/{uuid4()}"
    before = await MentorSession.all().values()
    for page in ("", "/move", "/propose"):
        theirs, none = await client.get(asked + page), await client.get(unknown + page)
        assert (theirs.status_code, theirs.text) == (404, none.text.replace(unknown, asked))
    for deed in DEEDS:
        theirs = await post(client, f"{asked}/{deed}", **told)
        none = await post(client, f"{unknown}/{deed}", **told)
        assert (theirs.status_code, none.status_code) == (404, 404), deed
    assert await MentorSession.all().values() == before
    assert "Find a mentor" in (await client.get("/sessions")).text
    assert "Amara" not in (await client.get("/sessions")).text


async def test_whoever_is_signed_out_signs_in_first(client: httpx2.AsyncClient, asked: str) -> None:
    client.cookies.clear()
    for page in ("/sessions", asked, f"{asked}/move", f"{asked}/propose"):
        assert (await client.get(page)).headers["location"].startswith("/sign-in?next=")
    for deed in DEEDS:
        assert (await client.post(f"{asked}/{deed}")).headers["location"] == "/sign-in"
    assert (await the_session()).state == "asked"


async def test_who_came_by_a_private_link_chooses_another_time_without_it(
    client: httpx2.AsyncClient, asked: str, offer: Offer, mentee: User
) -> None:
    await Mentor.filter(id=offer.mentor.id).update(visibility=Visibility.LINK)
    theirs = f"/mentors/{offer.mentor.slug}"
    await post(client, f"{asked}/cancel")
    assert f'href="{theirs}' in (await client.get(asked)).text
    assert (await client.get(theirs)).status_code == 200
    assert (await ask(client, offer, FRIDAY)).status_code == 303

    await block(offer.mentor, mentee, by_mentor=True, now=NOON)
    assert (await client.get(theirs)).status_code == 404
    await make_user(STRANGER)
    await become(client, STRANGER)
    assert (await client.get(theirs)).status_code == 404


@pytest.mark.parametrize("key", ["x", "0", "%00", "..%2F..", "9" * 300, "{}", "' OR 1=1 --"])
async def test_keys_of_every_wrong_shape_are_not_found(
    client: httpx2.AsyncClient, asked: str, key: str
) -> None:
    assert (await client.get(f"/sessions/{key}")).status_code == 404
    assert (await post(client, f"/sessions/{key}/cancel")).status_code == 404


async def test_looking_changes_nothing(client: httpx2.AsyncClient, asked: str) -> None:
    before = await every_row()
    for page in ("/sessions", asked, f"{asked}/move", f"{asked}/propose"):
        assert (await client.get(page)).status_code == 200
    assert await every_row() == before
