"""Administrators see on each page when letters do not go out; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pytest
import time_machine

from netmentor.accounts.rules import Role
from netmentor.db import signs
from netmentor.mail import pulse
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.mail.posting import post_sample
from tests.web.visiting import come_in

BANNER = 'id="alarm"'
PAGES = ("/settings", "/outbox", "/curate")


async def works(minutes: float = 0) -> None:
    """A worker gave its last sign of life so many minutes ago."""
    await signs.record("worker", at=NOON - timedelta(minutes=minutes))


async def admin(client: httpx2.AsyncClient) -> None:
    await make_user(role=Role.ADMIN)
    await come_in(client)


async def test_while_letters_go_out_no_page_says_anything(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await works()
    await post_sample(database, now=NOON - timedelta(minutes=10))
    await pulse.note_round(now=NOON)
    await admin(client)

    for page in PAGES:
        answer = await client.get(page)
        assert answer.status_code == 200
        assert BANNER not in answer.text
        assert "x-owner" in answer.headers


async def test_a_letter_that_waits_too_long_is_told_on_every_page(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await works()
    await post_sample(database, now=NOON - timedelta(minutes=11))
    await admin(client)

    for page in PAGES:
        answer = await client.get(page)
        assert BANNER in answer.text
        assert "One has been due for 11 minutes." in answer.text
        assert "x-owner" not in answer.headers  # a device would show it long after


async def test_what_was_amiss_with_the_last_round_is_told(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await works()
    await pulse.note_round("The mail server <cannot> be reached.", now=NOON)
    await admin(client)

    page = (await client.get("/settings")).text

    assert "Letters do not go out. The mail server &lt;cannot&gt; be reached." in page


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, "No worker ever ran: letters and sources wait for one."),
        (5, None),
        (5.1, "The worker gave its last sign of life 5 minutes ago"),
        (60 * 24 * 3, "The worker gave its last sign of life 3 days ago"),
    ],
)
async def test_a_worker_that_is_silent_for_five_minutes_is_told(
    client: httpx2.AsyncClient, database: Settings, minutes: float | None, said: str | None
) -> None:
    if minutes is not None:
        await works(minutes)
    await admin(client)

    page = (await client.get("/settings")).text

    assert (BANNER in page) is (said is not None)
    assert (said or "") in page


async def test_nobody_else_is_told(client: httpx2.AsyncClient, database: Settings) -> None:
    for role in Role:
        await make_user(f"{role}@example.org", role=role)
        client.cookies.clear()
        await come_in(client, f"{role}@example.org")
        for page in ("/settings", "/today"):
            assert (BANNER in (await client.get(page)).text) is (role is Role.ADMIN)
    client.cookies.clear()
    for page in ("/events", "/sign-in"):
        assert BANNER not in (await client.get(page)).text


async def test_it_is_looked_at_once_in_half_a_minute(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await works()
    await admin(client)
    assert BANNER not in (await client.get("/settings")).text

    await pulse.note_round("The mail server cannot be reached.", now=NOON)
    for seconds, shown in ((29, False), (30, True), (31, True)):
        with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
            assert (BANNER in (await client.get("/settings")).text) is shown
    await pulse.note_round(now=NOON)
    for seconds, shown in ((59, True), (60, False)):
        with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
            assert (BANNER in (await client.get("/settings")).text) is shown


async def test_a_clock_that_was_set_back_is_looked_at_anew(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await works()
    await admin(client)
    await client.get("/settings")
    await pulse.note_round("The mail server cannot be reached.", now=NOON)

    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        assert BANNER in (await client.get("/settings")).text
