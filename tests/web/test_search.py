"""The box over everything: what it finds, what of it was found, and where all of it stands."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts import editing
from netmentor.contacts.follow_ups import let_go, promise_follow_up
from netmentor.contacts.models import Contact
from netmentor.contacts.rules import TouchKind
from netmentor.contacts.touching import Told, log_touch
from netmentor.events import own
from netmentor.events.attending import actions as attending
from netmentor.events.attending.actions import Notes
from netmentor.events.attending.rules import Answer
from netmentor.internships.applying.models import Application
from netmentor.mentoring.relating.noting import think, write
from netmentor.mentoring.relating.rules import NoteKind
from tests.contacts.people import make_contact
from tests.factories import NOON, make_draft, make_event, make_organization, put
from tests.internships.applying.begun import begun
from tests.web.booking import the_session

DUE = date(2026, 12, 1)


async def hits(client: httpx2.AsyncClient, words: str, **more: str) -> dict[str, list[str]]:
    """What was found, by the headings of its parts."""
    page = await client.get("/search", params={"q": words, **more})
    assert page.status_code == 200
    parts = re.findall(r'<section class="sec".*?</section>', page.text, re.DOTALL)
    return {
        plain(re.findall(r"<h2.*?</h2>", part)[0]): [
            plain(one) for one in re.findall(r"<h3.*?</h3>", part)
        ]
        for part in parts
    }


async def told(client: httpx2.AsyncClient, words: str) -> list[str]:
    """What was found where, of each hit that says so."""
    page = (await client.get("/search", params={"q": words})).text
    return [plain(one) for one in re.findall(r'<p class="small"><b>.*?</p>', page)]


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


async def note_privately(user: User, contact: Contact, words: str) -> None:
    row = await Contact.get(id=contact.id)
    said = await editing.told_of(row)
    said = editing.Told(
        **{name: getattr(said, name) for name in said.__slots__} | {"private_note": words}
    )
    await editing.change(user, row, said, version=row.version, now=NOON)


async def test_a_person_is_found_by_pieces_of_words_in_any_order(
    client: httpx2.AsyncClient, planner: User
) -> None:
    await make_contact(
        planner,
        "José Núñez",
        note="Asked about the Büdget of 2027.",
        email="jose.n@sample-clinic.example",
        phone="+1 (212) 555-0134",
        tags=("Ally",),
    )
    await make_contact(planner, "Somebody Else")

    for words in (
        "jose", "NUÑEZ", "núñez josé", "budg", '"jose" “budget”', "n@sample-cl", "555-0134",
        "(212) 555", "2027 ally", "e jos",
    ):  # fmt: skip
        assert await hits(client, words) == {"Your people": ["José Núñez"]}, words
    assert await hits(client, "jose budget else") == {}


async def test_what_was_found_of_a_person_is_told_with_its_day(
    client: httpx2.AsyncClient, planner: User
) -> None:
    contact = await make_contact(
        planner, "Sample Ada", organization="Sample Clinic", promise="the quokka paper"
    )
    call = Told(kind=TouchKind.CALL, at=NOON, note="She will " + "think " * 60 + "of wombats.")
    await log_touch(planner, contact, call, now=NOON)

    assert await told(client, "quokka") == ["You promised on Tue, Nov 24, 2026: the quokka paper"]
    [said] = await told(client, "ada wombats")
    assert said.startswith("In a note of Tue, Nov 24, 2026: … think")
    assert said.endswith("of wombats.")
    assert len(said) < 220
    assert await told(client, "ada clinic") == []  # as the name and the line beside it say


async def test_names_come_first_and_the_rest_stands_in_the_list_of_people(
    client: httpx2.AsyncClient, planner: User
) -> None:
    for number in range(6):
        await make_contact(planner, f"Aaron {number}", note="Knows Zora.")
    await make_contact(planner, "Zora Sample")

    found = await hits(client, "zora")
    page = (await client.get("/search?q=zora")).text
    [path] = re.findall(r'href="(/contacts\?q=zora)">All 7 people<', page)

    assert found["Your people"][0] == "Zora Sample"
    assert len(found["Your people"]) == 5
    assert (await client.get(path)).text.count('class="person"') == 7


async def test_a_private_note_is_found_among_notes_by_accents_and_by_whose_it_is(
    client: httpx2.AsyncClient, planner: User
) -> None:
    ada = await make_contact(planner, "Sample Ada")
    await note_privately(planner, ada, "Lives in MÜNCHEN, her sister’s café.")
    await note_privately(planner, await make_contact(planner, "Sample Bo"), "Æsthetics.")

    for words in ("munchen", "münchen", "cafe ada", "ada sister"):
        assert await hits(client, words) == {"Your notes": ["Sample Ada"]}, words
    assert await hits(client, "aesthet") == {"Your notes": ["Sample Bo"]}
    assert await told(client, "munchen") == [
        "In your private note: Lives in MÜNCHEN, her sister’s café."
    ]
    assert "Your notes" not in await hits(client, "ada")


async def test_follow_ups_are_found_open_ones_first_and_what_was_dropped_is_not(
    client: httpx2.AsyncClient, planner: User
) -> None:
    ada = await make_contact(planner, "Sample Ada")
    for what in ("Send the résumé", "Print the resume", "Forget the resume"):
        row = await promise_follow_up(planner, contact=ada, what=what, due_on=DUE, now=NOON)
    await let_go(planner, row, now=NOON)

    found = await hits(client, "resume ada")

    assert found == {"Your follow-ups": ["Send the résumé", "Print the resume"]}


async def test_events_of_ones_own_come_before_those_of_everybody_and_so_do_notes_of_them(
    client: httpx2.AsyncClient, planner: User
) -> None:
    event = await make_event(title="Sample Congress on wombats")
    await put(make_draft(title="Further wombats"))
    await attending.answer(planner, event, Answer.GOING, now=NOON)
    await attending.note_down(planner, event, Notes(goals="Meet a Quokka"), now=NOON)
    await own.keep(planner, make_draft(title="Wombat at Zoë’s", organizers=()), now=NOON)

    found = await hits(client, "wombat")

    assert list(found) == ["Your events", "Events"]
    assert sorted(found["Your events"]) == ["Sample Congress on wombats", "Wombat at Zoë’s"]
    assert sorted(found["Events"]) == ["Further wombats", "Sample Congress on wombats"]
    assert await hits(client, "zoe wombat") == {"Your events": ["Wombat at Zoë’s"]}
    assert await told(client, "quokka") == ["Among your goals: Meet a Quokka"]


async def test_applications_are_found_by_their_notes(
    client: httpx2.AsyncClient, planner: User
) -> None:
    row = await begun(planner, title="Sample wombat fellowship")
    await Application.filter(id=row.id).update(notes="Ask for the quokka.")

    assert list(await hits(client, "wombat")) == [
        "Your applications",
        "Internships and fellowships",
    ]
    assert await told(client, "quokka") == ["In its notes: Ask for the quokka."]


async def test_sessions_and_what_was_written_of_them_are_found(
    client: httpx2.AsyncClient, asked: str, mentee: User
) -> None:
    session = await the_session()
    session.state = "held"
    await session.save()
    session = await type(session).get(id=session.id).select_related("mentor__user", "mentee")
    await write(session, mentee, NoteKind.PRIVATE, "Quokkas.", now=NOON)
    await write(session, session.mentor.user, NoteKind.SHARED, "Quokka, shared.", now=NOON)
    await write(session, session.mentor.user, NoteKind.PRIVATE, "Quokka, hidden.", now=NOON)
    later = session.ends_at
    await think(session, mentee, None, "Quokka afterwards", now=later)

    assert sorted(await told(client, "quokka")) == [
        "In their note: Quokka, shared.",
        "In your private note: Quokkas.",
        "What you thought afterwards: Quokka afterwards",
    ]
    [title] = (await hits(client, session.mentor.name))["Your sessions"]
    assert session.mentor.name in title


async def test_what_everybody_sees_is_found_without_signing_in(client: httpx2.AsyncClient) -> None:
    await make_organization("sample-body", name="Sample Body of Zoology", acronym="SBZ")
    await put(make_draft(title="Zoology forum"))

    page = await client.get("/search?q=zoology")

    assert list(await hits(client, "zoology")) == ["Events", "Organizations"]
    assert list(await hits(client, "HIPAA"))[-1] == "Guides"
    assert await hits(client, "sbz") == {"Organizations": ["Sample Body of Zoology (SBZ)"]}
    assert page.headers["vary"] == "Cookie" or "Cookie" in page.headers["vary"]
    assert page.headers["x-robots-tag"] == "noindex"


async def test_what_is_over_is_found_where_nothing_is_ahead(client: httpx2.AsyncClient) -> None:
    old = {"starts_on": date(2025, 3, 9), "ends_on": date(2025, 3, 9)}
    await put(make_draft(title="Old wombats", **old))

    assert await hits(client, "wombats") == {"Events that are over": ["Old wombats"]}
    await put(make_draft(title="Old wombats", **old), make_draft(title="New wombats"))
    assert await hits(client, "wombats") == {"Events": ["New wombats"]}


async def test_a_part_without_a_list_of_its_own_is_shown_whole(
    client: httpx2.AsyncClient, planner: User
) -> None:
    ada = await make_contact(planner, "Sample Ada")
    for number in range(7):
        what = f"Send wombat {number}"
        await promise_follow_up(planner, contact=ada, what=what, due_on=DUE, now=NOON)

    page = (await client.get("/search?q=wombat")).text
    [path] = re.findall(r'href="([^"]+)">All 7 follow-ups<', page)

    assert len((await hits(client, "wombat"))["Your follow-ups"]) == 5
    assert path == "/search?q=wombat&amp;part=follow-ups"
    assert len((await hits(client, "wombat", part="follow-ups"))["Your follow-ups"]) == 7


async def test_a_slip_leads_to_what_was_meant(client: httpx2.AsyncClient) -> None:
    await put(make_draft(title="Budget forum"))

    page = (await client.get("/search?q=budgte")).text

    assert 'Did you mean <a href="/search?q=budget">“budget”</a>?' in page


@pytest.mark.parametrize("words", ["", " ", '"', "a", "%", "x" * 200])
async def test_a_page_of_any_words_has_the_box_with_them(
    client: httpx2.AsyncClient, planner: User, words: str
) -> None:
    page = await client.get("/search", params={"q": words})

    assert page.status_code == 200
    [value] = re.findall(r'<input[^>]* id="q"[^>]* value="([^"]*)"', page.text)
    assert unescape(value) == words.strip()
    assert page.text.count('type="search"') == 1
