"""The shipped catalogue fits together, is honest, and loads as a source."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest

from netmentor import clock
from netmentor.db.columns import values_of
from netmentor.events.drafts import is_web_address, why_not_listable
from netmentor.events.importing.catalogue import FILES, BadCatalogue, load_catalogue, read_catalogue
from netmentor.events.importing.models import Source
from netmentor.events.models import Event, Published, Series
from netmentor.events.rules import EventStatus
from netmentor.organizations.models import Credential, Membership, Organization
from netmentor.organizations.queries import catalogue_revision
from netmentor.organizations.rules import CalendarAccess, OrganizationKind
from netmentor.paths import CATALOGUE
from netmentor.settings import Settings
from tests.factories import NOON, make_draft, make_source, put
from tests.programs import at_once

ROWS: dict[str, list[dict[str, Any]]] = {
    name: json.loads((CATALOGUE / f"{name}.json").read_text(encoding="utf-8")) for name in FILES
}
FIELDS = {
    "organizations": "id name acronym kind url parent_id affiliations join_url calendar_url"
    " calendar_access about source_url verified_on",
    "memberships": "organization_id name amount currency period note source_url verified_on",
    "credentials": "id name acronym body_id url note",
    "series": "id organization_id name kind usual_months modality source_url",
    "editions": "id series_id title kind organizer_ids starts_on ends_on starts_at ends_at timezone"
    " venue city state country modality url registration_url status window grounds deadlines"
    " price_tiers credits description topics source_url source_kind verified_on",
}
IDS = {name: {row["id"] for row in rows if "id" in row} for name, rows in ROWS.items()}
ONE_OF_MANY = """
import asyncio, json, sys
from netmentor import clock, settings
from netmentor.db.connections import connected
from netmentor.events.actions import keep_moments_true
from netmentor.events.importing.catalogue import load_catalogue

async def main():
    async with connected(settings.load(json.loads(sys.argv[1]))):
        outcome = await load_catalogue(now=clock.now())
        await keep_moments_true(now=clock.now())
        print(outcome and len(outcome.added))

asyncio.run(main())
"""
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_the_fields_of_its_file(name: str) -> None:
    for row in ROWS[name]:
        assert set(row) == set(FIELDS[name].split()), row.get("id")


@pytest.mark.parametrize("name", ["organizations", "credentials", "series", "editions"])
def test_ids_are_words_of_an_address_and_unique(name: str) -> None:
    ids = [row["id"] for row in ROWS[name]]

    assert all(KEBAB.fullmatch(one) for one in ids)
    assert len(ids) == len(set(ids))


def test_every_name_that_is_referred_to_exists() -> None:
    referred = {
        *(row["parent_id"] for row in ROWS["organizations"]),
        *(one["to"] for row in ROWS["organizations"] for one in row["affiliations"]),
        *(row["organization_id"] for row in ROWS["memberships"] + ROWS["series"]),
        *(row["body_id"] for row in ROWS["credentials"]),
        *(one for row in ROWS["editions"] for one in row["organizer_ids"]),
    } - {None}
    credited = {one["credential"] for row in ROWS["editions"] for one in row["credits"]}

    assert referred <= IDS["organizations"]
    assert {row["series_id"] for row in ROWS["editions"]} - {None} <= IDS["series"]
    assert credited <= {row["acronym"] for row in ROWS["credentials"]}
    assert {"ache", "mgma", "acmpe", "pahcom"} <= IDS["organizations"]


def test_every_fact_names_its_source_and_the_day_it_was_read() -> None:
    for row in ROWS["organizations"] + ROWS["memberships"] + ROWS["editions"]:
        assert is_web_address(row["source_url"]), row
        assert date(2026, 1, 1) <= date.fromisoformat(row["verified_on"]) <= clock.now().date()
    for row in ROWS["series"]:
        assert is_web_address(row["source_url"]), row


def test_organizations_are_of_known_kinds() -> None:
    assert {row["kind"] for row in ROWS["organizations"]} <= set(OrganizationKind)
    assert {row["calendar_access"] for row in ROWS["organizations"]} <= set(CalendarAccess)


def test_every_edition_can_be_listed() -> None:
    reasons = {
        draft.external_id: reason
        for draft in read_catalogue(CATALOGUE).editions
        if (reason := why_not_listable(draft))
    }

    assert reasons == {}


def test_what_is_expected_says_so_in_the_words_of_the_page() -> None:
    for row in ROWS["editions"]:
        assert "rojected" not in json.dumps(row), row["id"]
        if row["status"] == EventStatus.EXPECTED:
            assert row["price_tiers"] == row["credits"] == row["deadlines"] == [], row["id"]
            first, last = (date.fromisoformat(row["window"][end]) for end in ("from", "to"))
            assert first.day == 1, row["id"]
            assert (last + timedelta(days=1)).day == 1, row["id"]


def test_zones_are_known_and_texts_are_sentences() -> None:
    for row in ROWS["editions"]:
        zones = {row["timezone"], *(one["timezone"] for one in row["deadlines"])} - {None}
        assert zones <= available_timezones(), row["id"]
        for text in (row["description"], row["grounds"]):
            assert text is None or text.endswith("."), row["id"]


@pytest.mark.usefixtures("database")
async def test_the_catalogue_loads_whole_and_only_once() -> None:
    outcome = await load_catalogue(now=NOON)

    assert outcome is not None
    assert len(outcome.added) == await Event.all().count() == len(ROWS["editions"])
    assert await Organization.all().count() == len(ROWS["organizations"])
    assert await Series.all().count() == len(ROWS["series"])
    assert await Credential.all().count() == len(ROWS["credentials"])
    assert await Membership.all().count() == len(ROWS["memberships"])
    revision = await catalogue_revision()
    assert await load_catalogue(now=NOON) is None
    assert await catalogue_revision() == revision


@pytest.mark.usefixtures("database")
async def test_every_dated_edition_is_in_calendars_and_no_expected_one() -> None:
    await load_catalogue(now=NOON)

    published = await values_of(Published.filter(part=""), "event__slug")

    assert set(published) == {row["id"] for row in ROWS["editions"] if row["starts_on"]}


@pytest.mark.usefixtures("database")
async def test_an_upgrade_changes_what_changed_marks_what_is_gone_and_spares_the_rest(
    tmp_path: Path,
) -> None:
    early = datetime(2026, 1, 5, 12, tzinfo=UTC)  # before what is dropped
    await load_catalogue(now=early)
    theirs = make_draft(title="Not of the catalogue")
    await put(theirs, now=early)
    rows = [row for row in ROWS["editions"] if row["id"] != "vive-2026"]
    congress = next(row for row in rows if row["id"] == "ache-congress-2026")
    changed = [row | {"venue": "Another hall"} if row is congress else row for row in rows]
    folder = _copy(tmp_path, editions=changed)
    later = early + timedelta(days=1)

    outcome = await load_catalogue(now=later, folder=folder)

    assert outcome is not None
    assert outcome.changed == ("ache-congress-2026",)
    assert await values_of(Event.filter(gone_at=later), "slug") == ["vive-2026"]
    row = await Published.get(event__slug="ache-congress-2026", part="")
    assert (row.sequence, row.changed_at) == (1, later)
    assert (await Event.get(title="Not of the catalogue")).changed_at == early


@pytest.mark.usefixtures("database")
async def test_what_an_upgrade_no_longer_names_is_retired_and_kept(tmp_path: Path) -> None:
    await load_catalogue(now=NOON)
    organizations = [row for row in ROWS["organizations"] if row["id"] != "aapc"]
    credentials = [row for row in ROWS["credentials"] if row["id"] != "cppm"]
    series = [row for row in ROWS["series"] if row["id"] != "vive"]
    editions = [row for row in ROWS["editions"] if row["series_id"] != "vive"]
    folder = _copy(
        tmp_path,
        organizations=organizations,
        credentials=credentials,
        series=series,
        editions=editions,
    )

    await load_catalogue(now=NOON, folder=folder)

    assert (await Organization.get(slug="aapc")).retired_at == NOON
    assert (await Credential.get(slug="cppm")).retired_at == NOON
    assert (await Series.get(slug="vive")).retired_at == NOON


@pytest.mark.usefixtures("database")
async def test_a_catalogue_that_does_not_fit_leaves_everything_as_it_was(tmp_path: Path) -> None:
    bad = [row | {"starts_on": "soon"} for row in ROWS["editions"]]
    folder = _copy(tmp_path, editions=bad)

    with pytest.raises(BadCatalogue, match=r"editions\.json, .*soon"):
        await load_catalogue(now=NOON, folder=folder)

    assert await Organization.all().count() == 0
    assert await Source.all().count() == 0


@pytest.mark.parametrize("known", [False, True])
async def test_four_processes_that_start_at_once_load_it_once(
    database: Settings, known: bool
) -> None:
    if known:  # an upgrade: the source is there, with another catalogue's fingerprint
        await make_source("catalogue")
    said = await at_once(4, ONE_OF_MANY, database)

    assert said == ["64", "None", "None", "None"]
    assert await Event.all().count() == len(ROWS["editions"])


def _copy(folder: Path, **changed: list[dict[str, Any]]) -> Path:
    for name in FILES:
        shutil.copy(CATALOGUE / f"{name}.json", folder)
    for name, rows in changed.items():
        (folder / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    return folder
