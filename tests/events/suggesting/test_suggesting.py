"""A page that somebody pastes is read, looked over by them, and taken by a curator, or not."""

from __future__ import annotations

import json
from dataclasses import replace

import httpx2
import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.errors import Conflict, Invalid
from netmentor.events import own
from netmentor.events.actions import Unlistable
from netmentor.events.curating import actions as curating
from netmentor.events.curating.queries import proposals
from netmentor.events.models import Event
from netmentor.events.suggesting import actions, queries
from netmentor.events.suggesting.arriving import (
    TooManySuggestions,
    drop,
    note_found,
    take_one_to_read,
)
from netmentor.events.suggesting.models import Suggestion
from netmentor.events.suggesting.queries import found_of
from netmentor.events.suggesting.rules import LEASE, MOST_OPEN, State
from netmentor.jobs.suggestions import read_suggested_pages
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON, make_draft, make_organization
from tests.fetching.asking import web
from tests.fetching.servers import Handler, answering, serving
from tests.web.visiting import come_in, post

pytestmark = pytest.mark.usefixtures("database")
TOLD = {
    "@context": "https://schema.org",
    "@type": "Event",
    "name": "Sample spring forum",
    "startDate": "2027-03-09T18:00:00-05:00",
    "endDate": "2027-03-09T20:00:00-05:00",
    "location": {"@type": "Place", "name": "Sample Hall"},
    "organizer": {"@type": "Organization", "name": "Sample Association"},
}
EVENT = answering(
    200,
    f'<script type="application/ld+json">{json.dumps(TOLD)}</script>'.encode(),
    content_type="text/html",
)
EMPTY = answering(200, b"<p>Nothing here</p>", content_type="text/html")


async def suggested(user: User, handler: Handler) -> Suggestion:
    """A page that answers so, suggested and read."""
    async with serving(handler) as server:
        address = f"http://chapter.example:{server.port}/spring"
        made = await Suggestion.create(user=user, address=address, asked_at=NOON)
        with time_machine.travel(NOON, tick=False):
            assert await read_suggested_pages(web()) == 1
    return await Suggestion.get(id=made.id)


async def state_of(user: User) -> State:
    [one] = await queries.suggestions_of(user)
    return one.state


async def test_a_page_is_read_with_who_organizes_it() -> None:
    await make_organization()
    draft = found_of(await suggested(await make_user(), EVENT))
    assert draft is not None
    assert (draft.title, draft.venue) == ("Sample spring forum", "Sample Hall")
    assert draft.organizers == ("sample-association",)


@pytest.mark.parametrize("handler", [EMPTY, answering(404), answering(200, b"\x00" * 999)])
async def test_a_page_that_tells_nothing_says_why(handler: Handler) -> None:
    user = await make_user()
    read = await suggested(user, handler)
    assert (read.found, bool(read.trouble), await state_of(user)) == ("", True, State.OPEN)


async def test_a_page_is_read_once_and_again_if_its_reader_died() -> None:
    user = await make_user()
    await Suggestion.create(user=user, address="https://chapter.example/", asked_at=NOON)
    assert await take_one_to_read(Suggestion, now=NOON)
    assert await take_one_to_read(Suggestion, now=NOON) is None
    late = await take_one_to_read(Suggestion, now=NOON + LEASE)
    assert late is not None
    await note_found(replace_lease(late), "", "Too late", now=NOON)
    assert (await Suggestion.get()).read_at is None


def replace_lease(suggestion: Suggestion) -> Suggestion:
    """The suggestion as the reader knew it whose lease lapsed."""
    suggestion.held_until = NOON + LEASE
    return suggestion


async def test_a_suggestion_waits_for_a_curator_and_is_listed_when_taken() -> None:
    await make_organization()
    user = await make_user()
    suggestion = await actions.suggest_by_hand(user, now=NOON)
    await actions.send(suggestion, make_draft(title="Sample forum"), now=NOON)
    assert (await state_of(user), await Event.all().count()) == (State.WAITING, 0)
    assert [one.title for one in await queries.suggestions_of(user)] == ["Sample forum"]

    [proposal] = await proposals()
    assert (proposal.title, proposal.source) == ("Sample forum", "suggestions")
    slug = await curating.accept(proposal.number, (), now=NOON)
    [one] = await queries.suggestions_of(user)
    assert (one.state, one.slug) == (State.LISTED, slug)


async def test_a_curator_may_decline() -> None:
    await make_organization()
    user = await make_user()
    suggestion = await actions.suggest_by_hand(user, now=NOON)
    await actions.send(suggestion, make_draft(), now=NOON)
    [proposal] = await proposals()
    await curating.dismiss(proposal.number, (), now=NOON)
    assert await state_of(user) == State.DECLINED


async def test_one_that_was_not_sent_is_dropped() -> None:
    await make_organization()
    user = await make_user()
    await drop(await actions.suggest_by_hand(user, now=NOON))
    assert await Suggestion.all().count() == 0
    sent = await actions.suggest_by_hand(user, now=NOON)
    await actions.send(sent, make_draft(), now=NOON)
    with pytest.raises(Conflict):
        await drop(sent)


async def test_a_suggestion_is_sent_once() -> None:
    await make_organization()
    suggestion = await actions.suggest_by_hand(await make_user(), now=NOON)
    await actions.send(suggestion, make_draft(), now=NOON)
    with pytest.raises(Conflict):
        await actions.send(suggestion, make_draft(), now=NOON)
    assert len(await proposals()) == 1


async def test_what_nobody_organizes_is_not_sent() -> None:
    suggestion = await actions.suggest_by_hand(await make_user(), now=NOON)
    with pytest.raises(Unlistable):
        await actions.send(suggestion, replace(make_draft(), organizers=()), now=NOON)
    assert await proposals() == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "no address",
        "ftp://x.example",
        "file:///etc",
        "http://2130706433",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
    ],
)
async def test_what_is_no_address_of_a_page_is_refused_at_once(address: str) -> None:
    with pytest.raises(Invalid):
        await actions.suggest_page(await make_user(), address, now=NOON)


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://[::1]/"])
async def test_an_address_inside_is_never_asked(address: str) -> None:
    user = await make_user()
    await Suggestion.create(user=user, address=address, asked_at=NOON)
    with time_machine.travel(NOON, tick=False):
        assert await read_suggested_pages() == 1
    assert (await Suggestion.get()).trouble
    assert await state_of(user) == State.OPEN


async def test_one_person_does_not_fill_the_queue() -> None:
    user = await make_user()
    for _ in range(MOST_OPEN):
        await actions.suggest_by_hand(user, now=NOON)
    with pytest.raises(TooManySuggestions):
        await actions.suggest_by_hand(user, now=NOON)


async def test_one_of_ones_own_is_suggested_by_its_pages(client: httpx2.AsyncClient) -> None:
    await make_organization()
    user = await make_user()
    await come_in(client)
    kept = await own.keep(user, make_draft(title="Sample class", organizers=()), now=NOON)
    assert "Look it over" in (await client.get(f"/events/suggest?event={kept.slug}")).text
    begun = await post(client, "/events/suggest", event=kept.slug)
    page = begun.headers["location"]
    assert 'value="Sample class"' in (await client.get(page)).text

    form = {"title": "Sample class", "starts_on": "2027-01-12"}
    nobody = await post(client, page, **form)
    assert (nobody.status_code, "Choose who organizes it" in nobody.text) == (422, True)
    sent = await post(client, page, **form, organization="sample-association")
    assert (sent.status_code, await state_of(user)) == (303, State.WAITING)
    assert "Waits for a curator" in (await client.get("/events/suggest")).text
    assert (await client.get(page)).status_code == 303
    assert (await Event.get()).owner_id == user.id


async def test_another_persons_suggestion_is_unknown(client: httpx2.AsyncClient) -> None:
    theirs = await actions.suggest_by_hand(await make_user(STRANGER), now=NOON)
    await make_user()
    await come_in(client)
    for number in (theirs.id, 99, "0", "-1", "1e3", "9" * 30, "%00", "١"):
        assert (await client.get(f"/events/suggest/{number}")).status_code == 404
        answer = await post(client, f"/events/suggest/{number}", title="x")
        assert answer.status_code == 404


async def test_a_pasted_address_arrives_by_itself(client: httpx2.AsyncClient) -> None:
    await make_user()
    await come_in(client)
    begun = await post(client, "/events/suggest", address="https://chapter.example.org/spring")
    page = await client.get(begun.headers["location"])
    assert "The page is being read" in page.text
    wrong = await post(client, "/events/suggest", address="ftp://chapter.example.org/")
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (422, True)
    assert (await Suggestion.get()).asked_at == NOON
