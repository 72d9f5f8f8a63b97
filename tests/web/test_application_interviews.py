"""Pages of interviews: planned with who asks, kept as written when refused, and nobody else's."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact, FollowUp, Touch
from netmentor.internships.applying.interviewing.models import Interview, Interviewer
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.contacts.people import make_contact
from tests.taken_along import lines, unzipped
from tests.web.visiting import come_in, post, token_of

FORM = {
    "name": "First round",
    "starts_on": "2026-12-08",
    "starts_time": "17:00",
    "timezone": "America/New_York",
    "minutes": "45",
    "medium": "video",
    "place": "https://meet.example/sample",
    "questions": "Who would I work with?",
    "notes": "Two of them.",
}


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    made = await make_user(OWNER)
    await come_in(client)
    return made


@pytest.fixture
async def manager(owner: User) -> Contact:
    told: dict[str, Any] = {"role": "Practice Manager", "organization": "Sample Clinic"}
    return await make_contact(owner, "Sample Manager", note="Likes data.", **told)


@pytest.fixture
async def here(client: httpx2.AsyncClient, owner: User) -> str:
    """The address of an application."""
    answer = await post(client, "/applications", title="Sample fellowship")
    return answer.headers["location"]


async def test_from_a_plan_to_a_thank_you(
    client: httpx2.AsyncClient, here: str, manager: Contact
) -> None:
    assert "Sample Manager" in (await client.get(f"{here}/interviews")).text
    form = FORM | {"starts_on": "2026-11-23", "contact": manager.key}
    answer = await post(client, f"{here}/interviews", **form)
    one = answer.headers["location"]
    page = (await client.get(one)).text
    for words in (
        "Practice Manager, Sample Clinic", "Likes data.", "Who would I work with?", "Two of them.",
        "5:00 pm", "Video call",
    ):  # fmt: skip
        assert words in page, words
    assert "First round" in (await client.get(here)).text
    assert "thank them" not in page
    await post(client, f"{one}/state", status="held")
    assert (await Touch.get(kind="interview")).contact_id == manager.id
    assert "Plan to thank them within a day" in (await client.get(one)).text
    await post(client, f"{one}/thanks")
    assert (await FollowUp.get()).what == "Thank Sample Manager for the interview"
    assert "Plan to thank them" not in (await client.get(one)).text
    other = await make_contact(await User.get(), "Sample Director")
    await post(client, f"{one}/interviewers", contact=other.key)
    seat = await Interviewer.get(contact=other)
    await post(client, f"{one}/interviewers/{seat.id}")
    assert await Interviewer.all().count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"starts_on": "2026-02-30"},
        {"starts_time": "25:00"},
        {"timezone": "Mars/Olympus"},
        {"minutes": "x"},
        {"medium": "smoke"},
    ],
)
async def test_what_is_refused_is_shown_again_as_it_was_written(
    client: httpx2.AsyncClient, here: str, manager: Contact, change: dict[str, str]
) -> None:
    form = FORM | change
    refused = await post(client, f"{here}/interviews", **form, contact=manager.key)
    assert refused.status_code == 422
    assert "Two of them." in refused.text
    assert not await Interview.exists()
    one = (await post(client, f"{here}/interviews", **FORM)).headers["location"]
    refused = await post(client, one, **form | {"notes": "Three of them."}, version="1")
    assert refused.status_code == 422
    assert "Three of them." in refused.text
    assert (await Interview.get()).notes == "Two of them."


async def test_of_two_tabs_the_second_keeps_its_words_and_writes_over_nothing(
    client: httpx2.AsyncClient, here: str
) -> None:
    one = (await post(client, f"{here}/interviews", **FORM)).headers["location"]
    assert (await post(client, one, **FORM | {"notes": "first"}, version="1")).status_code == 303
    refused = await post(client, one, **FORM | {"notes": "second"}, version="1")
    assert refused.status_code == 409
    assert "second" in refused.text
    assert (await Interview.get()).notes == "first"


async def test_a_program_is_told_where_it_is_and_why_not(
    client: httpx2.AsyncClient, here: str
) -> None:
    as_json = {"Accept": "application/json"}
    form = FORM | {"form_token": await token_of(client)}
    answer = await client.post(f"{here}/interviews", data=form, headers=as_json)
    assert (await client.get(answer.json()["url"])).status_code == 200
    refused = await client.post(f"{here}/interviews", data=form | {"minutes": ""}, headers=as_json)
    assert (refused.status_code, "5 to 600" in refused.text) == (422, True)


async def test_it_is_nobody_elses(client: httpx2.AsyncClient, here: str, manager: Contact) -> None:
    one = (await post(client, f"{here}/interviews", **FORM)).headers["location"]
    stranger = await make_user(STRANGER)
    theirs = await make_contact(stranger, "Sample Other")
    refused = await post(client, f"{one}/interviewers", contact=theirs.key)
    assert refused.status_code == 404
    client.cookies.clear()
    await come_in(client, STRANGER)
    assert (await client.get(one)).status_code == 404
    for path in ("", "/state", "/interviewers", "/interviewers/1", "/thanks", "/remove"):
        assert (await post(client, f"{one}{path}", status="held")).status_code == 404, path
    assert (await Interview.get()).state == "planned"


async def test_it_is_removed_and_leads_back(client: httpx2.AsyncClient, here: str) -> None:
    one = (await post(client, f"{here}/interviews", **FORM)).headers["location"]
    answer = await post(client, f"{one}/remove")
    assert answer.headers["location"] == here
    assert (await client.get(one)).status_code == 404


async def test_what_it_holds_is_handed_out(
    client: httpx2.AsyncClient, here: str, manager: Contact
) -> None:
    await post(client, f"{here}/interviews", **FORM, contact=manager.key)
    told = unzipped((await client.get("/settings/export")).content)
    [one] = lines(told, "data/application_interview")
    [asking] = lines(told, "data/application_interviewer")
    assert (one["notes"], asking["interview"], asking["contact"]) == ("Two of them.", 1, 1)
