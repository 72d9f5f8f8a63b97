"""A first message is kept as somebody reworded it, and going on from somebody loses nothing."""

from __future__ import annotations

import re

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.keeping import who_mentions
from netmentor.contacts.messages.models import Wording
from netmentor.contacts.models import Contact, Touch
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.taken_along import lines, taken_along
from tests.web.visiting import come_in, post

AFTER = "/after/met_elsewhere"
MINE = "Hi Sample,\n\nmy own <words> about {{ 7 * 7 }}."


@pytest.fixture(autouse=True)
async def user(client: httpx2.AsyncClient) -> User:
    made = await make_user()
    await come_in(client)
    return made


def draft_on(page: httpx2.Response) -> str:
    found = re.search(r'<textarea[^>]+id="draft"[^>]*>([^<]*)<', page.text)
    assert found
    return found[1].replace("&#10;", "\n").replace("&lt;", "<").replace("&gt;", ">")


async def answer(client: httpx2.AsyncClient, contact: Contact, said: str, **told: str) -> str:
    """Say it of somebody, and return where that leads."""
    answered = await post(client, AFTER, person=contact.key, answer=said, **told)
    assert answered.status_code == 303
    return str(answered.headers["location"])


@pytest.mark.parametrize("said", ["today", "week", "keep", "none", "skip"])
async def test_an_answer_keeps_what_was_made_of_the_draft(
    client: httpx2.AsyncClient, user: User, said: str
) -> None:
    contact = await make_contact(user, email="sample@example.org")
    await answer(client, contact, said, draft=MINE.replace("\n", "\r\n"))

    for place in (f"{AFTER}?at={contact.key}", f"/contacts/{contact.key}"):
        page = await client.get(place)
        assert draft_on(page) == MINE
        assert "body=Hi%20Sample%2C%0D%0A%0D%0Amy%20own%20%3Cwords%3E" in page.text
        assert 'data-copy="#draft"' in page.text


async def test_both_pages_begin_with_the_same_draft_and_an_answer_keeps_no_copy_of_it(
    client: httpx2.AsyncClient, user: User
) -> None:
    contact = await make_contact(user, note="Likes  dashboards", met_where="a class")
    drafts = [draft_on(await client.get(f"/contacts/{contact.key}"))]
    drafts.append(draft_on(await client.get(AFTER)))
    assert drafts[0] == drafts[1]
    assert "conversation at a class" in drafts[0]

    await answer(client, contact, "today", draft=drafts[0].replace("\n", "\r\n"))

    assert await Wording.all().count() == 0
    await Touch.create(contact=contact, kind="message", at=NOON, created_at=NOON)
    await Contact.all().update(touched_at=NOON)
    assert 'id="draft"' not in (await client.get(f"/contacts/{contact.key}")).text


async def test_a_draft_is_kept_by_itself_and_begun_anew(
    client: httpx2.AsyncClient, user: User
) -> None:
    contact = await make_contact(user)
    door = f"/contacts/{contact.key}/message"
    for text in (MINE, f"{MINE} And more."):
        kept = await post(client, door, draft=text, next=f"{AFTER}?at={contact.key}")
        assert kept.headers["location"] == f"{AFTER}?at={contact.key}"
        page = await client.get(kept.headers["location"])
        assert "The draft to Sample Person is kept. It is not sent." in page.text
        assert (await Wording.get()).text == text

    again = await post(client, door, draft=" \r\n")
    assert again.headers["location"] == f"/contacts/{contact.key}"
    assert "Thank you for the conversation" in draft_on(
        await client.get(f"/contacts/{contact.key}")
    )
    assert await Wording.all().count() == 0


async def test_a_draft_is_its_owners_and_no_hostile_one_breaks_a_page(
    client: httpx2.AsyncClient, user: User
) -> None:
    contact = await make_contact(user)
    door = f"/contacts/{contact.key}/message"
    await make_contact(await make_user(STRANGER), "Sample Secret")
    theirs = await Contact.get(name="Sample Secret")
    refused = await post(client, f"/contacts/{theirs.key}/message", draft=MINE)
    unsigned = await client.post(door, data={"draft": MINE})
    too_long = await post(client, door, draft="x" * 10_001)
    statuses = [one.status_code for one in (refused, unsigned, too_long)]
    assert statuses == [404, 403, 422]
    assert await Wording.all().count() == 0
    for text in ("\x00", "<script>alert(1)</script>", "\u202egnp", "é" * 10_000):
        assert (await post(client, door, draft=text)).status_code == 303
        page = await client.get(f"/contacts/{contact.key}")
        assert (page.status_code, "<script>alert" in page.text) == (200, False)
    await Contact.all().update(gone_at=NOON)
    assert (await post(client, door, draft=MINE)).status_code == 409


async def test_a_draft_goes_out_with_the_account_and_is_found_for_whom_it_names(
    client: httpx2.AsyncClient, user: User
) -> None:
    contact = await make_contact(user)
    await post(client, f"/contacts/{contact.key}/message", draft="About Zanzibar")
    [reworded] = lines(await taken_along(user), "data/first_message")

    assert (reworded["contact"], reworded["text"]) == (1, "About Zanzibar")
    assert await who_mentions("zanzibar") == [user.id]


async def test_skipping_goes_on_offering_to_undo(client: httpx2.AsyncClient, user: User) -> None:
    people = [await make_contact(user, f"Sample {n}") for n in range(3)]
    page = await client.get(await answer(client, people[0], "none"))
    offered = re.search(r'action="(/undo/\d+)"', page.text)
    assert offered
    asked = {"undo": offered[1].removeprefix("/undo/"), "was": people[0].key}

    place = await answer(client, people[1], "skip", **asked)

    page = await client.get(place)
    assert "Sample 0 moved to No follow-up." in page.text
    assert f'action="{offered[1]}"' in page.text
    undone = await post(client, offered[1], next=place)
    page = await client.get(undone.headers["location"])
    assert '<h2 id="who"><a href="/contacts/' + people[0].key in page.text
    place = await answer(client, people[0], "skip", **asked)
    assert place == f"{AFTER}?at={people[1].key}"
    assert "Sample 0 moved" not in (await client.get(place)).text


async def test_skipping_leads_out_where_nobody_else_waits(
    client: httpx2.AsyncClient, user: User
) -> None:
    contact = await make_contact(user)
    assert await answer(client, contact, "skip") == "/today"
    await answer(client, contact, "keep")
    for undo in ("0", "-1", "x", "9" * 30, "\x00"):
        assert await answer(client, contact, "skip", undo=undo, was="\x00") == AFTER
