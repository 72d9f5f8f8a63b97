from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from netmentor.events.choices import Choice
from netmentor.events.filter_values import UnknownFilter
from netmentor.events.filters import EventFilter
from netmentor.events.listing import PER_PAGE, listing
from netmentor.events.queries import earlier_editions, editions, series_by_slug
from tests.factories import TODAY, make_draft, make_expected_draft, make_series, put

pytestmark = pytest.mark.usefixtures("database")


async def days(wanted: EventFilter) -> list[tuple[date, list[str]]]:
    found = await listing(wanted, today=TODAY)
    return [(day.day, [event.title for event in day.events]) for day in found.named.days]


async def months(wanted: EventFilter) -> list[tuple[date, list[str]]]:
    found = await listing(wanted, today=TODAY)
    return [(one.month, [event.title for event in one.events]) for one in found.named.months]


async def test_events_stand_under_their_day_by_time() -> None:
    await put(
        make_draft(title="Late", starts_time="17:00", ends_time=""),
        make_draft(title="Early", starts_time="09:00"),
        make_draft(title="All day", starts_time="", ends_time=""),
        make_draft(title="Next day", starts_on=date(2026, 12, 10), ends_on=date(2026, 12, 10)),
    )

    assert await days(EventFilter()) == [
        (date(2026, 12, 9), ["All day", "Early", "Late"]),
        (date(2026, 12, 10), ["Next day"]),
    ]


async def test_what_is_under_way_stands_under_today_and_what_is_over_is_gone() -> None:
    await put(
        make_draft(title="Under way", starts_on=date(2026, 11, 23), ends_on=TODAY),
        make_draft(title="Over", starts_on=date(2026, 11, 23), ends_on=date(2026, 11, 23)),
    )

    assert await days(EventFilter()) == [(TODAY, ["Under way"])]
    assert await days(EventFilter(from_on=date(2026, 11, 23))) == [
        (date(2026, 11, 23), ["Over", "Under way"])
    ]


async def test_what_is_expected_stands_under_its_month_and_never_under_a_day() -> None:
    await put(
        make_expected_draft(title="March"),
        make_expected_draft(title="Already begun", window_from_on=date(2026, 10, 1)),
        make_expected_draft(
            title="Over", window_from_on=date(2026, 10, 1), window_to_on=date(2026, 10, 31)
        ),
    )

    assert await days(EventFilter(from_on=date(2020, 1, 1))) == []
    assert await months(EventFilter()) == [
        (date(2026, 11, 1), ["Already begun"]),
        (date(2027, 3, 1), ["March"]),
    ]
    assert await months(EventFilter(to_on=date(2027, 2, 28))) == [
        (date(2026, 11, 1), ["Already begun"])
    ]


async def test_a_list_has_pages_and_says_how_many() -> None:
    await put(*(make_draft(title=f"Webinar {n:03}") for n in range(PER_PAGE + 1)))

    first = await listing(EventFilter(), today=TODAY)
    second = await listing(EventFilter(page=2), today=TODAY)

    assert (first.total, first.pages, len(first.named.days[0].events)) == (
        PER_PAGE + 1,
        2,
        PER_PAGE,
    )
    assert [event.title for event in second.named.days[0].events] == [f"Webinar {PER_PAGE:03}"]
    with pytest.raises(UnknownFilter, match="There is no page 3; the last one is 2"):
        await listing(EventFilter(page=3), today=TODAY)


async def test_searches_forgive_accents_and_case() -> None:
    await put(make_draft(title="Congrès de Québec"))

    assert await days(EventFilter(q="QUEBEC congres")) == [
        (date(2026, 12, 9), ["Congrès de Québec"])
    ]


async def test_the_editions_of_a_series_show_how_it_moved() -> None:
    series = await make_series()
    of = {"series": series.slug, "kind": "conference"}
    await put(
        make_draft(title="2025", starts_on=date(2025, 3, 24), ends_on=date(2025, 3, 27), **of),
        make_draft(title="2026", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 4), **of),
        replace(make_expected_draft(title="2027"), series=series.slug),
    )

    found = await editions(await series_by_slug(series.slug))
    earlier = await earlier_editions([series.slug], most=3)

    assert [event.title for event in found] == ["2027", "2026", "2025"]
    assert [event.title for event in earlier[series.slug]] == ["2026", "2025"]


async def test_choices_are_what_there_is() -> None:
    await make_series()
    await put(make_draft(topics=("leadership",)), make_expected_draft(state="OH"))

    offered = (await listing(EventFilter(), today=TODAY)).choosing.choices

    assert [choice.value for choice in offered["kinds"]] == ["conference", "webinar"]
    assert [choice.value for choice in offered["states"]] == ["OH"]
    assert offered["topics"] == [Choice("leadership", "Leadership", 1)]
