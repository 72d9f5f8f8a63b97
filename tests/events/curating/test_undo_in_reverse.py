"""Whatever was decided in whatever order: taken back in reverse, it leaves nothing behind."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmentor.db.columns import values_of
from netmentor.errors import Conflict, Invalid
from netmentor.events.attending.models import Watch
from netmentor.events.curating.actions import (
    accept,
    dismiss,
    lock,
    release,
    settle_resemblance,
    undo,
)
from netmentor.events.curating.models import Decision, Lock, Resemblance
from netmentor.events.curating.queries import (
    open_resemblances,
    proposals,
)
from netmentor.events.curating.rules import Verdict
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.sources import withdraw
from netmentor.events.models import Event
from netmentor.events.queries import ALL_OF_AN_EVENT
from netmentor.events.rows import draft_of
from netmentor.events.rules import Authority
from netmentor.events.written import written
from tests.accounts.casting import make_watcher
from tests.events.curating.deciding import (
    LATER,
    LATEST,
    event_of,
    last_decision,
    take_back_the_last,
    told_by,
)
from tests.events.telling import all_rows, day, leave_out, start_anew
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("database")

BY_HAND: list[dict[str, object]] = [
    {"title": "Sample webinar by hand"},
    {"title": "Something else"},
    {"city": "Dayton", "state": "OH"},
    {"starts_on": "2026-12-16"},
    {"topics": ["finance"], "description": "By hand."},
    {"status": "canceled"},
]


async def as_it_is() -> dict[str, list[Any]]:
    """Events, tellings, locks, resemblances and watches, whatever the numbers of their rows are."""
    events = await Event.all().order_by("id").prefetch_related(*ALL_OF_AN_EVENT)
    pairs = Resemblance.all().values_list("one_id", "other_id", "reason", "verdict", "settled_at")
    locks = Lock.all().values_list("event_id", "facet", "value", "locked_at")
    watches = Watch.all().values_list("user_id", "event_id", "reason")
    return {
        "events": [_event(one) for one in events],
        "tellings": await Telling.all().order_by("id").values(),
        "locks": sorted(await locks),
        "pairs": sorted(await pairs),
        "watches": sorted(await watches),
    }


def _event(event: Event) -> dict[str, Any]:
    plain = written(draft_of(event)) | {"gone": event.gone_at, "is": event.merged_into_id}
    return plain | {"topics": sorted(plain["topics"]), "id": event.id}


async def all_kinds_of_things() -> None:
    """Sources that tell of much the same, and two that may only propose."""
    await start_anew()
    await told_by("alpha")
    await told_by("beta", Authority.FILL, description="By beta.", topics=("leadership",))
    await told_by("epsilon", title="Annual sample webinar", city="Columbus")
    await told_by("gamma", Authority.PROPOSE, title="Sample webinar, proposed")
    await told_by("delta", Authority.PROPOSE, title="Sample webinar of another")
    for proposal in await proposals():
        if proposal.source == "delta":
            await accept(proposal.number, (), now=NOON)
    changes = {"title": "Sample webinar, renamed", "city": "Chicago", "state": "IL"}
    await told_by("delta", Authority.PROPOSE, **changes)
    for user_id, key in ((1, "alpha"), (1, "beta"), (2, "beta"), (2, "epsilon"), (3, "delta")):
        await make_watcher(user_id)
        await Watch.create(user_id=user_id, event=await event_of(key), reason="goes")


async def decide_something(chance: Random) -> bool:
    """Decide one thing among those that can be decided now; False if there was none of the kind."""
    match chance.choice(["lock", "release", "proposal", "proposal", "pair", "pair"]):
        case "lock":
            event = chance.choice(await Event.filter(merged_into_id=None).order_by("id"))
            await lock(event.slug, chance.choice(BY_HAND), now=LATER)
        case "release":
            held = await Lock.all().order_by("id").select_related("event")
            if not held:
                return False
            some = chance.choice(held)
            await release(some.event.slug, chance.choice([(), [some.facet]]), now=LATER)
        case "proposal":
            waiting = await proposals()
            if not waiting:
                return False
            one = chance.choice(waiting)
            some_facets = [[], [chance.choice(sorted(one.changes))]] if one.slug else [[]]
            deed = chance.choice([accept, dismiss])
            await deed(one.number, chance.choice(some_facets), now=LATER)
        case _:
            pairs = await open_resemblances()
            if not pairs:
                return False
            verdict = chance.choice([Verdict.SAME, Verdict.DIFFERENT])
            await settle_resemblance(chance.choice(pairs).id, verdict, now=LATER)
    return True


def steady(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


async def something_happens(chance: Random) -> None:
    """A source says something else, says nothing of its event any more, or is removed."""
    source = chance.choice(await Source.all().order_by("id"))
    match chance.choice(["says", "says", "leaves out", "is removed"]):
        case "says":
            title = chance.choice(["Sample webinar", "Sample dinner", "Sample webinar, anew"])
            when = day(chance.choice([9, 16]))
            told = {"title": title, "starts_on": when, "ends_on": when}
            await told_by(source.key, Authority(source.authority), **told)
        case "leaves out":
            await leave_out(source, f"of-{source.key}", now=LATER)
        case _:
            await withdraw(source, now=LATER)


@given(st.randoms(use_true_random=False), st.integers(min_value=6, max_value=14))
@steady(12)
async def test_whatever_happens_a_decision_is_taken_back_or_nothing_is_changed(
    chance: Random, many: int
) -> None:
    await all_kinds_of_things()
    for _ in range(many):
        standing = await values_of(Decision.filter(undone_at=None), "id")
        deed = chance.choice(["decide", "decide", "happen", "undo"])
        if deed == "happen" and await Source.all().count() > 2:
            await something_happens(chance)
        elif deed == "undo" and standing:
            before = await all_rows()
            try:
                await undo(chance.choice(standing), now=LATEST)
            except Conflict:
                assert await all_rows() == before
        else:
            with suppress(Conflict, Invalid):
                await decide_something(chance)
        shown = await values_of(Event.filter(merged_into_id=None), "id")
        assert set(shown) <= set(await values_of(Telling.all(), "event_id"))


@given(st.randoms(use_true_random=False), st.integers(min_value=3, max_value=9))
@steady(12)
async def test_decisions_taken_back_in_reverse_leave_nothing_behind(
    chance: Random, many: int
) -> None:
    await all_kinds_of_things()
    before: list[tuple[dict[str, Any], str]] = []
    while len(before) < many:
        seen = await as_it_is()
        if await decide_something(chance):
            before.append((seen, (await last_decision()).words))
    for seen, words in reversed(before):
        assert (await take_back_the_last()).words == words
        assert await as_it_is() == seen, words
