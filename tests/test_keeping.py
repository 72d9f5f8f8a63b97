"""An account is handed out whole, erased whole, and stays erased when a backup is restored."""

from __future__ import annotations

import stat
from typing import Any

import httpx2
import pytest

from netmentor import keeping
from netmentor.accounts.models import User
from netmentor.events import own
from netmentor.events.attending import actions as attending
from netmentor.events.attending.actions import Notes
from netmentor.events.attending.rules import Answer
from netmentor.events.suggesting import actions as suggesting
from netmentor.internships.suggesting import actions as opportunities
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, PASSWORD, STRANGER, make_user
from tests.db.rows import every_row
from tests.factories import NOON, make_draft, make_event, make_series
from tests.internships.opportunities import make_opportunity_draft
from tests.web.visiting import come_in, post

pytestmark = pytest.mark.usefixtures("database")
WORD = "quokka"


@pytest.fixture
async def user() -> User:
    return await make_user()


async def live(email: str, word: str) -> User:
    """Somebody with a row of each kind, each with a word of theirs in it."""
    user = await make_user(email)
    event, series = await make_event(), await make_series()
    await attending.answer(user, event, Answer.GOING, now=NOON)
    await attending.note_down(user, event, Notes(note=word, people=f"{word}@x.example"), now=NOON)
    await attending.follow(user, series, now=NOON)
    kept = await own.keep(user, make_draft(title=word, organizers=()), now=NOON)
    await suggesting.suggest_own(user, await own.own_event(user, kept.slug), now=NOON)
    sent = await suggesting.suggest_by_hand(user, now=NOON)
    await suggesting.send(sent, make_draft(title=f"{word} forum"), now=NOON)
    offered = await opportunities.suggest_by_hand(user, now=NOON)
    await opportunities.send(offered, make_opportunity_draft(title=f"{word} fellow"), now=NOON)
    return user


async def test_erasing_leaves_no_row_and_no_word_and_touches_nobody_else(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await live(STRANGER, "wombat")
    before = await every_row()
    await live(OWNER, WORD)
    await come_in(client)
    wrong = await post(client, "/settings/erase", password="not this one at all")
    assert wrong.status_code == 422
    done = await post(client, "/settings/erase", password=PASSWORD)
    assert done.status_code == 303

    after = await every_row()
    assert WORD not in repr(after)
    shared = {"event", "published", "change", "telling", "event_organizer", "catalogue_revision"}
    shared.add("landmark")  # that bytes are to be wiped
    assert {table: kept for table, kept in after.items() if table not in shared} == {
        table: kept for table, kept in before.items() if table not in shared
    }
    assert (await client.get("/settings")).status_code == 303


async def test_what_a_restored_backup_brings_back_is_erased_again(database: Settings) -> None:
    user, other = await live(OWNER, WORD), await live(STRANGER, "wombat")
    await keeping.erase(database, user, now=NOON)
    notes = database.data / keeping.ERASURES
    assert stat.S_IMODE(notes.stat().st_mode) == 0o600
    assert OWNER not in notes.read_text()

    await User.create(
        id=user.id,
        email=OWNER,
        name="From a backup",
        password_hash="",
        timezone="UTC",
        role="member",
        created_at=user.created_at,
    )
    assert await keeping.erase_again(database, now=NOON) == 1
    assert await keeping.erase_again(database, now=NOON) == 0
    assert [one.id for one in await User.all()] == [other.id]


async def test_another_account_that_came_by_the_number_of_an_erased_one_stays(
    database: Settings,
) -> None:
    user = await make_user()
    await keeping.erase(database, user, now=NOON)
    later = NOON.replace(hour=13)
    boring: dict[str, Any] = {
        "name": "x",
        "password_hash": "",
        "timezone": "UTC",
        "role": "member",
    }
    await User.create(id=user.id, email=STRANGER, created_at=later, **boring)
    assert await keeping.erase_again(database, now=NOON) == 0


async def test_nothing_was_ever_erased(database: Settings) -> None:
    assert await keeping.erase_again(database, now=NOON) == 0


async def test_who_asks_what_is_kept_of_them_is_told_by_whom() -> None:
    await live(OWNER, WORD)
    await make_user("quokka@x.example")
    for asked in ("quokka@x.example", " QUOKKA@x.example "):
        own, owners = await keeping.what_is_kept_of(asked)
        assert own is not None
        assert (own.email, [one.email for one in owners]) == ("quokka@x.example", [OWNER])
    assert await keeping.what_is_kept_of("nobody@x.example") == (None, [])
