"""An internship is suggested by its page or by hand, looked over, and nobody else sees it."""

from __future__ import annotations

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.events.suggesting.rules import MOST_OPEN, MOST_WAITING
from netmentor.internships.curating.queries import proposals
from netmentor.internships.suggesting import actions
from netmentor.internships.suggesting.models import OpportunitySuggestion
from tests.accounts.casting import STRANGER, make_user
from tests.db.rows import every_row
from tests.factories import NOON
from tests.internships.curating.offered import suggested
from tests.web.visiting import come_in, post

PLACE = "/internships/suggest"
FORM = {
    "title": "Sample summer internship",
    "organization_name": "Sample Clinic",
    "kind": "internship",
    "closes_on": "2027-03-01",
    "closes_time": "17:00",
    "timezone": "America/New_York",
    "dates": "Applications open 2027-01-04",
}


@pytest.fixture
async def member(client: httpx2.AsyncClient) -> httpx2.AsyncClient:
    """A visitor who is signed in."""
    await make_user()
    await come_in(client)
    return client


async def begun(client: httpx2.AsyncClient, address: str = "") -> str:
    """The address of a suggestion that was begun."""
    answer = await post(client, PLACE, address=address)
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_one_is_told_of_by_hand_and_waits_for_a_curator(
    member: httpx2.AsyncClient,
) -> None:
    assert f'href="{PLACE}"' in (await member.get("/internships")).text
    page = await begun(member)
    assert "Who offers it" in (await member.get(page)).text
    sent = await post(member, page, **FORM)
    assert (sent.status_code, sent.headers["location"]) == (303, PLACE)
    mine = (await member.get(PLACE)).text
    assert "Sent: Sample summer internship. A curator looks at it." in mine
    assert "Waits for a curator" in mine
    [waiting] = await proposals()
    dates = waiting.changes["dates"][1]["windows"]
    assert [(one["kind"], one["on"], one["at"]) for one in dates] == [
        ("closes", "2027-03-01", "17:00"), ("opens", "2027-01-04", ""),
    ]  # fmt: skip
    assert (await member.get(page)).status_code == 303
    again = await post(member, page, **FORM)
    assert (again.status_code, len(await proposals())) == (409, 1)


async def test_what_is_amiss_is_said_and_nothing_is_lost(member: httpx2.AsyncClient) -> None:
    page = await begun(member)
    wrong = FORM | {"title": "", "dates": "When it suits", "eligibility": "<b>Anybody</b>"}
    answer = await post(member, page, **wrong)
    assert answer.status_code == 422
    for words in ("Say what it is called.", "“When it suits” is no date we know", "&lt;b&gt;"):
        assert words in answer.text, words
    assert 'value="2027-03-01"' in answer.text
    assert await proposals() == []


async def test_a_pasted_address_is_read_by_a_worker(member: httpx2.AsyncClient) -> None:
    page = await begun(member, "https://clinic.example.org/interns")
    shown = (await member.get(page)).text
    assert "The page is being read" in shown
    assert "clinic.example.org is asked what it offers" in shown
    for wrong in ("ftp://clinic.example.org/", "http://", "javascript:alert(1)"):
        answer = await post(member, PLACE, address=wrong)
        assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
    for inside in ("10.0.0.1", "169.254.169.254", "[::1]"):
        answer = await post(member, PLACE, address=f"http://{inside}/interns")
        assert (answer.status_code, "leads inside, to an address" in answer.text) == (422, True)
    assert await OpportunitySuggestion.all().count() == 1


async def test_what_will_be_public_of_an_address_is_said_and_offered_without_a_session(
    member: httpx2.AsyncClient,
) -> None:
    pasted = "https://clinic.example.org/interns?id=7&sid=c2VjcmV0"
    page = await begun(member, pasted)
    await OpportunitySuggestion.all().update(read_at=NOON)
    shown = (await member.get(page)).text
    assert 'value="https://clinic.example.org/interns?id=7"' in shown
    assert "c2VjcmV0" not in shown
    assert "only what stands before the question mark is shown" in shown


async def test_where_enough_wait_what_was_typed_stays(member: httpx2.AsyncClient) -> None:
    user = await User.get()
    for _ in range(MOST_WAITING):
        await suggested(user)
    page = await begun(member)
    refused = await post(member, page, **FORM)
    assert (refused.status_code, "wait for a curator" in refused.text) == (409, True)
    assert 'value="Sample summer internship"' in refused.text


async def test_a_program_is_told_where_it_is(member: httpx2.AsyncClient) -> None:
    token = (await member.get(PLACE)).text.partition('name="form_token" value="')[2][:64]
    headers = {"Accept": "application/json"}
    answer = await member.post(PLACE, data={"form_token": token}, headers=headers)
    number = (await OpportunitySuggestion.get()).id
    assert (answer.status_code, answer.json()) == (201, {"url": f"{PLACE}/{number}"})


async def test_one_is_dropped_and_too_many_are_refused(member: httpx2.AsyncClient) -> None:
    page = await begun(member)
    dropped = await post(member, f"{page}/drop")
    assert (dropped.status_code, await OpportunitySuggestion.all().count()) == (303, 0)
    user = await make_user(STRANGER)
    for _ in range(MOST_OPEN):
        await actions.suggest_by_hand(user, now=NOON)
    member.cookies.clear()
    await come_in(member, STRANGER)
    refused = await post(member, PLACE)
    assert (refused.status_code, "not sent yet" in refused.text) == (409, True)


async def test_another_persons_suggestion_is_unknown(member: httpx2.AsyncClient) -> None:
    theirs = await actions.suggest_by_hand(await make_user(STRANGER), now=NOON)
    before = (await every_row())["opportunity_suggestion"]
    for number in (theirs.id, 99, "0", "-1", "1e3", "9" * 30, "%00", "١"):
        assert (await member.get(f"{PLACE}/{number}")).status_code == 404
        assert (await post(member, f"{PLACE}/{number}", **FORM)).status_code == 404
        assert (await post(member, f"{PLACE}/{number}/drop")).status_code == 404
    assert (await every_row())["opportunity_suggestion"] == before


async def test_whoever_is_not_signed_in_is_led_there(client: httpx2.AsyncClient) -> None:
    for path in (PLACE, f"{PLACE}/1"):
        assert (await client.get(path)).headers["location"].startswith("/sign-in")
        assert (await client.post(path)).headers["location"].startswith("/sign-in")
