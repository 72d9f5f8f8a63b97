"""Other times for a session: proposed by either, taken by the other, never one of nobody."""

from __future__ import annotations

import httpx2
import pytest

from netmentor.mentoring.models import Mentor
from tests.accounts.casting import OWNER
from tests.web.booking import FRIDAY, MENTOR, Offer, become, moment, the_session, times_of
from tests.web.reading import plain
from tests.web.visiting import post


async def test_other_times_are_proposed_and_one_is_taken(
    client: httpx2.AsyncClient, asked: str
) -> None:
    await become(client, MENTOR)
    form = (await client.get(f"{asked}/propose")).text
    assert form.count("<select") == 3
    assert f'<option value="{FRIDAY}">Fri 10:00 am</option>' in form
    both = {"starts_1": FRIDAY, "starts_2": "2026-12-11T16:00Z"}
    assert (await post(client, f"{asked}/propose", **both)).status_code == 303

    await become(client, OWNER)
    assert "Waits for you" in (await client.get("/sessions")).text
    page = (await client.get(asked)).text
    assert times_of(page) == [FRIDAY, "2026-12-11T16:00Z"]
    assert "Fri, Dec 11, 2026, 9:00 am" in page
    assert (await post(client, f"{asked}/accept", starts_at=FRIDAY)).status_code == 303
    session = await the_session()
    assert (session.state, session.starts_at) == ("confirmed", moment(FRIDAY))


async def test_a_proposal_without_a_time_comes_back(client: httpx2.AsyncClient, asked: str) -> None:
    await become(client, MENTOR)
    answer = await post(client, f"{asked}/propose")
    assert (answer.status_code, "Choose at least one time." in answer.text) == (422, True)
    answer = await post(client, f"{asked}/propose", starts_1="2026-01-01T00:00Z")
    assert answer.status_code in (409, 422)
    assert 'role="alert"' in answer.text


async def test_a_mentor_proposes_times_of_theirs_that_nobody_else_is_offered(
    client: httpx2.AsyncClient, asked: str
) -> None:
    assert 'type="time"' not in (await client.get(f"{asked}/propose")).text
    await become(client, MENTOR)
    form = plain((await client.get(f"{asked}/propose")).text)
    assert "By your clock: Eastern time (EST)." in form
    told = {"starts_1": FRIDAY, "day_1": "2026-12-12", "time_1": "07:15"}
    assert (await post(client, f"{asked}/propose", **told)).status_code == 303
    assert (await the_session()).proposed == [moment(FRIDAY), moment("2026-12-12T12:15Z")]


@pytest.mark.parametrize(
    ("day", "time", "said"),
    [
        ("2026-12-12", "", "Say a day and a time."),
        ("", "07:15", "Say a day and a time."),
        ("2026-12-12", "25:00", "Say a day and a time."),
        ("2026-11-01", "07:15", "Propose times that lie ahead."),
        ("2062-12-12", "07:15", "Propose times within a year."),
    ],
)
async def test_a_time_that_nobody_could_meet_at_comes_back_as_it_was_typed(
    client: httpx2.AsyncClient, asked: str, day: str, time: str, said: str
) -> None:
    await become(client, MENTOR)
    answer = await post(client, f"{asked}/propose", day_1=day, time_1=time)
    assert (answer.status_code in (409, 422), said in answer.text) == (True, True)
    assert f'type="date" value="{day}"' in answer.text
    assert (await the_session()).proposed == []


async def test_where_nothing_is_open_a_mentor_still_proposes_and_a_mentee_is_told(
    client: httpx2.AsyncClient, asked: str, offer: Offer
) -> None:
    await Mentor.filter(id=offer.mentor.id).update(is_open=False)
    assert "Denise Okafor has no other times open" in (await client.get(f"{asked}/propose")).text
    await become(client, MENTOR)
    form = (await client.get(f"{asked}/propose")).text
    assert ("<select" in form, 'type="time"' in form) == (False, True)
