"""`netmentor import --format opportunities` reads internships out of tables and pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from netmentor.internships.importing.catalogue import load_opportunities
from netmentor.internships.importing.tables import TEMPLATE
from netmentor.internships.models import Opportunity
from netmentor.settings import Settings
from tests.cli.inside import ORGANIZATION, add_organization, counts_of, inside, keys_of
from tests.cli.processes import netmentor
from tests.factories import NOON

TABLE = """\
Title,Employer,Deadline,Deadline time,Time zone,ID
Sample fellowship,Sample Clinic,2027-09-24,5:00 PM,Eastern,s-1
Sample internship,Sample Clinic,soon,,,s-2
Sample practicum,,2027-03-01,,,s-3
"""
SOON = "Its closes_on “soon” cannot be read, or lies outside 1970 to 2100."
NOBODY = "It does not say who offers it: fill in organization_name, or name --organization."
PAGE = """<!doctype html><title>Sample</title><script type="application/ld+json">
{"@context": "https://schema.org/", "@type": "JobPosting", "title": "Sample intern",
 "hiringOrganization": {"name": "Sample Clinic"}, "validThrough": "2027-01-15T17:00:00-05:00"}
</script>"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def imported(home: Settings, what: Path, *more: str, code: int = 0) -> str:
    done = netmentor(home, "import", str(what), "--format", "opportunities", *more)
    assert done.returncode == code, done.stderr
    return done.stderr if code else done.stdout


def titles(home: Settings) -> list[str]:
    async def found() -> list[str]:
        return [one.title for one in await Opportunity.filter(gone_at=None).order_by("title")]

    return inside(home, found)


def test_each_row_that_cannot_be_listed_is_told_and_the_rest_is_in(
    home: Settings, table: Path
) -> None:
    assert imported(home, table) == (
        "1 added, 0 changed, 0 unchanged, 2 skipped.\n"
        f"  Skipped: line 3 “Sample internship”: {SOON}\n"
        f"  Skipped: line 4 “Sample practicum”: {NOBODY}\n"
    )
    assert titles(home) == ["Sample fellowship"]
    assert keys_of(home) == ["file-opportunities-table-csv"]


def test_the_same_again_changes_nothing_and_a_dry_run_never(home: Settings, table: Path) -> None:
    before = counts_of(home)
    assert imported(home, table, "--dry-run").startswith("1 added")
    assert counts_of(home) == before
    imported(home, table)
    before = counts_of(home)
    assert imported(home, table).startswith("0 added, 0 changed, 1 unchanged, 2 skipped")
    assert counts_of(home) == before


def test_what_names_nobody_is_of_the_organization_of_the_file(home: Settings, table: Path) -> None:
    add_organization(home)
    assert imported(home, table, "--organization", ORGANIZATION).startswith("2 added")
    assert keys_of(home) == ["file-sample-association-opportunities-table-csv"]


def test_a_page_with_job_postings_is_read(home: Settings, tmp_path: Path) -> None:
    path = tmp_path / "jobs.html"
    path.write_text(PAGE, encoding="utf-8")
    assert imported(home, path) == "1 added, 0 changed, 0 unchanged, 0 skipped.\n"
    assert titles(home) == ["Sample intern"]


def test_the_table_to_fill_in_can_be_imported(home: Settings, tmp_path: Path) -> None:
    printed = netmentor(home, "import", "--template", "--format", "opportunities").stdout
    assert printed.splitlines() == TEMPLATE.splitlines()
    path = tmp_path / "template.csv"
    path.write_text(printed, encoding="utf-8")
    assert imported(home, path) == "1 added, 0 changed, 0 unchanged, 0 skipped.\n"


def test_a_calendar_is_no_list_of_openings(home: Settings, tmp_path: Path) -> None:
    path = tmp_path / "sample.ics"
    path.write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    before = counts_of(home)
    said = imported(home, path, code=1)
    assert said == ("netmentor: A calendar tells of no opportunities: hand in a table or a page.\n")
    assert counts_of(home) == before


def test_events_and_openings_of_one_name_are_two_sources(home: Settings, table: Path) -> None:
    add_organization(home)
    imported(home, table, "--organization", ORGANIZATION)
    events = "Title,Date\nSample tea,2027-03-10\n"
    table.write_text(events, encoding="utf-8")
    done = netmentor(home, "import", str(table), "--organization", ORGANIZATION)
    assert done.stdout == "1 added, 0 changed, 0 unchanged, 0 skipped.\n"
    assert len(keys_of(home)) == 2


def test_what_a_file_told_can_be_taken_back(home: Settings, table: Path) -> None:
    imported(home, table)
    done = netmentor(home, "source", "remove", "file-opportunities-table-csv", "--with-events")
    assert done.stdout.splitlines()[1:] == [
        "Internships and the like that it alone told of, removed too: 1."
    ]
    assert titles(home) == []


def test_the_catalogue_of_internships_is_here_to_stay(home: Settings) -> None:
    inside(home, lambda: load_opportunities(now=NOON))
    before = counts_of(home)
    done = netmentor(home, "source", "remove", "catalogue-opportunities", "--with-events")
    assert (done.returncode, "cannot be removed" in done.stderr) == (1, True)
    assert counts_of(home) == before
