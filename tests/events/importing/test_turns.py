"""One process reads a source, and one speaks to a host, until it gives them back or is dead."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from netmentor.db.columns import values_of
from netmentor.events.importing import sources, turns
from netmentor.events.importing.models import HostTurn, Source
from netmentor.events.importing.rules import LEASE
from netmentor.events.rules import Authority
from netmentor.settings import Settings
from tests.factories import NOON
from tests.programs import at_once

MINUTE = timedelta(minutes=1)
TAKE_ALL = """
import asyncio, json, sys
from netmentor import clock, settings
from netmentor.db.connections import connected
from netmentor.events.importing import sources, turns

async def main():
    async with connected(settings.load(json.loads(sys.argv[1]))):
        now = clock.now()
        taken = [await turns.take(source, now=now) for source in await sources.due(now=now)]
        print(sum(taken))

asyncio.run(main())
"""

pytestmark = pytest.mark.usefixtures("database")


async def make_source(key: str, **fields: Any) -> Source:
    """A source with a host of its own, due at noon."""
    host = fields.setdefault("host", f"{key}.example")
    boring: dict[str, Any] = {
        "name": key,
        "authority": Authority.OVERWRITE.value,
        "address": f"https://{host}/{key}.ics",
        "every_hours": 6,
        "next_try_at": NOON,
    }
    return await Source.create(key=key, **boring | fields)


async def again(source: Source) -> Source:
    """The same source, as another process sees it."""
    return await Source.get(id=source.id)


async def held() -> list[str]:
    """The keys of what is held, and the hosts."""
    keys = await values_of(Source.filter(held_until__not_isnull=True).order_by("key"), "key")
    return [*keys, *await values_of(HostTurn.all().order_by("host"), "host")]


async def test_what_is_taken_is_held_for_the_length_of_a_lease() -> None:
    source = await make_source("sample")

    assert await turns.take(source, now=NOON)

    assert source.held_until == (await again(source)).held_until == NOON + LEASE
    assert (await HostTurn.get(host="sample.example")).held_until == NOON + LEASE


async def test_a_second_taker_is_refused_and_takes_nothing() -> None:
    source = await make_source("sample")
    assert await turns.take(source, now=NOON)

    other = await again(source)

    assert not await turns.take(other, now=NOON + MINUTE)
    assert (await again(source)).held_until == NOON + LEASE


async def test_what_is_given_back_can_be_taken_at_once() -> None:
    source = await make_source("sample")
    assert await turns.take(source, now=NOON)

    await turns.give_back(source)

    assert (source.held_until, await held()) == (None, [])
    assert await turns.take(await again(source), now=NOON)


async def test_two_sources_of_a_host_are_not_read_at_once_and_two_hosts_are() -> None:
    one, two = [await make_source(key, host="same.example") for key in ("one", "two")]
    other = await make_source("other")

    assert await turns.take(one, now=NOON)
    assert not await turns.take(two, now=NOON)
    assert await turns.take(other, now=NOON)
    assert await held() == ["one", "other", "other.example", "same.example"]

    await turns.give_back(one)
    assert await turns.take(two, now=NOON)


async def test_a_source_that_is_held_leaves_its_host_to_others() -> None:
    one = await make_source("one", host="same.example", held_until=NOON + LEASE)
    two = await make_source("two", host="same.example")

    assert not await turns.take(one, now=NOON)
    assert await turns.take(two, now=NOON)


async def test_a_lease_of_a_dead_process_lapses() -> None:
    source = await make_source("sample")
    assert await turns.take(source, now=NOON)
    other = await again(source)

    assert not await turns.take(other, now=NOON + LEASE - MINUTE)
    assert await turns.take(other, now=NOON + LEASE)
    assert (await again(source)).held_until == NOON + 2 * LEASE


async def test_who_lost_a_lease_gives_nothing_back() -> None:
    late = await make_source("sample")
    assert await turns.take(late, now=NOON)
    heir = await again(late)
    assert await turns.take(heir, now=NOON + LEASE)

    await turns.give_back(late)

    assert await held() == ["sample", "sample.example"]
    assert not await turns.take(await again(late), now=NOON + LEASE)
    await turns.give_back(heir)
    assert await held() == []


async def test_who_holds_a_source_for_a_block_gives_it_back_whatever_happens() -> None:
    source = await make_source("sample")

    with suppress(ZeroDivisionError):
        async with turns.held(source, now=NOON):
            assert await held() == ["sample", "sample.example"]
            raise ZeroDivisionError

    assert await held() == []


async def test_a_source_that_somebody_holds_is_busy() -> None:
    source = await make_source("sample")
    assert await turns.take(source, now=NOON)

    with pytest.raises(turns.Busy) as said:
        async with turns.held(await again(source), now=NOON):
            pass

    assert said.value.message == "sample is being read at this moment; try again in a minute."


async def test_giving_back_what_was_never_taken_is_harmless() -> None:
    source = await make_source("sample")
    assert await turns.take(await again(source), now=NOON)

    await turns.give_back(source)

    assert await held() == ["sample", "sample.example"]


async def test_a_file_has_no_host_to_wait_for() -> None:
    one, two = [await make_source(key, host="", address="") for key in ("one", "two")]

    assert await turns.take(one, now=NOON)
    assert await turns.take(two, now=NOON)
    await turns.give_back(one)
    assert await held() == ["two"]


async def test_what_is_due_longest_comes_first_and_nothing_else_comes() -> None:
    await make_source("later", next_try_at=NOON - MINUTE)
    await make_source("longest", next_try_at=NOON - 2 * MINUTE)
    await make_source("now")
    await make_source("not-yet", next_try_at=NOON + MINUTE)
    await make_source("by-hand", next_try_at=None)
    await make_source("retired", retired_at=NOON)
    await make_source("file", address="", host="")

    assert [source.key for source in await sources.due(now=NOON)] == ["longest", "later", "now"]


async def test_what_is_taken_is_as_it_is_now_and_not_as_it_was_looked_at() -> None:
    source = await make_source("sample")
    changed = {"retired_at": NOON, "next_try_at": None, "etag": '"2"', "format": "ics"}
    await Source.filter(id=source.id).update(**changed)

    assert await turns.take(source, now=NOON)

    assert {name: getattr(source, name) for name in changed} == changed


@pytest.mark.parametrize("changed", [{"retired_at": NOON}, {"next_try_at": NOON + 6 * LEASE}])
async def test_what_is_no_longer_due_is_not_taken_and_its_host_is_free(
    changed: dict[str, Any],
) -> None:
    source = await make_source("sample")
    await Source.filter(id=source.id).update(**changed)

    assert not await turns.take(source, now=NOON, where=turns.due(NOON))
    assert await held() == []


async def test_of_many_who_ask_at_once_each_host_has_one() -> None:
    made = [await make_source(f"s-{n}", host=f"host-{n % 3}.example") for n in range(6)]
    askers = [(await again(source), source.host) for source in made * 3]

    taken = await asyncio.gather(*(turns.take(source, now=NOON) for source, _ in askers))

    hosts = [host for (_, host), is_mine in zip(askers, taken, strict=True) if is_mine]
    assert sorted(hosts) == ["host-0.example", "host-1.example", "host-2.example"]


async def test_four_processes_take_each_host_once(database: Settings) -> None:
    for number in range(12):
        await make_source(f"sample-{number:02}", host=f"host-{number % 6}.example")

    counts = await at_once(4, TAKE_ALL, database)

    assert sum(map(int, counts)) == 6
    assert len(await held()) == 12
