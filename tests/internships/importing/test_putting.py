"""A file again and again: what is new is added, what is the same is left, what is gone is kept."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial

import pytest

from netmentor.db.columns import values_of
from netmentor.events.importing.reading import Unreadable
from netmentor.events.importing.sync import Report
from netmentor.events.writing import rehearsing
from netmentor.internships.importing.pages import drafts_on_page
from netmentor.internships.importing.tables import TEMPLATE
from netmentor.internships.models import (
    Opportunity,
    OpportunityChange,
    OpportunityTelling,
    Whole,
    Window,
)
from netmentor.internships.writing import writing
from netmentor.settings import Settings
from tests.factories import NOON, make_organization, revision
from tests.internships.importing.reading import PAGE, PATIENCE, make_file, posting, put_file, table

HEADER = "id,title,organization_name,closes_on,closes_time,closes_timezone"
ONE = "s-1,Sample fellowship,Sample Clinic,2027-09-24,17:00,Eastern"
TWO = "s-2,Sample internship,Sample Hospital,2027-03-01,,"
LATER = NOON + timedelta(days=3)


def counts(report: Report) -> tuple[int, ...]:
    return report.added, report.changed, report.unchanged, report.missing, len(report.skipped)


async def test_the_same_file_again_writes_nothing(database: Settings) -> None:
    source = await make_file()
    body = table(HEADER, ONE, TWO)
    assert counts(await put_file(source, body)) == (2, 0, 0, 0, 0)
    before = await revision()
    rows = await OpportunityTelling.all().order_by("id").values()
    assert counts(await put_file(source, body, now=LATER)) == (0, 0, 2, 0, 0)
    assert await OpportunityTelling.all().order_by("id").values() == rows
    assert await OpportunityChange.all().count() == 2
    assert await revision() == before


async def test_a_moved_deadline_is_one_change_and_keeps_its_place(database: Settings) -> None:
    source = await make_file()
    await put_file(source, table(HEADER, ONE, TWO))
    moved = ONE.replace("2027-09-24,17:00", "2027-10-01,23:59")
    assert counts(await put_file(source, table(HEADER, TWO, moved), now=LATER)) == (0, 1, 1, 0, 0)
    window = await Window.get(opportunity__title="Sample fellowship")
    assert (str(window.due_on), window.due_time, window.sequence) == ("2027-10-01", "23:59", 1)
    change = await OpportunityChange.get(seen_at=LATER)
    assert list(json.loads(change.told)) == ["dates"]


async def test_what_a_file_leaves_out_is_marked_and_stays_listed(database: Settings) -> None:
    source = await make_file()
    await put_file(source, table(HEADER, ONE, TWO))
    assert counts(await put_file(source, table(HEADER, ONE), now=LATER)) == (0, 0, 1, 1, 0)
    told = await OpportunityTelling.get(external_id="s-2")
    assert told.last_seen_at == LATER
    assert not await Opportunity.filter(gone_at__not_isnull=True).exists()
    assert await Window.filter(dropped_on=None).count() == 2
    assert counts(await put_file(source, table(HEADER, ONE), now=LATER)) == (0, 0, 1, 0, 0)


async def test_a_row_that_broke_stays_as_it_was_told(database: Settings) -> None:
    source = await make_file()
    await put_file(source, table(HEADER, ONE))
    report = await put_file(source, table(HEADER, ONE.replace("2027-09-24", "soon")), now=LATER)
    assert counts(report) == (0, 0, 0, 0, 1)
    assert (report.skipped[0].line, report.skipped[0].what) == (2, "Sample fellowship")
    assert (await OpportunityTelling.get()).last_seen_at is None
    assert str((await Window.get(dropped_on=None)).due_on) == "2027-09-24"


async def test_what_could_not_be_listed_says_so_by_its_line(database: Settings) -> None:
    body = table(
        "title,organization_name,status,closes_on,closes_not_before,closes_not_after",
        "Sample fellowship,Sample Clinic,expected,2027-09-24,,",
        "Sample fellowship,,,,,",
        "Sample internship,Sample Clinic,current,,2027-05-01,2027-04-01",
        "Sample practicum,Sample Clinic,,,,",
    )
    report = await put_file(await make_file(), body)
    assert [(one.line, one.reason) for one in report.skipped] == [
        (2, "An expected cycle has no date yet, only the days between which it may be."),
        (
            3,
            "It does not say who offers it: fill in organization_name, or name --organization.",
        ),
        (4, "A window ends before it begins."),
    ]
    assert report.added == 1


async def test_who_offers_it_is_one_of_ours_by_name_and_by_the_file(database: Settings) -> None:
    ours = await make_organization()
    source = await make_file(organization=ours)
    body = table(
        "title,organization_name",
        f"Sample A,{ours.name}",
        f"Sample B,{ours.slug}",
        "Sample C,",
        "Sample D,Somebody Else",
    )
    assert (await put_file(source, body)).added == 4
    told = {}
    for whole in await Whole.all().select_related("opportunity"):
        row = whole.opportunity
        told[row.title] = (row.organization_id, json.loads(whole.told))
    assert {title: (id_, one["organization_name"]) for title, (id_, one) in told.items()} == {
        "Sample A": (ours.id, ours.name),
        "Sample B": (ours.id, ours.name),
        "Sample C": (ours.id, ours.name),
        "Sample D": (None, "Somebody Else"),
    }
    assert {one["source_kind"] for _, one in told.values()} == {"organizer", "third_party"}


async def test_a_day_on_which_the_file_was_looked_over_is_kept(database: Settings) -> None:
    source = await make_file()
    await put_file(source, TEMPLATE.encode())
    again = TEMPLATE.replace("2026-11-20", "2026-11-24").encode()
    assert counts(await put_file(source, again)) == (0, 1, 0, 0, 0)
    assert json.loads((await Whole.get()).told)["verified_on"] == "2026-11-24"


async def test_two_files_may_call_two_things_alike(database: Settings) -> None:
    for name in ("one", "two"):
        await put_file(await make_file(name), TEMPLATE.encode())
    assert await values_of(Opportunity.all().order_by("id"), "slug") == [
        "sample-fellowship-2027",
        "sample-fellowship-2027-2",
    ]


async def test_a_rehearsal_says_the_same_and_keeps_nothing(database: Settings) -> None:
    source = await make_file()
    report = await put_file(
        source, table(HEADER, ONE, TWO), transaction=partial(rehearsing, writing)
    )
    assert counts(report) == (2, 0, 0, 0, 0)
    assert not await Opportunity.exists()


async def test_addresses_are_made_of_words_where_the_file_has_none(database: Settings) -> None:
    body = table("title,organization_name,cycle", *["Sample intern,Sample Clinic,2027"])
    same = [f"x/{n} y,Sample intern,Sample Clinic,2027" for n in range(120)]
    await put_file(await make_file(), body)
    await put_file(await make_file("many"), table("id,title,organization_name,cycle", *same))
    slugs = set(await values_of(Opportunity.all(), "slug"))
    assert len(slugs) == 121
    assert {"sample-clinic-sample-intern-2027", "sample-clinic-sample-intern-2027-98"} <= slugs
    assert all(len(one) <= 100 for one in slugs)


async def test_a_page_tells_what_somebody_looks_over(database: Settings) -> None:
    ours = await make_organization()
    found = posting(hiringOrganization=ours.name, url=None, validThrough="2027-01-15")
    body = f'<script type="application/ld+json">{found}</script>'.encode()
    [draft] = await drafts_on_page(body, address=PAGE, now=NOON, seconds=PATIENCE)
    assert (draft.organization, draft.url, draft.source_url) == (ours.slug, PAGE, PAGE)
    assert draft.verified_on == NOON.date()
    with pytest.raises(Unreadable, match="tells of no job posting"):
        await drafts_on_page(b"<p>Sample", address=PAGE, now=NOON, seconds=PATIENCE)
