"""What lists show of an event is read once in each state of the catalogue, and is never stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from netmentor.events.briefs import Brief
from netmentor.events.drafts import CreditDraft, DeadlineDraft, Draft, PriceDraft
from netmentor.events.filters import EventFilter
from netmentor.events.indexing import catalogue
from netmentor.events.listing import listing
from netmentor.organizations.actions import bump_catalogue
from netmentor.organizations.models import Organization
from tests.factories import FULL, NOON, TODAY, make_draft, put

pytestmark = pytest.mark.usefixtures("database")


async def listed() -> Brief:
    [event] = (await listing(EventFilter(), today=TODAY)).events
    return event


async def listed_after(draft: Draft, **changes: object) -> tuple[Brief, Brief]:
    """How a list shows `draft`, and how it does after the source said otherwise."""
    await put(draft)
    before = await listed()
    await put(replace(draft, **changes))  # type: ignore[arg-type]
    return before, await listed()


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"title": "Another"}, {"title": "Another"}),
        ({"venue": "Other Hall"}, {"venue": "Other Hall"}),
        ({"status": "sold_out"}, {"status": "sold_out"}),
        ({"verified_on": date(2026, 11, 23)}, {"verified_on": date(2026, 11, 23)}),
        ({"url": "https://events.example.org/b"}, {"url": "https://events.example.org/b"}),
    ],
)
async def test_a_list_shows_a_change_that_its_row_holds(
    changes: dict[str, object], shown: dict[str, object]
) -> None:
    before, after = await listed_after(make_draft(**FULL), **changes)

    assert after == replace(before, **shown)  # type: ignore[arg-type]
    assert after != before


async def test_a_list_shows_a_change_in_what_belongs_to_an_event() -> None:
    before, after = await listed_after(
        make_draft(**FULL),
        deadlines=(DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 2)),),
        prices=(PriceDraft(audience="student", step="early", amount=Decimal("105.00")),),
        credits=(CreditDraft(credential="CMPE", bucket="MGMA live", amount=Decimal("15")),),
    )

    assert [due.due_on for due in before.deadlines] == [date(2026, 11, 27), date(2026, 12, 1)]
    assert [due.due_on for due in after.deadlines] == [date(2026, 12, 2)]
    assert [(one.amount) for one in (*before.prices, *after.prices)] == [
        Decimal("95.50"),
        Decimal("105.00"),
    ]
    assert (before.credits, after.credits) == ((("CMPE", 14.0),), (("CMPE", 15.0),))


async def test_a_list_shows_the_new_name_of_an_organizer() -> None:
    await put(make_draft())
    assert (await listed()).organizers == ("Sample Association",)

    await Organization.filter(slug="sample-association").update(name="Renamed Association")
    await bump_catalogue(now=NOON)

    assert (await listed()).organizers == ("Renamed Association",)


async def test_what_lists_show_is_kept_as_long_as_nothing_changes_and_within_bounds() -> None:
    await put(make_draft())
    kept = await listed()
    assert await listed() is kept

    among = await catalogue()
    for number in range(5000):
        among.briefs.keep(-number - 1, kept)
    assert sum(among.briefs.get(-number - 1) is not None for number in range(5000)) == 2000
