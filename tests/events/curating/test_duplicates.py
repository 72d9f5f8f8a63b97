"""Two sources tell of one event: suggested once, settled for good, and seen once from then on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from netmentor.accounts.models import AgendaRevision
from netmentor.calendars.entry import Status
from netmentor.calendars.parse import parse
from netmentor.errors import NotFound
from netmentor.events.attending.models import Watch
from netmentor.events.curating.actions import (
    lock,
    release,
    settle_resemblance,
)
from netmentor.events.curating.decisions import Settled
from netmentor.events.curating.models import Lock
from netmentor.events.curating.queries import open_resemblances
from netmentor.events.curating.rules import Verdict
from netmentor.events.importing.models import Telling
from netmentor.events.models import Change, Event
from netmentor.events.queries import event_by_slug
from netmentor.events.rules import Authority
from tests.accounts.casting import make_watcher
from tests.events.telling import day, facts, make_teller, tell
from tests.factories import NOON, make_draft, make_series, revision

pytestmark = pytest.mark.usefixtures("database")

LATER = NOON + timedelta(hours=1)


async def told_by(key: str, authority: str = Authority.OVERWRITE, **fields: Any) -> Event:
    """An event that the source `key` tells of."""
    draft = make_draft(**{"external_id": f"of-{key}"} | fields)
    await tell(await make_teller(key, authority), draft)
    return await event_of(key, draft.external_id)


async def event_of(key: str, external_id: str = "") -> Event:
    telling = await Telling.get(source__key=key, external_id=external_id or f"of-{key}")
    return await Event.get(id=telling.event_id)


async def pairs() -> list[set[int]]:
    return [{pair.one_id, pair.other_id} for pair in await open_resemblances()]


async def settle_the_pair(verdict: Verdict = Verdict.SAME) -> str:
    [pair] = await open_resemblances()
    return await settle_resemblance(pair.id, verdict, now=LATER)


async def a_pair(**of_beta: Any) -> tuple[Event, Event]:
    """Two events alike: that of a source that overwrites, and that of one that fills."""
    one = await told_by("alpha")
    return one, await told_by("beta", Authority.FILL, **of_beta)


async def test_two_sources_that_tell_alike_are_suggested_as_one() -> None:
    one, other = await a_pair(title="Annual Sample Webinar 2026", starts_time="09:00")
    assert await pairs() == [{one.id, other.id}]


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": day(10), "ends_on": day(10)},
        {"organizers": ("another-association",)},
        {"title": "Sample dinner"},
        {"status": "postponed", "starts_on": None, "ends_on": None},
    ],
)
async def test_other_days_organizers_or_titles_suggest_nothing(fields: dict[str, Any]) -> None:
    await a_pair(**fields)
    assert await pairs() == []


async def test_one_source_never_tells_of_one_event_twice() -> None:
    await told_by("alpha")
    await told_by("alpha", external_id="another")
    assert await pairs() == []


async def test_one_organizer_in_common_is_enough() -> None:
    one, other = await a_pair(organizers=("another-association", "sample-association"))
    assert await pairs() == [{one.id, other.id}]


async def test_a_suggestion_that_holds_no_longer_is_taken_back() -> None:
    await a_pair()
    await told_by("beta", Authority.FILL, title="Sample dinner")
    assert await pairs() == []


async def test_a_title_by_hand_takes_a_suggestion_back_and_its_release_brings_it_again() -> None:
    one, other = await a_pair()
    await lock(one.slug, {"title": "Another thing"}, now=LATER)
    assert await pairs() == []
    await release(one.slug, (), now=LATER)
    assert await pairs() == [{one.id, other.id}]


@pytest.mark.parametrize("verdict", [Verdict.SAME, Verdict.DIFFERENT])
async def test_what_was_settled_is_not_asked_again(verdict: Verdict) -> None:
    await a_pair()
    [pair] = await open_resemblances()
    await settle_resemblance(pair.id, verdict, now=LATER)

    await told_by("beta", Authority.FILL, description="Told anew.")
    await told_by("alpha", description="Told anew, too.")

    assert await pairs() == []
    for again in Verdict.SAME, Verdict.DIFFERENT:
        with pytest.raises(Settled, match=f"That was settled as “{verdict}”."):
            await settle_resemblance(pair.id, again, now=LATER)


async def test_an_unknown_pair_is_refused() -> None:
    for number in (0, -1, 99, 2**31, 10**30):
        with pytest.raises(NotFound, match=f"There is no pair {number};"):
            await settle_resemblance(number, Verdict.SAME, now=LATER)


async def test_two_that_are_different_stay_two() -> None:
    await a_pair()
    before = await facts()
    await settle_the_pair(Verdict.DIFFERENT)
    assert await facts() == before
    assert await Event.filter(merged_into_id=None).count() == 2


async def test_what_was_said_of_a_double_holds_for_the_event_that_it_is() -> None:
    one, other = await a_pair()
    third = await told_by("gamma", title="Sample webinar on finance")
    numbers = {
        frozenset((pair.one_id, pair.other_id)): pair.id for pair in await open_resemblances()
    }
    await settle_resemblance(numbers[frozenset((other.id, third.id))], Verdict.DIFFERENT, now=LATER)
    await settle_resemblance(numbers[frozenset((one.id, other.id))], Verdict.SAME, now=LATER)
    assert await pairs() == []
    await told_by("gamma", title="Sample webinar")
    assert await pairs() == []


@pytest.mark.parametrize("first", ["alpha", "beta"])
async def test_the_event_whose_source_counts_more_stays(first: str) -> None:
    authorities = {"alpha": Authority.OVERWRITE, "beta": Authority.FILL}
    for key in (first, *(authorities.keys() - {first})):
        await told_by(key, authorities[key])
    one, other = await event_of("alpha"), await event_of("beta")
    assert await settle_the_pair() == one.slug
    merged = await event_by_slug(other.slug)
    assert merged.merged_into_id == one.id
    assert await pairs() == []


async def test_the_one_that_stays_is_told_by_both() -> None:
    one, _ = await a_pair(description="More of it.", topics=("finance",))
    await settle_the_pair()
    [(names, event)] = (await facts()).items()
    assert names == "alpha:of-alpha beta:of-beta"
    assert (event["description"], event["topics"]) == ("More of it.", ["finance"])

    await told_by("beta", Authority.FILL, description="Even more.", title="Ignored")

    [event] = (await facts()).values()
    assert (event["description"], event["title"]) == ("Even more.", "Sample webinar")
    assert (await event_of("beta")).id == one.id


async def test_merging_keeps_the_history_of_both() -> None:
    one, other = await a_pair(description="More of it.")
    before = {change.id for change in await Change.all()}
    await settle_the_pair()
    assert before <= {change.id for change in await Change.all()}
    assert await Change.filter(event=one).count() == 2  # listed, and a description
    assert await Change.filter(event=other).count() == 1


async def test_who_watched_either_watches_the_one_that_stays_and_is_told() -> None:
    one, other = await a_pair()
    watched = [(1, one, "goes"), (1, other, "goes"), (2, other, "goes"), (1, other, "asked")]
    for user_id, event, reason in watched:
        await make_watcher(user_id)
        await Watch.create(user_id=user_id, event=event, reason=reason)

    await settle_the_pair()

    rows = await Watch.filter(event=one).values_list("user_id", "reason")
    assert sorted(rows) == [(1, "asked"), (1, "goes"), (2, "goes")]
    assert sorted(await AgendaRevision.all().values_list("user_id", "number")) == [(1, 1), (2, 1)]


async def test_locks_of_both_hold_and_the_own_one_counts() -> None:
    one, other = await a_pair()
    await lock(one.slug, {"description": "Ours."}, now=NOON)
    await lock(other.slug, {"description": "Theirs."}, now=NOON)
    await lock(other.slug, {"city": "Dayton"}, now=NOON)
    await settle_the_pair()
    [event] = (await facts()).values()
    assert (event["description"], event["city"]) == ("Ours.", "Dayton")
    assert await Lock.filter(event=one).count() == 2


async def test_a_lock_by_the_old_address_is_one_of_the_event_that_stays() -> None:
    _, other = await a_pair()
    await settle_the_pair()
    await lock(other.slug, {"title": "By hand"}, now=LATER)
    assert [event["title"] for event in (await facts()).values()] == ["By hand"]
    assert await release(other.slug, (), now=LATER) == ["title"]
    assert [event["title"] for event in (await facts()).values()] == ["Sample webinar"]


async def test_doubles_of_doubles_lead_to_the_one_that_stays() -> None:
    two, three = await told_by("beta", Authority.FILL), await told_by("gamma", Authority.FILL)
    [pair] = await open_resemblances()
    await settle_resemblance(pair.id, Verdict.SAME, now=LATER)
    one = await told_by("alpha")
    await settle_the_pair()
    doubles = await Event.filter(id__in=[two.id, three.id])
    assert [double.merged_into_id for double in doubles] == [one.id, one.id]


async def calendar(client: httpx2.AsyncClient, address: str) -> dict[str, Status]:
    """What a calendar holds, by uid: the status of each."""
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return {entry.uid: entry.status for entry in parse(answer.content)}


async def test_subscribers_see_one_event_and_are_told_that_something_changed(
    client: httpx2.AsyncClient,
) -> None:
    one, other = await a_pair()
    before = await client.get("/events.ics")
    number = await revision()
    await settle_the_pair()

    for address in ("/events.ics", "/organizations/sample-association.ics"):
        assert await calendar(client, address) == {one.uid: Status.CONFIRMED}
    assert await revision() > number
    known = {"If-None-Match": before.headers["ETag"]}
    assert (await client.get("/events.ics", headers=known)).status_code == 200
    assert other.uid in before.text


async def test_a_double_does_not_come_back_into_calendars_when_it_is_told_again(
    client: httpx2.AsyncClient,
) -> None:
    one, _ = await a_pair()
    await settle_the_pair()
    await told_by("beta", Authority.FILL, title="Sample webinar, renamed", description="More.")
    assert await calendar(client, "/events.ics") == {one.uid: Status.CONFIRMED}


async def test_the_calendar_of_a_series_keeps_the_event_that_a_double_brought_into_it(
    client: httpx2.AsyncClient,
) -> None:
    await make_series()
    one, other = await a_pair(series="sample-series")
    assert await calendar(client, "/series/sample-series.ics") == {other.uid: Status.CONFIRMED}
    await settle_the_pair()
    assert await calendar(client, "/series/sample-series.ics") == {one.uid: Status.CONFIRMED}


async def test_of_three_that_look_alike_one_question_is_left_when_two_are_one() -> None:
    one, _ = await a_pair()
    third = await told_by("gamma", Authority.FILL)
    assert len(await pairs()) == 3
    first = (await open_resemblances())[0]
    await settle_resemblance(first.id, Verdict.SAME, now=LATER)
    assert await pairs() == [{one.id, third.id}]


async def test_the_old_addresses_lead_to_the_event_that_stays(client: httpx2.AsyncClient) -> None:
    one, other = await a_pair()
    await settle_the_pair()
    for ending in ("", ".ics"):
        answer = await client.get(f"/events/{other.slug}{ending}")
        assert answer.status_code == 301
        assert answer.headers["Location"].endswith(f"/events/{one.slug}{ending}")
    assert await calendar(client, f"/events/{one.slug}.ics") == {one.uid: Status.CONFIRMED}


async def test_the_list_shows_one_event(client: httpx2.AsyncClient) -> None:
    one, other = await a_pair()
    await settle_the_pair()
    page = (await client.get("/events")).text
    assert f"/events/{one.slug}" in page
    assert f'/events/{other.slug}"' not in page
