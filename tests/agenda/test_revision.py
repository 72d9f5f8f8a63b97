"""Whatever happens, a user's number moves when their dates do, and hardly ever without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from netmentor.accounts.models import AgendaRevision, User
from netmentor.agenda.gathering import gather
from netmentor.calendars.entry import Entry
from netmentor.errors import NetMentorError
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.agenda import living
from tests.agenda.meeting import People

pytestmark = pytest.mark.usefixtures("database")

STEPS = 120
EVER = date(1970, 1, 1)
NEEDLESS_AT_MOST = 0.01  # of the steps

Dates = frozenset[tuple[object, ...]]


async def dates_of(user: User, now: datetime) -> Dates:
    """All that calendars are told of a user's dates."""
    found = await gather(user.id, today=now.date(), first=EVER)
    return frozenset((one.kind, one.path, one.uid, one.zone, one.text, one.given) for one in found)


async def number_of(user: User) -> int:
    return int((await AgendaRevision.get(user_id=user.id)).number)


def check_what_is_told(dates: Dates, told: dict[str, Entry]) -> None:
    """Fail where a calendar that was `told` of a follow-up would not take it as it is now."""
    for *_, entry in dates:
        if isinstance(entry, Entry):
            last = told.get(entry.uid, entry)
            assert (entry.sequence, entry.changed_at) >= (last.sequence, last.changed_at)
            if (entry.when, entry.done) != (last.when, last.done):
                assert entry.sequence > last.sequence, (last, entry)
            if replace(entry, sequence=0, changed_at=entry.created_at) != replace(
                last, sequence=0, changed_at=entry.created_at
            ):
                assert entry.changed_at > last.changed_at, (last, entry)
            told[entry.uid] = entry


def _chosen(world: living.Events, people: People) -> Iterator[living.Deed]:
    """What happens next, for ever."""
    deeds = [*world.deeds, *people.deeds]
    weights = [often for often, _ in deeds]
    while True:
        yield world.chance.choices([deed for _, deed in deeds], weights)[0]


@pytest.mark.parametrize("seed", range(3))
async def test_a_number_moves_exactly_when_a_date_does(seed: int) -> None:
    users = [
        await make_user(OWNER),
        await make_user(STRANGER, timezone="Pacific/Auckland"),
        await make_user("third@example.org", timezone="Pacific/Honolulu"),
    ]
    world = await living.begin(users, seed)
    people = People(users, world.chance)
    needless, moves, done = [], 0, []
    told: dict[str, Entry] = {}
    for step, deed in zip(range(STEPS), _chosen(world, people)):  # noqa: B905 - the second has no end
        world.now = people.now = now = living.later(world.now, world.chance)
        before = [(await dates_of(user, now), await number_of(user)) for user in users]
        name = deed.__name__
        try:
            await deed()
        except NetMentorError as exc:
            name = f"{name}: {exc.message}"
        done.append(name)
        for user, (dates, number) in zip(users, before, strict=True):
            after, grown = await dates_of(user, now), await number_of(user)
            moves += grown != number
            check_what_is_told(after, told)
            if after != dates:
                assert grown > number, (seed, step, name, done[-5:], dates ^ after)
            elif grown != number:
                needless.append((step, name))
    assert moves > STEPS / 10
    assert len(needless) <= STEPS * NEEDLESS_AT_MOST, (seed, needless)
