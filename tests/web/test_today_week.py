"""The week of Today is the week that one's own calendar shows, whatever there is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from random import Random
from typing import Any

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import do, let_go, promise_follow_up
from netmentor.contacts.rules import TouchKind
from netmentor.events import own
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from netmentor.events.drafts import DeadlineDraft
from netmentor.events.models import Series
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact
from tests.factories import (
    NOON,
    TODAY,
    make_draft,
    make_event,
    make_expected_draft,
    make_series,
    put,
)
from tests.web.calendaring import WEEK
from tests.web.visiting import come_in

HOME = ("America/New_York", "Pacific/Auckland", "Pacific/Honolulu")
ZONES = (*HOME, "America/Chicago", "Europe/Berlin")
STATUSES = ("confirmed",) * 4 + ("sold_out", "canceled", "postponed")
SERIES = "sample-series"
THINGS = 14

_NAMED = re.compile(r"(?:[A-Z][a-z ]+: )?Sample thing \d+|Errand \d+")

Days = dict[date, list[str]]


def a_draft(chance: Random, number: int) -> dict[str, Any]:
    """The fields of any event near today."""
    first = TODAY + timedelta(days=chance.randrange(-3, 11))
    last = first + timedelta(days=chance.choice([0, 0, 0, 1, 4]))
    starts, ends = chance.choice([("", ""), ("09:00", "10:00"), ("22:30", ""), ("00:15", "23:45")])
    hour = chance.choice([{}, {"due_time": "17:00", "timezone": chance.choice(ZONES)}])
    due = DeadlineDraft(
        kind=chance.choice(["early_rate", "hotel_block"]),
        due_on=TODAY + timedelta(days=chance.randrange(-2, 10)),
        **hour,
    )
    return {
        "external_id": f"thing-{number}",
        "title": f"Sample thing {number}",
        "starts_on": first,
        "ends_on": last,
        "starts_time": starts,
        "ends_time": ends,
        "timezone": chance.choice(ZONES),
        "status": chance.choice(STATUSES),
        "series": chance.choice(["", "", SERIES]),
        "deadlines": chance.choice([(), (due,)]),
    }


async def live(user: User, chance: Random) -> None:
    """Have somebody answer, follow, keep and plan; and have things change afterward."""
    await make_series(SERIES)
    if chance.random() < 0.7:
        await attending.follow(user, await Series.get(slug=SERIES), now=NOON)
    contact = await make_contact(user)
    for number in range(THINGS):
        told = a_draft(chance, number)
        if chance.random() < 0.1:
            await own.keep(user, make_draft(**told), now=NOON)
            continue
        event = await make_event(**told)
        if (said := chance.choice([*Answer, Answer.GOING])) != Answer.NONE:
            await attending.answer(user, event, said, now=NOON)
        if chance.random() < 0.3:
            again = chance.choice([a_draft(chance, number), told | {"deadlines": ()}])
            await make_event(**again)
        elif chance.random() < 0.1:
            expected = {name: told[name] for name in ("external_id", "title", "series")}
            await put(make_expected_draft(**expected))
    for number in range(THINGS):
        row = await promise_follow_up(
            user,
            contact=contact,
            what=f"Errand {number}",
            due_on=TODAY + timedelta(days=chance.randrange(10)),
            due_time=chance.choice(["", "", "00:30", "09:30", "23:45"]),
            now=NOON,
        )
        if chance.random() < 0.2:
            await (do(user, row, TouchKind.CALL, now=NOON) if chance.random() < 0.5
                   else let_go(user, row, now=NOON))  # fmt: skip


def named(pieces: str) -> list[str]:
    return _NAMED.findall(unescape(re.sub(r"<[^>]+>", "", pieces)))


async def of_the_calendar(client: httpx2.AsyncClient, day: date) -> list[str]:
    """What one's own calendar has on a day, less what is called off and what is done."""
    page = (await client.get(f"{WEEK}&day={day}")).text.partition(f'id="d{day}"')[2]
    here = re.split(r'<li class="my-day|</section>', page)[0]
    items = re.findall(r'<li class="mine([^"]*)"[^>]*>\s*<a [^>]*>(.*?)</a>', here, re.S)
    return [
        one
        for classes, told in items
        if not {"off", "is-done"} & set(classes.split())
        for one in named(told)
    ]


def of_today(page: str, first: date) -> Iterator[tuple[date, list[str], int]]:
    """Each day of Today's week: what it names, and how much more there is to do."""
    week = page.partition('<ol class="week">')[2].partition("</ol>")[0]
    for number, piece in enumerate(re.split(r'<p class="week-day">', week)[1:]):
        more = sum(map(int, re.findall(r"(\d+) (?:more|to do, above)", piece)))
        yield first + timedelta(days=number), named(piece), more


@pytest.mark.parametrize("seed", range(6))
async def test_todays_week_is_the_week_of_ones_own_calendar(
    client: httpx2.AsyncClient, seed: int
) -> None:
    chance = Random(seed)
    zone = HOME[seed % len(HOME)]
    user = await make_user(timezone=zone)
    await come_in(client)
    await live(user, chance)
    first = TODAY + timedelta(days=zone == "Pacific/Auckland")

    shown = list(of_today((await client.get("/today")).text, first))

    assert len(shown) == 7
    for day, names, more in shown:
        wanted = await of_the_calendar(client, day)
        events = [name for name in names if not name.startswith("Errand")]
        assert sorted(events) == sorted(one for one in wanted if not one.startswith("Errand")), day
        errands = {one for one in wanted if one.startswith("Errand")}
        assert set(names) - set(events) <= errands, day
        assert len(names) + more == len(wanted), day
