"""`netmentor import` reads a file once and says what came of each line of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from netmentor.settings import Settings
from tests.cli.inside import (
    ORGANIZATION,
    TABLE,
    add_organization,
    counts_of,
    events_of,
    keys_of,
)
from tests.cli.processes import CHECKOUT, PATIENCE, environ, netmentor
from tests.events.importing.reading_calendars import as_sent

NO_SUCH_DAY = "Its date “2027-02-30” cannot be read, or lies outside 1970 to 2100."
SKIPPED = (
    "  Skipped: line 3 “2027-03-10”: It has no title.\n"
    f"  Skipped: line 4 “Sample lunch”: {NO_SUCH_DAY}\n"
)
BREAKFAST = ("s-1", "Sample breakfast", "2027-03-09", "07:30", "09:00", "confirmed")
DINNER = ("s-4", "Sample dinner", "2027-03-11", "18:00", "20:00", "confirmed")
KEY = "file-sample-association-table-csv"


@pytest.fixture(autouse=True)
def sample_organization(home: Settings) -> None:
    add_organization(home)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def imported(home: Settings, *arguments: str | Path) -> str:
    """Import something for the sample organization; return what was said, and only that."""
    words = [*map(str, arguments), "--organization", ORGANIZATION]
    done = netmentor(home, "import", *words)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def fed(home: Settings, given: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run an import with something to read on standard input."""
    return subprocess.run(
        [sys.executable, "-m", "netmentor", "import", *arguments],
        cwd=CHECKOUT,
        env=environ(home),
        input=given,
        capture_output=True,
        timeout=PATIENCE,
    )


def test_what_was_added_and_what_was_skipped_is_said(home: Settings, table: Path) -> None:
    said = imported(home, table)

    assert said == f"2 added, 0 changed, 0 unchanged, 2 skipped.\n{SKIPPED}"
    assert events_of(home, KEY) == [BREAKFAST, DINNER]


def test_the_same_file_again_changes_nothing(home: Settings, table: Path) -> None:
    imported(home, table)
    before = counts_of(home)

    said = imported(home, table)

    assert said == f"0 added, 0 changed, 2 unchanged, 2 skipped.\n{SKIPPED}"
    assert counts_of(home) == before


def test_a_whole_file_again_is_unchanged(home: Settings, tmp_path: Path) -> None:
    path = tmp_path / "wordpress.ics"
    path.write_bytes(as_sent("wordpress.ics"))

    assert imported(home, path) == "4 added, 0 changed, 0 unchanged, 0 skipped.\n"
    assert imported(home, path) == "0 added, 0 changed, 4 unchanged, 0 skipped.\n"


def test_an_edited_file_changes_what_was_edited(home: Settings, table: Path) -> None:
    imported(home, table)
    edited = TABLE.replace("6:00 PM,8:00 PM", "6:30 PM,8:00 PM").replace(
        ",2027-03-10,,", "Sample tea,2027-03-10,4:00 PM,"
    )
    table.write_text(edited, encoding="utf-8")

    said = imported(home, table)

    assert said == (
        "1 added, 1 changed, 1 unchanged, 1 skipped.\n"
        f"  Skipped: line 4 “Sample lunch”: {NO_SUCH_DAY}\n"
    )
    assert events_of(home, KEY) == [
        BREAKFAST,
        ("s-2", "Sample tea", "2027-03-10", "16:00", "", "confirmed"),
        ("s-4", "Sample dinner", "2027-03-11", "18:30", "20:00", "confirmed"),
    ]


def test_what_a_file_leaves_out_is_not_gone(home: Settings, table: Path) -> None:
    imported(home, table)
    table.write_text(TABLE.replace("Sample dinner", "Sample late dinner").replace("s-1", "s-9"))

    said = imported(home, table).splitlines()[0]

    assert said == "1 added, 1 changed, 0 unchanged, 2 skipped, 1 no longer told."
    assert [row[0] for row in events_of(home, KEY)] == ["s-1", "s-4", "s-9"]


@pytest.mark.parametrize("url", [b"URL:https://chapter.example.org/event/sample-webinar/\r\n", b""])
def test_a_wordpress_event_that_moves_is_changed_though_its_uid_is_another(
    home: Settings, tmp_path: Path, url: bytes
) -> None:
    path = tmp_path / "wordpress.ics"
    webinar = b"URL:https://chapter.example.org/event/sample-webinar/\r\n"
    body = as_sent("wordpress.ics").replace(webinar, url)
    path.write_bytes(body)
    imported(home, path)
    for was, now in (
        (b"12346-1796918400-1796922000@", b"12346-1797004800-1797008400@"),
        (b"New_York:20261210T120000", b"New_York:20261211T120000"),
        (b"New_York:20261210T130000", b"New_York:20261211T130000"),
    ):
        body = body.replace(was, now)
    path.write_bytes(body)

    assert imported(home, path) == "0 added, 1 changed, 3 unchanged, 0 skipped.\n"
    webinars = [row[1:5] for row in events_of(home, "file-sample-association-wordpress-ics")]
    assert ("Sample webinar: Rural health", "2026-12-11", "12:00", "13:00") in webinars


def test_all_is_told_as_json(home: Settings, table: Path) -> None:
    assert json.loads(imported(home, table, "--json")) == {
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "missing": 0,
        "skipped": 2,
        "notes": [],
        "because": [
            {"line": 3, "reason": "It has no title.", "what": "2027-03-10"},
            {"line": 4, "reason": NO_SUCH_DAY, "what": "Sample lunch"},
        ],
    }


def test_what_was_taken_all_the_same_is_noted(home: Settings, table: Path) -> None:
    table.write_text("Title,Date,Price\nSample tea,25/3/2027,ask us\n", encoding="utf-8")

    assert imported(home, table) == (
        "1 added, 0 changed, 0 unchanged, 0 skipped.\n"
        "  Noted: line 2 “Sample tea”: “25/3/2027” was read as day/month/year.\n"
        "  Noted: line 2 “Sample tea”: Its price “ask us” cannot be read.\n"
    )


def test_of_many_that_are_skipped_a_person_sees_the_first(home: Settings, table: Path) -> None:
    table.write_text("Title,Date\n" + "Sample tea,soon\n" * 25, encoding="utf-8")

    lines = imported(home, table).splitlines()

    assert lines[0] == "0 added, 0 changed, 0 unchanged, 25 skipped."
    assert lines[20].startswith("  Skipped: line 21 “Sample tea”: Its date “soon” cannot be read")
    assert lines[21:] == ["  … and 5 more; --json tells all."]


def test_a_dry_run_says_the_same_and_changes_nothing(home: Settings, table: Path) -> None:
    before = counts_of(home)

    said = imported(home, table, "--dry-run")

    assert said == f"2 added, 0 changed, 0 unchanged, 2 skipped.\n{SKIPPED}"
    assert counts_of(home) == before
    assert keys_of(home) == []


def test_headers_are_mapped(home: Settings, table: Path) -> None:
    table.write_text("Was,Wann\nSample tea,2027-03-10\n", encoding="utf-8")

    said = imported(home, table, "--map", "title=was", "--map", "Start date=Wann")

    assert said == "1 added, 0 changed, 0 unchanged, 0 skipped.\n"
    assert imported(home, table) == "0 added, 0 changed, 1 unchanged, 0 skipped.\n"


def test_times_without_a_zone_are_those_of_the_zone_told(home: Settings, table: Path) -> None:
    imported(home, table, "--zone", "America/Denver")

    said = imported(home, table, "--zone", "America/Chicago").splitlines()[0]

    assert said == "0 added, 2 changed, 0 unchanged, 2 skipped."


def test_an_organization_is_known_by_its_acronym(home: Settings, table: Path) -> None:
    table.write_text(
        "Title,Date,Organizer\nSample talk,2027-03-10,Sample Nobody\nSample tea,2027-03-10,ACHE\n"
        ",2027-03-11,ACHE\n",
        encoding="utf-8",
    )

    done = netmentor(home, "import", str(table))

    assert done.stdout == (
        "1 added, 0 changed, 0 unchanged, 2 skipped.\n"
        "  Skipped: line 2 “Sample talk”: Nobody we know organizes it (“Sample Nobody” is not"
        " known): name the organization of this source.\n"
        "  Skipped: line 4 “2027-03-11”: It has no title.\n"
    )


def test_the_template_can_be_filled_in_and_imported(home: Settings, tmp_path: Path) -> None:
    printed = fed(home, b"", "--template")
    path = tmp_path / "template.csv"
    path.write_bytes(printed.stdout)

    assert (printed.returncode, printed.stderr) == (0, b"")
    assert imported(home, path) == "2 added, 0 changed, 0 unchanged, 0 skipped.\n"
    assert [row[:5] for row in events_of(home, "file-sample-association-template-csv")] == [
        ("sample-1", "Sample event: Spring Finance Webinar", "2027-03-09", "12:00", "13:00"),
        ("sample-2", "Sample event: Annual Practice Congress", "2027-05-14", "", ""),
    ]


def test_a_paste_is_read_from_standard_input(home: Settings) -> None:
    done = fed(home, as_sent("apple.ics"), "-", "--organization", ORGANIZATION)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"1 added, 0 changed, 0 unchanged, 0 skipped.\n"
    assert keys_of(home) == ["file-sample-association-paste"]


@pytest.mark.parametrize("name", ["wordpress_page.html", "list.json", "google.ics"])
def test_what_a_file_is_is_told_by_its_content(home: Settings, tmp_path: Path, name: str) -> None:
    path = tmp_path / "sample"
    path.write_bytes(as_sent(name))

    assert not imported(home, path).startswith("0 added")


def test_progress_is_shown_on_a_terminal_alone(home: Settings, table: Path) -> None:
    rows = (f"Sample tea {number},2027-03-10,s-{number}" for number in range(250))
    table.write_text("\n".join(["Title,Date,ID", *rows]), encoding="utf-8")
    command = [sys.executable, "-m", "netmentor", "import", str(table)]
    told = ["--organization", ORGANIZATION, "--dry-run"]
    ours, theirs = os.openpty()
    try:
        for more in ([], ["--json"]):
            subprocess.run(
                [*command, *told, *more],
                cwd=CHECKOUT,
                env=environ(home),
                stdout=subprocess.DEVNULL,
                stderr=theirs,
                timeout=PATIENCE,
                check=True,
            )
        os.write(theirs, b"over")
        shown = b""
        while not shown.endswith(b"over"):
            shown += os.read(ours, 4096)
        assert shown == b"\r200 of 250\r250 of 250\r\nover"
    finally:
        os.close(ours)
        os.close(theirs)
    assert imported(home, table).startswith("250 added")
