"""What cannot be imported is refused with one sentence, and leaves nothing behind."""

from __future__ import annotations

import json
import random
import shutil
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from netmentor.paths import CATALOGUE
from netmentor.settings import Settings
from tests.cli.inside import (
    ORGANIZATION,
    TABLE,
    add_organization,
    counts_of,
    keys_of,
    set_source,
)
from tests.cli.processes import netmentor


@pytest.fixture(autouse=True)
def sample_organization(home: Settings) -> None:
    add_organization(home)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def refusal(settings: Settings, *arguments: str | Path, code: int = 1, **more: str) -> str:
    """What an import that is refused says; it says it in one line, and changes nothing."""
    before = counts_of(settings)
    done = netmentor(settings, "import", *map(str, arguments), **more)
    assert (done.returncode, done.stdout) == (code, "")
    assert counts_of(settings) == before
    if code == 2:
        return done.stderr
    assert done.stderr.startswith("netmentor: ")
    assert done.stderr.endswith(".\n")
    assert done.stderr.count("\n") == 1
    return done.stderr.removeprefix("netmentor: ").strip()


BODIES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "The file is empty: a table begins with a line of headers."),
    "rubbish": (
        random.Random(1).randbytes(100_000),
        "This is no text: its letters cannot be told.",
    ),
    "workbook": (b"PK\x03\x04sample", "This is a workbook or an archive; save the table as CSV"),
    "half a calendar": (b"BEGIN:VCALENDAR\r\n", "The file ends in the middle: END:VCALENDAR is"),
    "page": (b"<html>Sample</html>", "This file tells of no event: it holds no JSON-LD of"),
    "deep": (b"[" * 1_000_000, "This file tells of no event that can be read. Line 1: This JSON-"),
    "prose": (b"Sample data, and no table.\n", "There is no column for the title. The headers"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_file_of_which_nothing_can_be_taken(home: Settings, tmp_path: Path, name: str) -> None:
    body, sentence = BODIES[name]
    path = tmp_path / "sample"
    path.write_bytes(body)

    assert refusal(home, path).startswith(sentence)


@pytest.mark.parametrize(
    ("format_", "sentence"),
    [
        ("ics", "This is no iCalendar file: it does not begin with BEGIN:VCALENDAR."),
        ("jsonld", "This file tells of no event: it holds no JSON-LD of schema.org with one."),
    ],
)
def test_a_file_that_is_not_what_it_is_said_to_be(
    home: Settings, table: Path, format_: str, sentence: str
) -> None:
    assert refusal(home, table, "--format", format_) == sentence


def test_a_file_of_60_megabytes(home: Settings, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write(b"Title,Date\n")
        file.truncate(60_000_000)

    assert refusal(home, path) == f"{path} is larger than 50 MB."


def test_a_folder_and_a_file_that_is_not_there(home: Settings, tmp_path: Path) -> None:
    missing = tmp_path / "missing.ics"

    assert refusal(home, tmp_path) == f"{tmp_path} cannot be read: Is a directory."
    assert refusal(home, missing) == f"{missing} cannot be read: No such file or directory."


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://127.0.0.1/events.ics", "127.0.0.1 leads inside, to an address that is not"),
        ("webcal://localhost/events.ics", "localhost leads inside, to an address that is not"),
        ("http://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1 leads inside, to an address that is"),
        ("http://2130706433/", "Write the name of the host, not its number in another form."),
        ("http://127.0.0.1:{port}/events.ics", "Only the ports 80 and 443 are read from."),
        ("file:///etc/passwd", "Only addresses that begin with https:// or http:// are read."),
        ("https://ada:secret@calendar.example/", "The address holds a user name or a password;"),
    ],
)
def test_an_address_inside_is_refused_without_a_connection(
    home: Settings, address: str, sentence: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        told = address.format(port=canary.getsockname()[1])

        assert refusal(home, told).startswith(sentence)
        with pytest.raises(BlockingIOError):
            canary.accept()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("--organization", "sample-nobody"),
            "There is no organization “sample-nobody”; /organizations lists them.",
        ),
        (("--zone", "Mars"), "“Mars” is no time zone; write it as America/Chicago."),
        (("--map", "title"), "--map takes COLUMN=HEADER, not “title”."),
        (("--map", "=Title"), "--map takes COLUMN=HEADER, not “”."),
        (("--map", "title=Sample"), "There is no column “Sample”. The headers are: Title, Start"),
        (("--map", "color=Title"), "We have no “color”. The headers are: Title, Start date,"),
    ],
)
def test_an_option_that_makes_no_sense(
    home: Settings, table: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    assert refusal(home, table, *arguments).startswith(sentence)


def test_nothing_to_import_at_all(home: Settings) -> None:
    assert refusal(home) == "Name a file or an address, or - for a paste."


def test_wrong_usage_ends_with_two(home: Settings) -> None:
    said = refusal(home, "sample", "--format", "docx", code=2)

    assert "invalid choice: 'docx' (choose from 'ics', 'jsonld', 'csv', 'catalogue', " in said


def test_a_refusal_leaves_no_source_and_what_was_read_before_stays(
    home: Settings, table: Path
) -> None:
    key = "file-sample-association-table-csv"
    told = ("--organization", ORGANIZATION)
    assert netmentor(home, "import", str(table), *told).returncode == 0
    table.write_bytes(b"\xff\x00\xff\x81")

    assert refusal(home, table, *told) == "This is no text: its letters cannot be told."
    assert refusal(home, table) == "This is no text: its letters cannot be told."
    assert keys_of(home) == [key]


def test_a_mapping_that_does_not_fit_is_not_kept(home: Settings, table: Path) -> None:
    told = ("--organization", ORGANIZATION)
    netmentor(home, "import", str(table), *told)

    said = refusal(home, table, *told, "--map", "title=Nope")

    assert said.startswith("There is no column “Nope”.")
    assert netmentor(home, "import", str(table), *told).stdout.startswith("0 added, 0 changed, 2")


def test_a_source_that_somebody_reads_is_busy(home: Settings, table: Path) -> None:
    told = ("--organization", ORGANIZATION)
    netmentor(home, "import", str(table), *told)
    key = "file-sample-association-table-csv"
    set_source(home, key, held_until=datetime(2999, 1, 1, tzinfo=UTC))

    said = refusal(home, table, *told)

    assert said == f"{key} is being read at this moment; try again in a minute."


def test_tables_of_another_version_are_not_touched(empty_database: Settings, table: Path) -> None:
    done = netmentor(empty_database, "import", str(table))

    assert done.returncode == 1
    assert done.stderr.startswith("netmentor: ")
    assert "netmentor migrate" in done.stderr


def catalogue(tmp_path: Path, edit: Callable[[dict[str, list[dict[str, Any]]]], Any]) -> Path:
    """A copy of the shipped catalogue with something changed."""
    folder = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE, folder)
    rows = {path.stem: json.loads(path.read_bytes()) for path in folder.glob("*.json")}
    edit(rows)
    for name, told in rows.items():
        (folder / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def test_an_edited_catalogue_is_imported_from_its_folder(home: Settings, tmp_path: Path) -> None:
    folder = catalogue(tmp_path, lambda rows: rows["editions"][0].update(title="Sample title"))
    before = counts_of(home)

    tried = netmentor(home, "import", str(folder), "--format", "catalogue", "--dry-run")
    assert counts_of(home) == before
    done = netmentor(home, "import", str(folder), "--format", "catalogue")
    again = netmentor(home, "import", str(folder), "--format", "catalogue")

    said = f"0 added, 1 changed, {before['event'] - 1} unchanged, 0 skipped.\n"
    assert (tried.returncode, tried.stdout, tried.stderr) == (0, said, "")
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")
    assert again.stdout == f"0 added, 0 changed, {before['event']} unchanged, 0 skipped.\n"


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda rows: rows["editions"][0].pop("title"), "editions.json, {id}: 'title' is missing."),
        (lambda rows: rows["editions"][0].update(starts_on="soon"), "editions.json, {id}: Invalid"),
        (lambda rows: rows["organizations"].clear(), "organizations.json has no row “"),
        (lambda rows: rows["series"].clear(), "series.json has no row “"),
        (lambda rows: rows["series"].append("x"), "series.json holds no list of rows."),
        (
            lambda rows: rows["editions"][0].update(organizer_ids=["sample-nobody"]),
            "organizations.json has no row “sample-nobody”, which another row names.",
        ),
        (lambda rows: rows["credentials"].append({}), "credentials.json, a row without id: 'id'"),
    ],
)
def test_a_catalogue_that_does_not_fit(
    home: Settings, tmp_path: Path, edit: Callable[[Any], Any], sentence: str
) -> None:
    folder = catalogue(tmp_path, edit)
    first = json.loads((CATALOGUE / "editions.json").read_bytes())[0]["id"]

    said = refusal(home, folder, "--format", "catalogue")

    assert said.startswith(sentence.replace("{id}", first))


def test_a_folder_that_is_no_catalogue(home: Settings, tmp_path: Path) -> None:
    said = refusal(home, tmp_path, "--format", "catalogue")
    assert said == f"{tmp_path}/organizations.json cannot be read: No such file or directory."

    for name in ("organizations", "memberships", "credentials", "series", "editions"):
        (tmp_path / f"{name}.json").write_text("{", encoding="utf-8")
    said = refusal(home, tmp_path, "--format", "catalogue")
    assert said.startswith("organizations.json is no JSON: ")


def test_what_a_file_holds_does_nothing_to_the_terminal(home: Settings, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        'Sample\x1b]0;owned\x07\x1b[2J,"B\n2027 WARNING forged"\n1,2\n', encoding="utf-8"
    )
    refused = netmentor(home, "import", str(path))
    path.write_text("Title,Date\nSample\x1b[2J talk,some\x1b[1A day\n", encoding="utf-8")
    skipped = netmentor(home, "import", str(path), "--organization", ORGANIZATION)

    assert (refused.returncode, skipped.returncode) == (1, 0)
    assert "“Sample[2J talk”" in skipped.stdout
    told = refused.stderr + skipped.stdout
    assert all(letter.isprintable() or letter == "\n" for letter in told)
    assert refused.stderr.count("\n") == 1
