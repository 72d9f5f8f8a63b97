"""A decision taken back: everything is where it was before it, or a sentence says why not."""

from __future__ import annotations

import pytest

from netmentor.accounts.actions import erase
from netmentor.accounts.models import AgendaRevision
from netmentor.db.columns import values_of
from netmentor.errors import NotFound
from netmentor.events.attending.models import Watch
from netmentor.events.curating.actions import (
    accept,
    dismiss,
    lock,
    release,
    settle_resemblance,
    undo,
)
from netmentor.events.curating.decisions import BuiltOn, Settled, Superseded
from netmentor.events.curating.merging import Apart
from netmentor.events.curating.models import Decision, Lock
from netmentor.events.curating.queries import (
    last_decision_of,
    last_decisions,
    open_resemblances,
    proposals,
)
from netmentor.events.curating.rules import Kind, Verdict
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.sources import withdraw
from netmentor.events.models import Event
from netmentor.events.rules import Authority
from tests.accounts.casting import make_user, make_watcher
from tests.events.curating.deciding import (
    LATER,
    LATEST,
    event_of,
    last_decision,
    take_back_the_last,
    told_by,
)
from tests.events.telling import all_rows, day
from tests.factories import NOON, revision

pytestmark = pytest.mark.usefixtures("database")


async def a_pair() -> tuple[Event, Event]:
    await told_by("alpha")
    await told_by("beta", Authority.FILL, description="More of it.")
    return await event_of("alpha"), await event_of("beta")


async def settle_the_pair(verdict: Verdict = Verdict.SAME) -> None:
    [pair] = await open_resemblances()
    await settle_resemblance(pair.id, verdict, now=LATER)


async def test_a_decision_tells_what_was_decided_when_and_by_whom() -> None:
    user = await make_user()
    one, _ = await a_pair()
    await lock(one.slug, {"title": "Sample webinar by hand"}, now=LATER, by=user.id)
    await release(one.slug, (), now=LATER, by=user.id)
    [pair] = await open_resemblances()
    await settle_resemblance(pair.id, Verdict.DIFFERENT, now=LATER)
    rows = await Decision.all().order_by("id")
    assert [(row.kind, row.by_id, row.made_at, row.slug, row.words) for row in rows] == [
        (Kind.LOCK, user.id, LATER, one.slug, "Set by hand: title of “Sample webinar”."),
        (
            Kind.RELEASE,
            user.id,
            LATER,
            one.slug,
            "Left to its sources again: title of “Sample webinar by hand”.",
        ),
        (
            Kind.DIFFERENT,
            None,
            LATER,
            one.slug,
            "Two events: “Sample webinar” and “Sample webinar”.",
        ),
    ]
    last = await last_decision_of(user.id, since=NOON)
    assert last
    assert last.kind == Kind.RELEASE
    assert [can for _, can in await last_decisions(10)] == [True, False, False]
    await erase(user)
    assert await Decision.exclude(by_id=None).count() == 0
    assert await Decision.all().count() == 3


async def test_only_the_last_decision_about_an_event_is_taken_back() -> None:
    one, other = await a_pair()
    await lock(one.slug, {"title": "Sample webinar by hand"}, now=LATER)
    first = await last_decision()
    await lock(other.slug, {"city": "Dayton"}, now=LATER)
    await lock(one.slug, {"city": "Dayton"}, now=LATER)
    seen = await all_rows()
    said = "Take back first what was decided after it: Set by hand: place of “Sample webinar by"
    with pytest.raises(Superseded, match=said):
        await undo(first.id, now=LATEST)
    assert await all_rows() == seen
    await take_back_the_last()
    await undo(first.id, now=LATEST)
    assert [held.event_id for held in await Lock.all()] == [other.id]


async def test_what_was_taken_back_is_not_taken_back_again() -> None:
    one, _ = await a_pair()
    await lock(one.slug, {"title": "Sample webinar by hand"}, now=LATER)
    done = await take_back_the_last()
    seen = await all_rows()
    with pytest.raises(Settled, match="That was taken back already"):
        await undo(done.id, now=LATEST)
    for number in (0, -1, done.id + 1, 2**31, 10**30):
        with pytest.raises(NotFound, match="There is no such decision"):
            await undo(number, now=LATEST)
    assert await all_rows() == seen


async def test_a_lock_that_replaced_another_gives_way_to_it() -> None:
    one, _ = await a_pair()
    await lock(one.slug, {"title": "First"}, now=NOON)
    await lock(one.slug, {"title": "Second"}, now=LATER)
    await take_back_the_last()
    [held] = await Lock.all()
    assert (held.value, held.locked_at) == ('{"title": "First"}', NOON)
    assert (await event_of("alpha")).title == "First"


async def test_an_event_that_was_taken_is_listed_no_more_and_waits_as_before() -> None:
    await told_by("gamma", Authority.PROPOSE)
    [waiting] = await proposals()
    slug = await accept(waiting.number, (), now=LATER)
    number = await revision()
    await take_back_the_last()
    assert await Event.all().count() == 0
    assert await proposals() == [waiting]
    assert await revision() == number + 1
    assert await accept(waiting.number, (), now=LATEST) == slug


async def test_an_event_that_somebody_plans_with_stays_listed() -> None:
    await told_by("gamma", Authority.PROPOSE)
    [waiting] = await proposals()
    await accept(waiting.number, (), now=LATER)
    await make_watcher(1)
    await Watch.create(user_id=1, event=await event_of("gamma"), reason="attending")
    seen = await all_rows()
    with pytest.raises(BuiltOn, match="Somebody has this event among their dates;"):
        await take_back_the_last()
    assert await all_rows() == seen


async def test_an_event_stays_listed_where_its_source_may_list_by_itself_by_now() -> None:
    await told_by("gamma", Authority.PROPOSE)
    [waiting] = await proposals()
    await accept(waiting.number, (), now=LATER)
    await Telling.all().update(proposes=False)
    with pytest.raises(BuiltOn, match="let it only propose first"):
        await take_back_the_last()


async def test_a_dismissal_taken_back_lets_the_proposal_wait_again() -> None:
    await told_by("gamma", Authority.PROPOSE)
    [waiting] = await proposals()
    await dismiss(waiting.number, (), now=LATER)
    await take_back_the_last()
    assert await proposals() == [waiting]


async def test_a_dismissal_taken_back_after_its_source_spoke_again_changes_nothing() -> None:
    await told_by("gamma", Authority.PROPOSE)
    [waiting] = await proposals()
    await dismiss(waiting.number, (), now=LATER)
    await told_by("gamma", Authority.PROPOSE, title="Sample webinar, renamed")
    await take_back_the_last()
    assert [one.title for one in await proposals()] == ["Sample webinar, renamed"]


async def test_what_a_removed_source_proposed_does_not_come_back() -> None:
    await told_by("gamma", Authority.PROPOSE)
    [waiting] = await proposals()
    await dismiss(waiting.number, (), now=LATER)
    await withdraw(await Source.get(key="gamma"), now=LATER)
    with pytest.raises(BuiltOn, match="Its source was removed"):
        await take_back_the_last()


async def test_two_that_became_one_are_two_again_and_keep_what_came_in_between() -> None:
    one, other = await a_pair()
    await lock(other.slug, {"city": "Dayton"}, now=NOON)
    await make_watcher(1)
    await Watch.create(user_id=1, event=other, reason="goes")
    await make_watcher(2)
    await Watch.create(user_id=2, event=other, reason="goes")
    await make_watcher(2)
    await Watch.create(user_id=2, event=one, reason="goes")
    await settle_the_pair()
    await make_watcher(3)
    await Watch.create(user_id=3, event=one, reason="goes")
    await told_by("beta", Authority.FILL, description="Told in between.")
    await take_back_the_last()

    first, second = await event_of("alpha"), await event_of("beta")
    assert (first.id, second.id) == (one.id, other.id)
    assert (first.description, second.description) == ("", "Told in between.")
    assert (first.city, second.city) == ("", "Dayton")
    assert second.merged_into_id is None
    watches = await Watch.all().values_list("user_id", "event_id")
    assert sorted(watches) == [(1, other.id), (2, one.id), (2, other.id), (3, one.id)]
    assert [{pair.one_id, pair.other_id} for pair in await open_resemblances()] == [
        {one.id, other.id}
    ]
    assert set(await values_of(AgendaRevision.all(), "user_id")) == {1, 2, 3}


@pytest.mark.parametrize("key", ["alpha", "beta"])
async def test_two_are_not_two_again_once_one_has_no_source(key: str) -> None:
    await a_pair()
    await settle_the_pair()
    await withdraw(await Source.get(key=key), now=LATER)
    seen = await all_rows()
    with pytest.raises(Apart, match="is told by no source any more"):
        await take_back_the_last()
    assert await all_rows() == seen


async def test_what_was_told_apart_from_a_double_is_asked_about_in_turn() -> None:
    """A verdict that a merging carried over falls with it, and not before."""
    one, other = await a_pair()
    await told_by("gamma", title="Sample webinar on finance")
    third = await event_of("gamma")
    numbers = {
        frozenset((pair.one_id, pair.other_id)): pair.id for pair in await open_resemblances()
    }
    await settle_resemblance(numbers[frozenset((other.id, third.id))], Verdict.DIFFERENT, now=LATER)
    different = await last_decision()
    await settle_resemblance(numbers[frozenset((one.id, other.id))], Verdict.SAME, now=LATER)
    with pytest.raises(Superseded, match="The same event"):
        await undo(different.id, now=LATEST)
    await take_back_the_last()
    await take_back_the_last()
    assert len(await open_resemblances()) == 3


async def test_a_lock_that_alone_makes_an_event_listable_is_not_taken_back() -> None:
    one, _ = await a_pair()
    await lock(one.slug, {"starts_on": "2026-12-16"}, now=LATER)
    telling = await Telling.get(source__key="alpha")
    telling.draft = telling.draft.replace('"ends_time": "13:00"', '"ends_time": "11:00"')
    await telling.save()
    with pytest.raises(BuiltOn, match="it cannot be listed: It ends before it starts"):
        await take_back_the_last()
    assert await Lock.all().count() == 1
    assert (await event_of("alpha")).starts_on == day(16)
