"""Calendars are told of a follow-up anew when it or its person changed, and are told forward."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from netmentor.accounts.models import AgendaRevision, User
from netmentor.contacts import binning, editing, tagging
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.editing import Told
from netmentor.contacts.follow_ups import (
    do,
    let_go,
    promise_follow_up,
    put_off,
    set_cadence,
    set_tag_cadence,
)
from netmentor.contacts.models import Contact, FollowUp, Tag
from netmentor.contacts.rules import TouchKind
from netmentor.contacts.touching import Told as Touched
from netmentor.contacts.touching import log_touch
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact, undo_latest
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("database")

FRIDAY = date(2026, 11, 27)
LATER = NOON + timedelta(hours=1)
WORDS: dict[str, Any] = {"name": "Sample Person", "met_at": NOON}


async def told(user: User) -> int:
    """How often anything dated of a user has changed."""
    return int((await AgendaRevision.get(user_id=user.id)).number)


async def history_of(row: FollowUp) -> tuple[int, datetime | None]:
    """How often a follow-up was moved, and when anything of it changed last."""
    found = await FollowUp.get(id=row.id)
    return found.sequence, found.changed_at


async def planned(user: User) -> tuple[Contact, FollowUp]:
    contact = await make_contact(user)
    row = await promise_follow_up(user, contact=contact, what="Call", due_on=FRIDAY, now=NOON)
    return contact, row


async def test_what_was_just_planned_has_no_history() -> None:
    user = await make_user()
    _, row = await planned(user)
    assert await history_of(row) == (0, None)
    assert await told(user) == 1


async def test_each_move_is_told_by_a_greater_number_and_the_hour() -> None:
    user = await make_user()
    _, row = await planned(user)
    await put_off(user, row, FRIDAY + timedelta(days=3), now=LATER)
    assert await history_of(row) == (1, LATER)
    await put_off(user, row, FRIDAY + timedelta(days=3), now=LATER + timedelta(hours=1))
    assert await history_of(row) == (1, LATER)
    await do(user, row, TouchKind.CALL, now=LATER + timedelta(hours=2))
    assert await history_of(row) == (2, LATER + timedelta(hours=2))
    assert await told(user) == 3


@pytest.mark.parametrize(
    ("words", "tells"),
    [
        ({"note": "Talked about staffing."}, 1),
        ({"name": "Sample Other"}, 1),
        ({"met_where": "A class"}, 1),
        ({"ways": (("email", "a@example.org"),)}, 1),
        ({"private_note": "Never leaves."}, 0),
        ({"credentials": "CMPE"}, 0),
        ({"tags": ("Mentor",)}, 0),
        ({"positions": (editing.Held(title="Head"),)}, 0),
    ],
)
async def test_what_is_shown_of_the_person_is_told_and_nothing_else(
    words: dict[str, Any], tells: int
) -> None:
    user = await make_user()
    contact, row = await planned(user)
    before = await told(user)
    whole = Told(**WORDS | words)

    await editing.change(user, contact, whole, version=1, now=LATER)

    assert await told(user) == before + tells
    assert await history_of(row) == (0, LATER if tells else None)
    await undo_latest(user, now=LATER + timedelta(hours=1))
    assert await told(user) == before + 2 * tells
    assert await history_of(row) == (0, LATER + timedelta(hours=1) if tells else None)


async def test_who_has_no_follow_up_is_no_date_of_anybody() -> None:
    user = await make_user()
    contact = await make_contact(user)
    await log_touch(user, contact, Touched(kind=TouchKind.CALL, at=NOON), now=NOON)
    await editing.change(user, contact, Told(**WORDS | {"note": "x"}), version=1, now=NOON)
    await tagging.tag(user, [contact], ["Mentor"], now=NOON)
    await binning.delete(user, [contact], now=NOON)
    await undo_latest(user)
    assert await told(user) == 0


async def test_what_was_dropped_is_no_date_any_more() -> None:
    user = await make_user()
    contact, row = await planned(user)
    await let_go(user, row, now=NOON)
    before = await told(user)
    await editing.change(user, contact, Told(**WORDS | {"note": "x"}), version=1, now=LATER)
    assert await told(user) == before
    assert await history_of(row) == (1, NOON)


Undone = Callable[[User, Contact, FollowUp], Awaitable[object]]


@pytest.mark.parametrize(
    ("deed", "sequence"),
    [
        (lambda user, _, row: do(user, row, TouchKind.CALL, now=NOON), 2),
        (lambda user, _, row: put_off(user, row, date(2026, 12, 4), now=NOON), 2),
        (lambda user, contact, _: binning.delete(user, [contact], now=NOON), 0),
    ],
)
async def test_an_undo_goes_on_with_the_history(deed: Undone, sequence: int) -> None:
    user = await make_user()
    contact, row = await planned(user)
    before = await FollowUp.get(id=row.id).values("due_on", "state")
    await deed(user, contact, row)
    moved = await told(user)

    await undo_latest(user, now=LATER)

    assert await FollowUp.get(id=row.id).values("due_on", "state") == before
    assert await history_of(row) == (sequence, LATER)
    assert await told(user) == moved + 1


async def test_what_was_gone_comes_back_with_a_greater_number_than_it_had() -> None:
    user = await make_user()
    contact = await make_contact(user)
    await set_cadence(user, contact, 4, now=NOON)
    row = await FollowUp.get()
    await put_off(user, row, date(2027, 1, 8), now=NOON)
    await set_cadence(user, contact, 0, now=NOON)
    assert await FollowUp.all().count() == 0

    await undo_latest(user, now=LATER)

    assert await history_of(row) == (2, LATER)
    assert (await FollowUp.get(id=row.id)).uid == row.uid


async def test_a_cadence_that_moves_is_told() -> None:
    user = await make_user()
    contact = await make_contact(user)
    await set_cadence(user, contact, 4, now=NOON)
    row = await FollowUp.get()
    later = NOON + timedelta(days=7)
    await log_touch(user, contact, Touched(kind=TouchKind.CALL, at=later), now=later)
    assert await history_of(row) == (1, later)
    assert await told(user) == 2


async def test_a_capture_reads_nothing_to_know_what_is_new(
    caplog: pytest.LogCaptureFixture,
) -> None:
    user = await make_user()
    for day, tells in ((None, 0), (FRIDAY, 1)):
        before = await told(user)
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            caplog.clear()
            whole = Capture(name="Sample", email="a@example.org", promise="x", follow_up_on=day)
            await capture(user, whole, now=NOON)
        asked = [one for one in caplog.messages if one.startswith("SELECT")]
        assert [one.split(" FROM ")[1].split()[0] for one in asked if " FROM " in one] == [
            "contact",
            "contact",
        ]
        assert await told(user) == before + tells


async def test_a_tag_with_a_cadence_that_comes_with_a_capture_is_told() -> None:
    user = await make_user()
    await make_contact(user, tags=("Ally",))
    await set_tag_cadence(user, await Tag.get(), 4, now=NOON)
    before = await told(user)
    await capture(user, Capture(name="Other", tags=("Ally",)), now=NOON)
    assert await told(user) == before + 1
    await undo_latest(user)
    assert await told(user) == before + 2
