"""Pages of people: the list, one person, what is done about them, and undoing it."""

from __future__ import annotations

import re
from datetime import date

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact, Deed, FollowUp, Promise, Tagging, Touch
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON, make_event
from tests.web.visiting import come_in, post

HOSTILE = ("\x00", "x" * 50_000, "<script>alert(1)</script>", "{{ 7 * 7 }}", "\u202egnp.exe", "'--")


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    user = await make_user()
    await come_in(client)
    return user


async def test_an_empty_list_says_what_will_be_here_and_holds_one_deed(
    client: httpx2.AsyncClient, owner: User
) -> None:
    page = await client.get("/contacts")
    assert "Nobody yet." in page.text
    assert 'href="/capture"' in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_the_list_tells_of_each_what_is_owed(client: httpx2.AsyncClient, owner: User) -> None:
    event = await make_event(title="Sample congress")
    contact = await make_contact(
        owner,
        "Zoë Sample",
        role="Director",
        organization="Sample Clinic",
        event=event,
        tags=("Ohio",),
        promise="the staffing model",
    )
    page = (await client.get("/contacts?q=zoe+SAMPLE+staff")).text
    for words in ("Zoë Sample", "Director, Sample Clinic", "Sample congress", "the staffing model"):
        assert words in page
    assert f'href="/contacts/{contact.key}"' in page
    assert "1 person" in page


async def test_filters_are_the_address_and_what_finds_nothing_offers_the_way_out(
    client: httpx2.AsyncClient, owner: User
) -> None:
    event = await make_event()
    await make_contact(owner, "Sample One", tags=("Ohio", "R&D"), event=event)
    await make_contact(owner, "Sample Two", tags=("Ohio",))
    page = (await client.get("/contacts?tag=ohio&tag=r%26d")).text
    assert "Sample One" in page
    assert "Sample Two" not in page
    assert "Sample Two" not in (await client.get(f"/contacts?event={event.slug}")).text
    assert "Nobody here." in (await client.get("/contacts?event=no-such")).text
    nobody = (await client.get("/contacts?tag=ohio&q=elsewhere")).text
    assert "Without “elsewhere” there are" in nobody
    assert '<a href="/contacts?tag=ohio">2 people</a>' in nobody


@pytest.mark.parametrize("name", ["q", "tag", "event", "owed", "order", "page"])
async def test_no_filter_breaks_the_list(
    client: httpx2.AsyncClient, owner: User, name: str
) -> None:
    await make_contact(owner)
    for value in (*HOSTILE, "%", "_", "\\", '"', '" OR 1', "-1", "9" * 30, "٣", "\ud800"):
        page = await client.get("/contacts", params={name: value.encode("utf-8", "replace")[:6000]})
        assert page.status_code == 200, value[:20]
        assert "<script>alert" not in page.text


async def test_a_page_of_a_person_begins_with_what_was_promised(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(
        owner, promise="the model", note="Runs eleven\nproviders", email="sample@example.org"
    )
    page = (await client.get(f"/contacts/{contact.key}")).text
    order = ("the model", "Runs eleven&#10;", "mailto:", "Between you")
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert 'href="mailto:sample@example.org"' in page


async def test_touches_are_noted_once_and_taken_out_again(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner)
    there = f"/contacts/{contact.key}"
    told = {"kind": "coffee", "note": "Talked", "at": "2026-11-23", "key": "0" * 32}
    for _ in range(2):
        answer = await post(client, f"{there}/touches", **told)
        assert (answer.status_code, answer.headers["location"]) == (303, there)
    touch = await Touch.get()
    assert "Talked" in (await client.get(there)).text
    await post(client, f"{there}/touches/{touch.id}/take-out")
    assert await Touch.all().count() == 0
    for told in (
        {"kind": ""},
        {"kind": "fax"},
        {"kind": "call", "at": "2026-12-24"},
        {"kind": "call", "at": "0001-01-01T00:00+23:59"},
        {"kind": "call", "note": "x" * 10_001},
    ):
        assert (await post(client, f"{there}/touches", **told)).status_code == 422, told
    moment = {"kind": "call", "at": "2026-11-24T05:30:00-06:00"}
    assert (await post(client, f"{there}/touches", **moment)).status_code == 303


async def test_promises_of_both_sides_are_kept_or_let_go(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner)
    there = f"/contacts/{contact.key}"
    await post(client, f"{there}/promises", what="the budget")
    await post(client, f"{there}/promises", what="a name", by_them="1")
    mine, theirs = await Promise.all().order_by("id")
    assert (mine.by_them, theirs.by_them) == (False, True)
    await post(client, f"/promises/{mine.id}/kept")
    await post(client, f"/promises/{theirs.id}/let-go")
    assert [row.state for row in await Promise.all().order_by("id")] == ["done", "dropped"]
    page = (await client.get(there)).text
    assert "You kept a promise: the budget" in page
    assert (await post(client, f"{there}/promises", what="")).status_code == 422
    assert (await post(client, f"/promises/{'9' * 40}/kept")).status_code == 404


async def test_a_follow_up_is_planned(client: httpx2.AsyncClient, owner: User) -> None:
    contact = await make_contact(owner)
    there = f"/contacts/{contact.key}/follow-ups"
    answer = await post(client, there, what="Send the model", due_on="2026-12-01")
    assert answer.status_code == 303
    row = await FollowUp.get()
    assert (row.what, row.due_on) == ("Send the model", date(2026, 12, 1))
    for due_on in ("", "tomorrow", "2026-02-30", "9999-12-31"):
        assert (await post(client, there, what="x", due_on=due_on)).status_code == 422


async def test_a_follow_up_asks_on_the_page_when_it_is_to_come_again(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner, follow_up_on=date(2026, 11, 24))
    there = f"/contacts/{contact.key}"
    row = await FollowUp.get()
    form = f'action="/follow-ups/{row.id}/later">'

    def offered(page: str) -> list[str]:
        start = page.index(form)
        return re.findall(r'name="to" value="(\w+)"', page[start : page.index("</form>", start)])

    assert offered((await client.get(there)).text) == ["date", "tomorrow", "week"]
    event = await make_event()
    await attending.answer(owner, event, Answer.GOING, now=NOON)
    page = (await client.get(there)).text
    assert offered(page) == ["date", "tomorrow", "week", "after_event"]
    assert 'min="2026-11-25"' in page
    answer = await post(client, f"/follow-ups/{row.id}/later", to="after_event", next=there)
    assert answer.headers["location"] == there
    assert (await FollowUp.get()).due_on == date(2026, 12, 10)


async def test_tags_and_how_often_are_set_on_the_page(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner)
    there = f"/contacts/{contact.key}"
    await post(client, f"{there}/tags", tags="Mentor, Ohio")
    await post(client, f"{there}/tags", off="Ohio")
    assert [row.tag.name for row in await Tagging.all().prefetch_related("tag")] == ["Mentor"]
    await post(client, f"/tags/{(await Tagging.get()).tag_id}/cadence", weeks="4")
    assert (await FollowUp.get()).every_days == 28
    await post(client, f"{there}/cadence", weeks="0")
    assert await FollowUp.all().count() == 0
    for weeks in ("-1", "x", "9999", "٣"):
        assert (await post(client, f"{there}/cadence", weeks=weeks)).status_code == 422


async def test_the_bin_gives_back_whom_it_took(client: httpx2.AsyncClient, owner: User) -> None:
    contact = await make_contact(owner)
    there = f"/contacts/{contact.key}"
    answer = await post(client, f"{there}/delete")
    assert answer.headers["location"] == "/contacts"
    assert "is in the bin." in (await client.get("/contacts")).text
    assert "Gone for good on Thu, Dec 24, 2026" in (await client.get("/contacts/bin")).text
    assert "In the bin." in (await client.get(there)).text
    await post(client, f"{there}/take-back")
    assert there in (await client.get("/contacts")).text


async def test_undo_leads_back_to_where_it_was_pressed(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner)
    await post(client, f"/contacts/{contact.key}/delete")
    done = await Deed.all().order_by("-id").first()
    assert done is not None
    answer = await post(client, f"/undo/{done.id}", next="/contacts?q=x")
    assert answer.headers["location"] == "/contacts?q=x"
    assert (await Contact.get()).gone_at is None
    answer = await post(client, f"/undo/{done.id}", next="//evil.example")
    assert answer.headers["location"] == "/events"
    for wrong in ("0", "-1", "x", "9" * 40, "%00"):
        assert (await post(client, f"/undo/{wrong}")).status_code == 404, wrong


async def test_a_card_for_address_books_has_all_but_the_private_note(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner, "Zoë Sample", note="Said; a, b", email="z@example.org")
    await Contact.all().update(private_note="quokka")
    card = await client.get(f"/contacts/{contact.key}.vcf")
    assert card.headers["content-type"] == "text/vcard; charset=utf-8"
    assert card.headers["content-disposition"] == 'attachment; filename="zoe-sample.vcf"'
    assert "NOTE:Said\\; a\\, b\r\n" in card.text
    assert "quokka" not in card.text


async def test_people_of_somebody_else_are_as_unknown_as_none(
    client: httpx2.AsyncClient, owner: User
) -> None:
    stranger = await make_user(STRANGER)
    theirs = await make_contact(stranger, promise="the model")
    promise, none = await Promise.get(), "0b6f2f0e-9a53-4c1e-8f3e-5f1d1f0b7a11"
    doors = ("", "/edit", ".vcf", "/photo/1")
    for door in doors:
        answers = [await client.get(f"/contacts/{key}{door}") for key in (theirs.key, none)]
        assert [one.status_code for one in answers] == [404, 404], door
        assert answers[0].text.replace(theirs.key, none) == answers[1].text
    for door in (
        "edit", "touches", "touches/1/take-out", "promises", "follow-ups", "tags", "cadence",
        "delete", "take-back", "photo", "photo/1/take-out",
    ):  # fmt: skip
        for key in (theirs.key, none, "x", "%00"):
            answer = await post(client, f"/contacts/{key}/{door}", name="x", what="x")
            assert answer.status_code == 404, (door, key)
    for id_ in (promise.id, promise.id + 1):
        assert (await post(client, f"/promises/{id_}/kept")).status_code == 404
    assert (await Contact.get()).gone_at is None


async def test_nothing_is_done_without_the_token_of_the_form(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner, promise="x")
    promise = await Promise.get()
    for path in (
        *(f"/contacts/{contact.key}/{door}" for door in ("touches", "promises", "delete", "edit")),
        f"/promises/{promise.id}/kept",
        "/contacts/roster",
        "/undo/1",
    ):
        answer = await client.post(path, data={"kind": "call", "what": "x", "name_0": "x"})
        assert answer.status_code == 403, path
    assert await Deed.all().count() == 1


async def test_what_was_noted_is_text_and_not_markup(
    client: httpx2.AsyncClient, owner: User
) -> None:
    for words in HOSTILE[2:]:
        contact = await make_contact(owner, words, note=words, tags=(words,), promise=words)
        for path in ("/contacts", f"/contacts/{contact.key}", f"/contacts/{contact.key}/edit"):
            page = await client.get(path)
            assert page.status_code == 200
            assert "<script>alert" not in page.text
            assert ">49<" not in page.text
