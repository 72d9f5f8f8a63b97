"""Nobody finds what is another's or is gone, and no words are a question to a database."""

from __future__ import annotations

from urllib.parse import quote

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.binning import delete
from netmentor.events import own
from netmentor.mentoring.blocking import block
from netmentor.mentoring.directory import directory
from netmentor.mentoring.filters import MentorFilter
from netmentor.mentoring.models import Mentor
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON, make_draft, put
from tests.internships.opportunities import make_opportunity
from tests.mentoring.mentors import make_mentor
from tests.web.test_search import hits, note_privately
from tests.web.visiting import sign_in

HOSTILE = (
    "' OR 1=1 --", '" OR "', "a AND b NOT c NEAR(d, 2)", "search_head:*", "*", "{a} : b", "^a",
    "\\", "%", "_", "a%_\\b", "?", "? ? ?", "$1", "(", "a & | ! <-> b", ":*", "\x00", "\ud800",
    "\u202egnp", "{{ 7 * 7 }}", "%s %(q)s {0}", "İI", "ß", "𝔘𝔫𝔦", "\u0301" * 50, "e" * 200,
    "- - - - - - - - - - - - - - - -", "'); DROP TABLE contact; --",
)  # fmt: skip


async def test_what_is_somebodys_own_is_found_by_nobody_else(
    client: httpx2.AsyncClient, planner: User
) -> None:
    contact = await make_contact(planner, "Zanzibar", promise="zanzibar", note="zanzibar")
    await note_privately(planner, contact, "zanzibar")
    await own.keep(planner, make_draft(title="Zanzibar", organizers=()), now=NOON)
    mine = await client.get("/search?q=zanzibar")
    await make_user(STRANGER)

    assert list(await hits(client, "zanzibar")) == ["Your people", "Your notes", "Your events"]
    assert mine.headers["cache-control"] == "no-store"
    client.cookies.clear()
    assert await hits(client, "zanzibar") == {}
    assert await hits(client, "zanzibar", part="notes") == {}
    await sign_in(client, STRANGER)
    for part in ("people", "notes", "my-events", "events"):
        assert await hits(client, "zanzibar", part=part) == {}
    assert await hits(client, "zanzibar") == {}


async def test_what_lies_in_a_bin_or_is_no_longer_listed_is_not_found(
    client: httpx2.AsyncClient, planner: User
) -> None:
    contact = await make_contact(planner, "Zanzibar", promise="zanzibar")
    await note_privately(planner, contact, "zanzibar")
    event = await own.keep(planner, make_draft(title="Zanzibar", organizers=()), now=NOON)
    row = await make_opportunity(title="Zanzibar fellowship")

    assert len(await hits(client, "zanzibar")) == 4
    await delete(planner, [contact], now=NOON)
    await own.put_away(event, now=NOON)
    assert list(await hits(client, "zanzibar")) == ["Internships and fellowships"]
    assert row.gone_at is None


async def test_mentors_are_those_of_the_directory(
    client: httpx2.AsyncClient, planner: User
) -> None:
    told = {"public": "public", "members": "members", "link": "link"}
    mentors = {
        name: await make_mentor(name=f"Zoë {name}", visibility=seen) for name, seen in told.items()
    }
    for listing in ("draft", "waiting", "refused"):
        await make_mentor(name=f"Zoë {listing}", visibility="public", listing=listing)
    mentors["gone"] = await make_mentor(name="Zoë gone", visibility="public")
    await block(mentors["gone"], planner, by_mentor=False, now=NOON)
    mentors["away"] = await make_mentor(name="Zoë away", visibility="public")
    await block(mentors["away"], planner, by_mentor=True, now=NOON)

    theirs = (await hits(client, "zoe"))["Mentors"]
    listed = await directory(MentorFilter(q="zoe"), planner, now=NOON)
    assert sorted(theirs) == ["Zoë away", "Zoë members", "Zoë public"]
    assert sorted(one.mentor.name for one in listed.matches) == sorted(theirs)
    client.cookies.clear()
    assert sorted((await hits(client, "zoe"))["Mentors"]) == ["Zoë away", "Zoë gone", "Zoë public"]
    assert await Mentor.all().count() == 8


async def test_what_was_found_is_shown_as_text(client: httpx2.AsyncClient, planner: User) -> None:
    await make_contact(planner, "<b>Zoë</b>", note="<script>alert('zoë & \"co\"')</script>")

    for words in ("zoe", "<b>zoe", "alert", "script", "amp", "&"):
        page = (await client.get(f"/search?q={quote(words)}")).text
        assert "<script>alert" not in page
        assert "<b>Zoë" not in page
        assert "&amp;amp" not in page
        assert "&lt;" in page or words == "amp", words


@pytest.mark.parametrize("words", HOSTILE)
async def test_what_reads_like_a_question_to_a_database_is_words_like_others(
    client: httpx2.AsyncClient, planner: User, words: str
) -> None:
    contact = await make_contact(planner, "Sample Ada", note="100% sure_of a \\ and a *.")
    await note_privately(planner, contact, "nothing of it")
    await put(make_draft(title="Sample forum"))

    asked = quote(words.encode("utf-8", "surrogatepass"))
    for part in ("", "&part=notes", "&part=events"):
        assert (await client.get(f"/search?q={asked}{part}")).status_code == 200
    for exact in ("100%", "sure_of", "\\", "*"):
        assert await hits(client, exact) == {"Your people": ["Sample Ada"]}, exact
    assert await hits(client, "1_0") == {}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (f"q={'x' * 201}", "longer than 200"),
        ("q=a&part=nothing", "There is no part"),
        ("q=a&q=b", "twice"),
        ("q=a&page=2", "There is no filter"),
    ],
)
async def test_what_no_search_understands_is_refused_in_a_sentence(
    client: httpx2.AsyncClient, query: str, sentence: str
) -> None:
    refused = await client.get(f"/search?{query}")

    assert refused.status_code == 422
    assert sentence in refused.text
