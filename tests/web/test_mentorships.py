"""Pages of what is between two people: written on a session's page, agreed on, and come back to."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx2
import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.contacts.models import FollowUp
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.relating import links
from netmentor.mentoring.relating.models import Afterthought, Mentorship, SessionNote, Silence
from netmentor.mentoring.relating.returning import pause_due
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.factories import NOON
from tests.mentoring.booking.sessions import make_bookable, make_session
from tests.mentoring.relating.held import AFTER, make_held
from tests.web.visiting import come_in, post

MENTOR = "mentor@example.org"
TERMS = {"goals": "Read a budget", "weeks": "5", "minutes": "45", "begins_on": "2026-12-04"}


@pytest.fixture
async def session(client: httpx2.AsyncClient, database: Settings) -> MentorSession:
    """The second session of the owner, who is signed in, with a mentor."""
    mentee = await make_user(OWNER)
    offered = await make_bookable(await make_user(MENTOR), is_instant=True)
    made = await make_held(database, mentee, offered)
    await come_in(client)
    return made


async def test_what_is_written_on_a_sessions_page_stands_there_for_whom_it_is(
    client: httpx2.AsyncClient, session: MentorSession
) -> None:
    here = f"/sessions/{session.key}"
    with time_machine.travel(AFTER, tick=False):
        for kind in ("shared", "private"):
            done = await post(client, f"{here}/notes", kind=kind, text=f"quokka {kind}")
            assert (done.status_code, done.headers["location"]) == (303, here)
        await post(client, f"{here}/actions", whose="mentee", what="Send it", due_on="2026-12-09")
        await post(client, f"{here}/afterthought", went="partly", text="Ask sooner")
        page = (await client.get(here)).text
        for words in ("quokka shared", "quokka private", "Send it", "Ask sooner"):
            assert words in page
        client.cookies.clear()
        await come_in(client, MENTOR)
        page = (await client.get(here)).text
    assert "quokka shared" in page
    assert "Send it" in page
    for words in ("quokka private", "Ask sooner"):
        assert words not in page
    assert (await FollowUp.get()).what == "Send it"


async def test_a_note_that_another_tab_wrote_comes_back_with_both_texts(
    client: httpx2.AsyncClient, session: MentorSession
) -> None:
    notes = f"/sessions/{session.key}/notes"
    await post(client, notes, kind="shared", text="Of the first tab")
    answer = await post(client, notes, kind="shared", text="Of the <b>second</b> tab")
    assert answer.status_code == 409
    assert "Of the first tab" in answer.text
    assert "Of the &lt;b&gt;second&lt;/b&gt; tab" in answer.text
    [seen] = re.findall('name="seen" value="([0-9a-f]+)"', answer.text)
    assert f'name="seen" value="{seen}"' in (await client.get(f"/sessions/{session.key}")).text
    saved = await post(client, notes, kind="shared", text="Of both", seen=seen)
    assert (saved.status_code, (await SessionNote.get()).text) == (303, "Of both")


@pytest.mark.parametrize(
    ("part", "form"),
    [
        ("notes", {"kind": "public", "text": "x"}),
        ("notes", {"kind": "shared", "text": "x" * 10_001}),
        ("actions", {"whose": "nobody", "what": "x", "due_on": "2026-12-09"}),
        ("actions", {"whose": "mentee", "what": "", "due_on": "2026-12-09"}),
        ("actions", {"whose": "mentee", "what": "x", "due_on": "soon"}),
        ("afterthought", {"went": "maybe", "text": ""}),
    ],
)
async def test_what_makes_no_sense_is_refused_with_a_sentence_and_nothing_is_kept(
    client: httpx2.AsyncClient, session: MentorSession, part: str, form: dict[str, str]
) -> None:
    with time_machine.travel(AFTER, tick=False):
        answer = await post(client, f"/sessions/{session.key}/{part}", **form)
    assert answer.status_code == 422
    for table in (SessionNote, FollowUp, Afterthought):
        assert not await table.exists()


async def test_a_mentorship_is_offered_read_agreed_to_and_ended_on_its_pages(
    client: httpx2.AsyncClient, session: MentorSession
) -> None:
    offer = f"/sessions/{session.key}/mentorship"
    with time_machine.travel(AFTER, tick=False):
        assert offer in (await client.get(f"/sessions/{session.key}")).text
        assert "Offer it" in (await client.get(offer)).text
        done = await post(client, offer, **TERMS)
        here = done.headers["location"]
        assert "has not agreed yet" in (await client.get(here)).text
        client.cookies.clear()
        await come_in(client, MENTOR)
        assert "Read a budget" in (await client.get(here)).text
        stale = await post(client, f"{here}/agree", version="7")
        assert stale.status_code == 409
        await post(client, f"{here}/agree", version="1")
        assert "Agreed by both of you" in (await client.get(here)).text
        assert "With " in (await client.get("/mentorships")).text
        changed = await post(client, f"{here}/edit", **TERMS | {"version": "1", "goals": "Lead"})
        assert changed.headers["location"] == here
        stale = await post(client, f"{here}/edit", **TERMS | {"version": "1"})
        assert stale.status_code == 409
        assert "Read a budget" in stale.text
        await post(client, f"{here}/end")
        assert "Over since" in (await client.get(here)).text
    assert (await Mentorship.get()).ended_by == "mentor"


async def test_none_is_offered_on_the_page_where_none_can_be_agreed_on(
    client: httpx2.AsyncClient, session: MentorSession
) -> None:
    """With a guest, and before there were two sessions: neither button nor form, and why."""
    await User.filter(email=OWNER).update(is_guest=True)
    await come_in(client, MENTOR)
    offer = f"/sessions/{session.key}/mentorship"
    with time_machine.travel(AFTER, tick=False):
        assert offer not in (await client.get(f"/sessions/{session.key}")).text
        refused = await client.get(offer)
        assert (refused.status_code, "two who have accounts" in refused.text) == (409, True)
        await User.filter(email=OWNER).update(is_guest=False)
        await MentorSession.exclude(id=session.id).delete()
        refused = await client.get(offer)
    assert (refused.status_code, "after two sessions" in refused.text) == (409, True)


async def test_a_mentorship_of_two_others_is_not_there(
    client: httpx2.AsyncClient, session: MentorSession
) -> None:
    with time_machine.travel(AFTER, tick=False):
        here = (await post(client, f"/sessions/{session.key}/mentorship", **TERMS)).headers
        await make_user(STRANGER)
        client.cookies.clear()
        await come_in(client, STRANGER)
        for part in ("", "/edit"):
            assert (await client.get(here["location"] + part)).status_code == 404
        for part in ("/edit", "/agree", "/end"):
            form = TERMS | {"version": "1"}
            assert (await post(client, here["location"] + part, **form)).status_code == 404
        assert (await client.get("/mentorships/x")).status_code == 404


async def test_terms_that_nobody_could_keep_come_back_with_what_was_typed(
    client: httpx2.AsyncClient, session: MentorSession
) -> None:
    with time_machine.travel(AFTER, tick=False):
        form = TERMS | {"minutes": "1000"}
        answer = await post(client, f"/sessions/{session.key}/mentorship", **form)
    assert answer.status_code == 422
    assert "Meet for 15 to 180 minutes." in answer.text
    assert "Read a budget" in answer.text


async def test_a_paused_mentor_comes_back_by_one_button_without_signing_in(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    mentee: User = await make_user(OWNER)
    offered = await make_bookable(await make_user(MENTOR))
    await make_session(database, mentee, offered)
    paused = NOON + timedelta(days=14)
    await pause_due(database, now=paused)
    silence = await Silence.get()
    address = links.sign(database, offered[0].user, silence.id, now=paused)
    path = address.removeprefix(database.base_url)
    with time_machine.travel(paused + timedelta(hours=1), tick=False):
        asked = await client.get(path)
        assert 'type="submit">Take requests again' in asked.text
        assert asked.headers["referrer-policy"] == "no-referrer"
        assert (await Mentor.get()).paused_from is not None
        for _ in range(2):
            assert (await client.post(path)).status_code == 200
        assert (await Mentor.get()).paused_from is None
        assert "takes requests already" in (await client.get(path)).text
    assert (await client.get(path[:-2] + "xx")).status_code == 404
    with time_machine.travel(paused + timedelta(days=401), tick=False):
        assert (await client.post(path)).status_code == 410
