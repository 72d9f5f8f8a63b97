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
from netmentor.events.curating import actions
from netmentor.events.importing.catalogue import load_catalogue
from netmentor.events.importing.models import Telling
from netmentor.events.models import Event, Published
from netmentor.paths import CATALOGUE
from netmentor.settings import Settings
from tests.conftest import BASE_URL
from tests.db.opening import quiet
from tests.factories import NOON


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
