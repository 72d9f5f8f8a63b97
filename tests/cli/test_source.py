"""`netmentor source` connects calendars, tells how each fares, and parts with them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from netmentor.settings import Settings
from tests.cli.inside import (
    ORGANIZATION,
    TABLE,
    add_organization,
    counts_of,
    events_of,
    keys_of,
    page_of,
    set_source,
)
from tests.cli.processes import netmentor
from tests.factories import NOON

INSIDE = "http://127.0.0.1/events.ics"  # it may be connected; nothing is ever fetched from it
KEY = "127-0-0-1-a278afcd"
TROUBLE = "127.0.0.1 leads inside, to an address that is not public."
FILE = "file-sample-association-table-csv"
CATALOGUE = "catalogue  (overwrite)  NetMentor's starter catalogue"
LATER = datetime(2999, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def sample_organization(home: Settings) -> None:
    add_organization(home)


@pytest.fixture
def table(home: Settings, tmp_path: Path) -> Path:
    """A table that was imported."""
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert import_again(home, path).startswith("2 added, 0 changed, 0 unchanged, 2 skipped.\n")
    return path


def import_again(home: Settings, path: Path) -> str:
    return netmentor(home, "import", str(path), "--organization", ORGANIZATION).stdout


def source(settings: Settings, *arguments: str) -> CompletedProcess[str]:
    done = netmentor(settings, "source", *arguments)
    assert "Traceback" not in done.stderr
    return done


def said(settings: Settings, *arguments: str, code: int = 0) -> str:
    """What a command says on standard output, and only there."""
    done = source(settings, *arguments)
    assert (done.returncode, done.stderr) == (code, "")
    return done.stdout


def refusal(settings: Settings, *arguments: str) -> str:
    """The sentence of a command that is refused and changes nothing."""
    before = counts_of(settings)
    done = source(settings, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert counts_of(settings) == before
    return done.stderr.removeprefix("netmentor: ").removesuffix("\n")


def listed(settings: Settings, key: str) -> dict[str, Any]:
    """What `source list --json` tells of one source."""
    rows: list[dict[str, Any]] = json.loads(said(settings, "list", "--json"))
    [found] = [row for row in rows if row["key"] == key]
    return found


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("file:///etc/passwd", "Only addresses that begin with https:// or http:// are read."),
        ("events.ics", "Only addresses that begin with https:// or http:// are read."),
        ("http://2130706433/", "Write the name of the host, not its number in another form."),
        ("https://calendar.example:8080/", "Only the ports 80 and 443 are read from."),
        (
            "https://ada:secret@calendar.example/",
            "The address holds a user name or a password; addresses with either are not read.",
        ),
        (f"https://calendar.example/{'a' * 2000}", "The address is longer than 2000 characters."),
    ],
)
def test_an_address_that_is_never_read_is_not_connected(
    home: Settings, address: str, sentence: str
) -> None:
    assert refusal(home, "add", address) == sentence


@pytest.mark.parametrize("hours", ["0", "-3", "744", "999999999999"])
def test_hours_between_readings_have_bounds(home: Settings, hours: str) -> None:
    said = refusal(home, "add", INSIDE, "--every", hours)

    assert said == "Between two readings lie 1 to 743 hours."


def test_an_organization_a_zone_and_a_mapping_must_make_sense(home: Settings) -> None:
    assert [
        refusal(home, "add", INSIDE, "--organization", "sample-nobody"),
        refusal(home, "add", INSIDE, "--zone", "Mars"),
        refusal(home, "add", INSIDE, "--map", "title"),
    ] == [
        "There is no organization “sample-nobody”; /organizations lists them.",
        "“Mars” is no time zone; write it as America/Chicago.",
        "--map takes COLUMN=HEADER, not “title”.",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("dance",),
        ("add",),
        ("remove",),
        ("add", INSIDE, "--every", "often"),
        ("add", INSIDE, "--authority", "rule"),
        ("add", INSIDE, "--format", "catalogue"),
    ],
)
def test_wrong_usage_ends_with_two(home: Settings, arguments: tuple[str, ...]) -> None:
    done = source(home, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: netmentor source" in done.stderr


def test_a_calendar_that_cannot_be_read_is_connected_and_its_trouble_said(home: Settings) -> None:
    told = ("--authority", "propose", "--every", "12", "--zone", "America/Denver")
    done = said(home, "add", INSIDE, "--organization", ORGANIZATION, *told, code=1)
    found = listed(home, KEY)
    tried_at, next_at = (datetime.fromisoformat(found.pop(n)) for n in ("tried_at", "next_try_at"))

    tried = f"It is tried again by and by; netmentor source remove {KEY} ends that."
    assert done == f"{KEY} is connected.\n{KEY}: {TROUBLE}\n{tried}\n"
    assert timedelta(minutes=26) < next_at - tried_at < timedelta(minutes=34)
    assert found == {
        "key": KEY,
        "name": "127.0.0.1",
        "address": INSIDE,
        "format": "",
        "authority": "propose",
        "every_hours": 12,
        "failures": 1,
        "trouble": TROUBLE,
        "organization": ORGANIZATION,
        "read_at": None,
        "retired_at": None,
        "outcome": None,
    }


def test_to_add_a_calendar_again_changes_its_terms(home: Settings) -> None:
    said(home, "add", INSIDE, code=1)
    said(home, "add", INSIDE.replace("http", "HTTP"), "--every", "24", code=1)

    assert keys_of(home) == [KEY]
    assert listed(home, KEY)["every_hours"] == 24


def test_each_source_is_listed_with_how_it_fares(home: Settings, table: Path) -> None:
    said(home, "add", INSIDE, "--authority", "fill", code=1)
    set_source(home, "catalogue", read_at=NOON)
    set_source(home, FILE, read_at=NOON, retired_at=NOON)
    set_source(home, KEY, next_try_at=NOON)

    assert said(home, "list").splitlines() == [
        CATALOGUE,
        "  last read 2026-11-24 12:00 UTC, next never: well",
        f"{FILE}  (overwrite)  table.csv",
        "  last read 2026-11-24 12:00 UTC, next never: retired",
        f"{KEY}  (fill)  {INSIDE}",
        f"  last read never, next 2026-11-24 12:00 UTC: {TROUBLE}",
    ]


def test_only_what_is_due_is_refreshed(home: Settings) -> None:
    assert said(home, "refresh") == "No source is due.\n"
    said(home, "add", INSIDE, code=1)
    assert said(home, "refresh") == "No source is due.\n"
    set_source(home, KEY, next_try_at=NOON)

    assert said(home, "refresh", code=1) == f"{KEY}: {TROUBLE}\n"
    assert listed(home, KEY)["failures"] == 2


def test_one_source_is_refreshed_by_its_key_or_its_address(home: Settings) -> None:
    said(home, "add", INSIDE, code=1)

    assert said(home, "refresh", KEY, code=1) == f"{KEY}: {TROUBLE}\n"
    assert said(home, "refresh", INSIDE, code=1) == f"{KEY}: {TROUBLE}\n"


def test_what_has_no_address_is_not_refreshed(home: Settings, table: Path) -> None:
    for key in ("catalogue", FILE):
        told = said(home, "refresh", key, code=1)
        assert told == f"{key} has no address; hand its file to netmentor import.\n"


@pytest.mark.parametrize("key", ["sample-nothing", "https://calendar.example/", "x" * 300, "\x07"])
def test_a_source_that_nobody_knows(home: Settings, key: str) -> None:
    told = f"There is no source “{key[:80]}”; netmentor source list tells them."

    assert [refusal(home, deed, key) for deed in ("refresh", "remove")] == [told, told]


def test_a_source_that_is_being_read_is_left_alone(home: Settings) -> None:
    said(home, "add", INSIDE, code=1)
    said(home, "add", INSIDE.replace("1/", "2/"), code=1)
    other_key = next(key for key in keys_of(home) if key != KEY)
    set_source(home, KEY, held_until=LATER, next_try_at=NOON)
    set_source(home, other_key, next_try_at=NOON)
    busy = f"{KEY} is being read at this moment; try again in a minute."

    assert [refusal(home, deed, KEY) for deed in ("refresh", "remove")] == [busy, busy]
    told = said(home, "refresh", code=1)
    assert told == f"{other_key}: {TROUBLE.replace('0.1', '0.2')}\n"
    assert said(home, "refresh") == "Others read what is due at this moment.\n"
    assert listed(home, KEY)["failures"] == 1


def test_events_of_a_source_that_is_removed_stay_and_say_when_they_were_seen(
    home: Settings, table: Path
) -> None:
    before = events_of(home, FILE)

    told = said(home, "remove", FILE)

    assert told == f"{FILE} is not read again; its events stay.\n"
    assert events_of(home, FILE) == before
    assert f"{FILE}  (overwrite)  table.csv" in said(home, "list")
    status, page = page_of(home, "/events/sample-breakfast-2027")
    assert status == 200
    assert "Last seen" in page
    assert "Last seen" not in page_of(home, "/events/aha-rural-2017")[1]


def test_a_file_that_is_handed_in_again_is_no_longer_retired(home: Settings, table: Path) -> None:
    said(home, "remove", FILE)
    table.write_text(TABLE.replace("Sample dinner", "Sample late dinner"), encoding="utf-8")

    assert import_again(home, table).startswith("0 added, 1 changed, 1 unchanged")
    assert listed(home, FILE)["retired_at"] is None
    assert "Last seen" not in page_of(home, "/events/sample-breakfast-2027")[1]


def test_a_source_is_removed_with_its_events(home: Settings, table: Path) -> None:
    told = said(home, "remove", FILE, "--with-events")

    assert told == f"{FILE} is removed. Events that it alone told of, removed too: 2.\n"
    assert keys_of(home) == []
    assert page_of(home, "/events/sample-breakfast-2027")[0] == 404
    assert import_again(home, table).startswith("2 added")


def test_a_calendar_that_is_removed_is_not_read_until_it_is_added_again(home: Settings) -> None:
    said(home, "add", INSIDE, code=1)
    said(home, "remove", KEY)

    told = said(home, "refresh", KEY, code=1)

    assert told == f"{KEY} is retired; netmentor source add {INSIDE} connects it again.\n"
    assert listed(home, KEY)["failures"] == 1
    said(home, "add", INSIDE, code=1)
    assert (listed(home, KEY)["retired_at"], listed(home, KEY)["failures"]) == (None, 2)


@pytest.mark.parametrize("more", [(), ("--with-events",)])
def test_the_catalogue_is_not_removed(home: Settings, more: tuple[str, ...]) -> None:
    told = refusal(home, "remove", "catalogue", *more)

    assert told == "The starter catalogue comes with NetMentor; it cannot be removed."
