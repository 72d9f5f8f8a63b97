"""An installation of an earlier step, with the catalogue in it, comes through an upgrade."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2

from netmentor.app import create_app
from netmentor.db.connections import connected
from netmentor.db.migrate import migrate
from netmentor.db.reading import rows
from netmentor.events.actions import keep_moments_true
from netmentor.events.curating import actions
from netmentor.events.filters import EventFilter
from netmentor.events.importing.catalogue import load_catalogue
from netmentor.events.importing.models import Telling
from netmentor.events.listing import listing
from netmentor.events.models import Event, Published
from netmentor.events.search_words import words_of
from netmentor.mail.carrying import deliver_some
from netmentor.mail.models import OutgoingMail
from netmentor.paths import CATALOGUE
from netmentor.settings import Settings
from tests.conftest import BASE_URL
from tests.db.opening import quiet
from tests.events.test_search_quality import CONGRESS, titles_of
from tests.factories import NOON, TODAY
from tests.mail.hand import Hand
from tests.mail.posting import post_sample


async def test_events_of_the_first_version_keep_their_rows_and_may_be_set_by_hand(
    database_settings: Settings, tmp_path: Path
) -> None:
    async with connected(database_settings):
        await load_catalogue(now=NOON, folder=_with_one_more(tmp_path))
        await load_catalogue(now=NOON + timedelta(days=1))
        before = await _kept()
    await migrate(database_settings, "0001", quiet)

    await migrate(database_settings, None, quiet)

    async with connected(database_settings):
        await load_catalogue(now=NOON + timedelta(days=2))
        assert await _kept() == before
        assert await Telling.filter(draft="").count() == 0
        assert await Telling.all().count() == await Event.all().count()
        gone = await Event.get(external_id="one-more-2027")
        door = httpx2.ASGITransport(create_app(database_settings))
        async with httpx2.AsyncClient(transport=door, base_url=BASE_URL) as visitor:
            page = await visitor.get(f"/events/{gone.slug}")
        assert page.status_code == 200
        assert "its source lists it no longer" in page.text
        await actions.lock(gone.slug, {"title": "By hand"}, now=NOON + timedelta(days=3))
        assert (await Event.get(id=gone.id)).title == "By hand"


async def test_events_kept_before_there_was_a_full_text_are_found_by_it(
    database_settings: Settings,
) -> None:
    async with connected(database_settings):
        await load_catalogue(now=NOON)
        before, words = await _kept(), await _words()
    await migrate(database_settings, "0002", quiet)

    await migrate(database_settings, None, quiet)

    async with connected(database_settings):
        assert await _kept() == before
        assert CONGRESS in await _titles("congress healthcare leadership")
        assert CONGRESS in await _titles("ache congres")
        assert await _titles("students")
        await load_catalogue(now=NOON + timedelta(days=1))
        await keep_moments_true(now=NOON + timedelta(days=1))
        assert await _words() == words
        assert await _titles("march leadership congress") == [CONGRESS]
        assert await _kept() == before


async def test_going_back_to_before_there_was_a_full_text_keeps_the_rows(
    database_settings: Settings,
) -> None:
    async with connected(database_settings):
        await load_catalogue(now=NOON)
        before = await _kept()

    await migrate(database_settings, "0002", quiet)

    async with connected(database_settings):
        told = await rows("SELECT title, search_text FROM event ORDER BY id")
        assert all(words_of(title)[0] in text.split() for title, text in told)
        assert [title for title, _ in told] == [row[2] for row in before[: len(told)]]
        [(count,)] = await rows("SELECT count(*) FROM published")
        assert len(told) + count == len(before)


async def test_letters_that_wait_go_out_after_the_upgrade_and_on_the_way_back(
    database_settings: Settings,
) -> None:
    async with connected(database_settings):
        await post_sample(database_settings, "waits")
        await post_sample(database_settings, "dropped")
        await OutgoingMail.filter(key="dropped").update(state="suppressed", over_at=NOON)
    await migrate(database_settings, "0013", quiet)

    async with connected(database_settings):
        told = await rows("SELECT key, state FROM outgoing_mail ORDER BY id")
        assert [tuple(row) for row in told] == [("waits", "queued"), ("dropped", "failed")]
    await migrate(database_settings, None, quiet)

    async with connected(database_settings):
        assert (await deliver_some(hand := Hand(), now=NOON)).taken == 1
        assert hand.taken == ["waits"]
        await post_sample(database_settings, "listed")
        assert not (await OutgoingMail.get(key="listed")).is_listed


async def _titles(words: str) -> list[str]:
    found = await listing(EventFilter(q=words), today=TODAY)
    return titles_of(found)


async def _words() -> list[Any]:
    told = Event.all().order_by("id").values_list("slug", "search_head", "search_body")
    return list(await told)


async def _kept() -> list[Any]:
    events = Event.all().order_by("id").values_list("uid", "slug", "title", "starts_on", "gone_at")
    texts = Published.all().order_by("id").values_list("uid", "sequence", "changed_at", "text")
    return [*await events, *await texts]


def _with_one_more(folder: Path) -> Path:
    """A copy of the catalogue with an edition that later ones do not have."""
    copy = folder / "catalogue"
    shutil.copytree(CATALOGUE, copy)
    editions = json.loads((copy / "editions.json").read_text())
    dated = next(row for row in editions if row["starts_on"] and row["status"] == "confirmed")
    more = {"id": "one-more-2027", "title": "Sample data: one more", "deadlines": []}
    days = {"starts_on": "2027-03-03", "ends_on": "2027-03-03"}
    (copy / "editions.json").write_text(json.dumps([*editions, dated | more | days]))
    return copy
