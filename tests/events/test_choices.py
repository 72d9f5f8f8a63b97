"""A count beside a choice is what choosing it gives, and a way out leads to what it promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from netmentor.events.choices import Remedy
from netmentor.events.drafts import DeadlineDraft, PriceDraft
from netmentor.events.filter_values import READERS, UnknownFilter
from netmentor.events.filters import EventFilter
from netmentor.events.listing import listing
from tests.factories import TODAY, make_draft, make_expected_draft, put

pytestmark = pytest.mark.usefixtures("database")

LISTS = ("kinds", "organizations", "series", "modalities", "states", "credentials", "topics")
NAMES = {"free": "free", "students": "students"} | {
    name: name for name in ("max_price", "deadline_within")
}
ASKED = (
    EventFilter(),
    EventFilter(kinds=("webinar",)),
    EventFilter(topics=("finance",), states=("OH",)),
    EventFilter(q="budget"),
    EventFilter(free=True),
    EventFilter(max_price=100, kinds=("course",)),
    EventFilter(students=True, to_on=date(2026, 12, 31)),
    EventFilter(deadline_within=30),
)


async def put_some() -> None:
    due = DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 1))
    opens = DeadlineDraft(kind="registration_open", due_on=date(2026, 12, 1))
    free = PriceDraft(audience="member", amount=Decimal(0))
    dear = PriceDraft(audience="student", amount=Decimal("99.50"))
    over = PriceDraft(audience="member", amount=Decimal(0), until_on=date(2026, 11, 1))
    await put(
        make_draft(title="Budget day", topics=("finance",), prices=(free,), deadlines=(due,)),
        make_draft(title="Budget course", kind="course", prices=(dear,), deadlines=(opens,)),
        make_draft(title="Over", prices=(over,), state="OH", modality="in_person"),
        make_draft(title="Students", starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 1)),
        make_draft(title="Past", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 1)),
        make_expected_draft(topics=("finance",), state="OH"),
    )


async def counted(wanted: EventFilter) -> int:
    found = await listing(wanted, today=TODAY)
    return found.total + found.expected


@pytest.mark.parametrize("wanted", ASKED, ids=lambda wanted: wanted.address() or "all")
async def test_a_count_is_what_the_choice_leaves(wanted: EventFilter) -> None:
    await put_some()

    offered = (await listing(wanted, today=TODAY)).choosing.choices

    assert set(offered) == {*LISTS, *NAMES}
    for field, some in offered.items():
        for choice in some:
            value: Any = (choice.value,) if field in LISTS else READERS[field](choice.value)
            left = await counted(replace(wanted, **{field: value}))
            assert choice.count == left, (field, choice)


async def test_what_is_free_is_free_today_and_an_opening_is_no_deadline() -> None:
    await put_some()

    async def titles(wanted: EventFilter) -> list[str]:
        return [event.title for event in (await listing(wanted, today=TODAY)).events]

    assert await titles(EventFilter(free=True)) == ["Budget day"]
    assert await titles(EventFilter(max_price=100)) == ["Budget course", "Budget day"]
    assert await titles(EventFilter(students=True)) == ["Budget course", "Students"]
    assert await titles(EventFilter(deadline_within=30)) == ["Budget day"]
    assert await titles(EventFilter(deadline_within=3)) == []


async def test_where_nothing_is_found_the_filter_whose_removal_helps_most_is_offered() -> None:
    await put_some()
    wanted = EventFilter(kinds=("course",), topics=("finance",))

    offered = (await listing(wanted, today=TODAY)).choosing.remedy

    assert offered == Remedy("Course", EventFilter(topics=("finance",)), 2)
    assert await counted(offered.without) == offered.count


async def test_where_only_days_are_in_the_way_they_are_what_is_offered() -> None:
    await put_some()
    wanted = EventFilter(kinds=("course",), from_on=date(2027, 6, 1))

    offered = (await listing(wanted, today=TODAY)).choosing.remedy

    assert offered is not None
    assert (offered.count, await counted(offered.without)) == (1, 1)


async def test_what_is_over_is_told_of_where_nothing_is_ahead() -> None:
    await put_some()

    beside = (await listing(EventFilter(q="past"), today=TODAY)).choosing

    assert beside.past == 1


async def test_names_that_stand_for_nothing_are_refused_together() -> None:
    wanted = EventFilter(organizations=("nobody",), topics=("nothing",))
    with pytest.raises(UnknownFilter, match=r"organization “nobody”.*topic “nothing”"):
        await listing(wanted, today=TODAY)
