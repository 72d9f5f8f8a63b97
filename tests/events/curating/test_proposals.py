"""A source that may only propose: nothing changes until a person takes it, whole or in part."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from netmentor.errors import NotFound
from netmentor.events.curating.actions import Unfit, accept, dismiss, release
from netmentor.events.curating.queries import Proposal, locks, proposals
from netmentor.events.facets import FACETS
from netmentor.events.models import Change, Event
from netmentor.events.rules import Authority
from tests.events.telling import all_rows, facts, leave_out, make_teller, tell
from tests.factories import NOON, make_draft, revision

pytestmark = pytest.mark.usefixtures("database")

LATER = NOON + timedelta(hours=1)


async def propose(**fields: Any) -> None:
    """Have the source that may only propose tell of its one event."""
    source = await make_teller("gamma", Authority.PROPOSE)
    await tell(source, make_draft(**{"external_id": "of-gamma"} | fields))


async def the_proposal() -> Proposal:
    [found] = await proposals()
    return found


async def a_listed_one() -> str:
    """Propose an event and take it; return its address."""
    await propose()
    return await accept((await the_proposal()).number, (), now=NOON)


async def a_change(**fields: Any) -> tuple[str, int]:
    """An event that was taken, and the number of what its source would now change of it."""
    slug = await a_listed_one()
    await propose(**fields)
    return slug, (await the_proposal()).number


async def listed_now() -> dict[str, Any]:
    [event] = (await facts()).values()
    return event


async def test_a_proposed_event_waits_and_is_not_listed() -> None:
    await propose(title="Sample webinar")
    proposal = await the_proposal()
    assert (proposal.source, proposal.title, proposal.slug) == ("gamma", "Sample webinar", "")
    assert proposal.changes.keys() == FACETS.keys()
    assert await Event.all().count() == 0
    assert await revision() == 0


async def test_a_proposed_event_that_is_taken_is_listed_as_its_source_tells_it_now() -> None:
    await propose(title="Sample webinar")
    await propose(title="Sample webinar, renamed")
    slug = await accept((await the_proposal()).number, (), now=LATER)
    assert (await listed_now())["title"] == "Sample webinar, renamed"
    assert (await Event.get(slug=slug)).created_at == LATER
    assert await proposals() == []
    assert await revision() == 1


async def test_a_new_event_is_taken_or_dismissed_as_a_whole() -> None:
    await propose()
    number, before = (await the_proposal()).number, await all_rows()
    with pytest.raises(Unfit, match="as a whole; name no fields"):
        await accept(number, ["title"], now=LATER)
    with pytest.raises(Unfit, match="as a whole; name no fields"):
        await dismiss(number, ["title"], now=LATER)
    assert await all_rows() == before


async def test_a_dismissed_event_comes_back_when_its_source_says_something_else() -> None:
    await propose()
    await dismiss((await the_proposal()).number, (), now=LATER)
    await propose()
    assert await proposals() == []
    await propose(title="Sample webinar, renamed")
    assert (await the_proposal()).title == "Sample webinar, renamed"


async def test_an_event_that_its_source_no_longer_tells_is_proposed_no_more() -> None:
    await propose()
    number = (await the_proposal()).number
    await leave_out(await make_teller("gamma"), "of-gamma")
    assert await proposals() == []
    with pytest.raises(NotFound):
        await accept(number, (), now=LATER)
    await propose()
    assert (await the_proposal()).number == number


async def test_a_file_that_leaves_an_event_out_still_proposes_it() -> None:
    await make_teller("gamma", Authority.PROPOSE, partial=True)
    await propose()
    await leave_out(await make_teller("gamma"), "of-gamma")
    assert (await the_proposal()).title == "Sample webinar"


async def test_a_proposed_change_changes_nothing_until_it_is_taken() -> None:
    slug = await a_listed_one()
    before, number = await listed_now(), await revision()
    await propose(title="Sample webinar, renamed", city="Columbus", state="OH")
    proposal = await the_proposal()
    assert (proposal.slug, sorted(proposal.changes)) == (slug, ["place", "title"])
    assert proposal.changes["title"] == [
        {"title": "Sample webinar"},
        {"title": "Sample webinar, renamed"},
    ]
    assert (await listed_now(), await revision()) == (before, number)


async def test_a_change_that_is_taken_is_locked() -> None:
    slug, number = await a_change(title="Sample webinar, renamed", topics=("finance",))
    assert await accept(number, (), now=LATER) == slug
    event = await listed_now()
    assert (event["title"], event["topics"]) == ("Sample webinar, renamed", ["finance"])
    assert [held.facet for held in await locks()] == ["title", "topics"]
    assert await proposals() == []
    assert await Change.all().count() == 2
    assert await revision() == 2


@pytest.mark.parametrize("name", ["place", "city", "state"])
async def test_a_part_of_a_change_is_taken_by_a_facet_or_any_field_of_it(name: str) -> None:
    _, number = await a_change(title="Sample webinar, renamed", city="Columbus", state="OH")
    await accept(number, [name], now=LATER)
    event = await listed_now()
    assert (event["title"], event["city"], event["state"]) == ("Sample webinar", "Columbus", "OH")
    assert list((await the_proposal()).changes) == ["title"]


async def test_a_part_of_a_change_is_dismissed() -> None:
    _, number = await a_change(title="Sample webinar, renamed", city="Columbus", state="OH")
    before = await listed_now()
    await dismiss(number, ["title"], now=LATER)
    assert list((await the_proposal()).changes) == ["place"]
    await dismiss(number, ["city"], now=LATER)
    assert await proposals() == []
    assert await listed_now() == before
    with pytest.raises(NotFound, match=f"There is no proposal {number}"):
        await dismiss(number, (), now=LATER)


async def test_what_was_dismissed_comes_back_once_its_source_says_something_else() -> None:
    _, number = await a_change(title="Sample webinar, renamed")
    await dismiss(number, (), now=LATER)
    await propose(title="Sample webinar, renamed", description="More of it.")
    assert list((await the_proposal()).changes) == ["description"]
    await propose(title="Sample webinar, renamed again", description="More of it.")
    assert sorted((await the_proposal()).changes) == ["description", "title"]


async def test_what_a_source_takes_back_is_proposed_no_more() -> None:
    await a_change(title="Sample webinar, renamed")
    await propose()
    assert await proposals() == []


async def test_what_a_source_no_longer_says_is_not_proposed_away() -> None:
    await propose(description="More of it.")
    await accept((await the_proposal()).number, (), now=NOON)
    await propose(description="")
    assert await proposals() == []


async def test_a_released_change_goes_back_to_what_was_taken_at_first() -> None:
    slug, number = await a_change(title="Sample webinar, renamed")
    await accept(number, (), now=LATER)
    assert await release(slug, ["title"], now=LATER) == ["title"]
    assert (await listed_now())["title"] == "Sample webinar"
    assert list((await the_proposal()).changes) == ["title"]


async def test_what_would_make_an_event_that_nobody_could_list_is_refused() -> None:
    off: dict[str, Any] = {"starts_on": None, "ends_on": None, "starts_time": "", "ends_time": ""}
    await propose(status="postponed", **off)
    await accept((await the_proposal()).number, (), now=NOON)
    months = {"window_from_on": date(2027, 3, 1), "window_to_on": date(2027, 3, 31)}
    await propose(status="expected", grounds="Expected from earlier years.", **off | months)
    number, before = (await the_proposal()).number, await all_rows()
    with pytest.raises(Unfit, match="An expected event needs its months"):
        await accept(number, ["status"], now=LATER)
    assert await all_rows() == before
    await accept(number, (), now=LATER)
    assert (await listed_now())["status"] == "expected"


async def test_a_field_of_which_the_proposal_says_nothing_is_refused() -> None:
    _, number = await a_change(title="Sample webinar, renamed")
    before = await all_rows()
    said = "The proposal says nothing of prices, strange"
    for names in (["strange", "prices"], ["title", "strange", "prices"]):
        with pytest.raises(NotFound, match=said):
            await accept(number, names, now=LATER)
        with pytest.raises(NotFound, match=said):
            await dismiss(number, names, now=LATER)
    assert await all_rows() == before


async def test_an_unknown_proposal_is_refused() -> None:
    await a_listed_one()
    for number in (0, -5, 7, 2**31, 10**30):
        with pytest.raises(NotFound, match=f"There is no proposal {number};"):
            await accept(number, (), now=LATER)
        with pytest.raises(NotFound, match=f"There is no proposal {number};"):
            await dismiss(number, (), now=LATER)
