"""A month's sheet has whole weeks, no two bars in one place, and owns up to what it leaves out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netmentor.calendars.sheets import LANES, MOST_A_DAY
from netmentor.events.filters import EventFilter
from netmentor.events.months import Sheet, sheet
from netmentor.events.rules import View
from tests.factories import TODAY, make_draft, make_expected_draft, put

pytestmark = pytest.mark.usefixtures("database")
MARCH = date(2027, 3, 1)


async def month(first: date = MARCH, **asked: object) -> Sheet:
    wanted = EventFilter(view=View.MONTH, month=first, **asked)  # type: ignore[arg-type]
    return await sheet(wanted, today=TODAY)


@pytest.mark.parametrize(
    ("first", "weeks"),
    [(date(2026, 2, 1), 4), (MARCH, 5), (date(2026, 8, 1), 6), (date(1970, 1, 1), 5)],
)
async def test_a_sheet_has_whole_weeks_from_sunday_on(first: date, weeks: int) -> None:
    days = [day for week in (await month(first)).weeks for day in week.days]

    assert len(days) == weeks * 7
    assert days[0].day.isoweekday() == 7
    assert [one.day - days[0].day for one in days] == [timedelta(days=n) for n in range(len(days))]
    assert next(day.day for day in days if day.in_month) == first


async def test_a_bar_goes_on_in_the_next_week() -> None:
    await put(make_draft(title="Long", starts_on=date(2027, 3, 5), ends_on=date(2027, 3, 8)))

    bars = [bar for week in (await month()).weeks for bar in week.bars]

    assert [(bar.column, bar.days, bar.begins, bar.ends) for bar in bars] == [
        (6, 2, True, False),
        (1, 2, False, True),
    ]


async def test_what_finds_no_lane_is_counted_and_the_list_of_a_day_is_cut_short() -> None:
    day = date(2027, 3, 10)
    await put(*(make_draft(starts_on=day, ends_on=day) for _ in range(9)))

    found = await month()

    [full] = [one for week in found.weeks for one in week.days if one.total]
    assert (full.total, full.more, len(full.things)) == (9, 9 - LANES, MOST_A_DAY)
    assert found.total == 9


async def test_days_around_the_month_are_shown_and_not_counted() -> None:
    await put(
        make_draft(starts_on=date(2027, 2, 28), ends_on=date(2027, 2, 28)),
        make_expected_draft(title="March"),
        make_expected_draft(
            title="May", window_from_on=date(2027, 5, 1), window_to_on=date(2027, 5, 31)
        ),
    )

    found = await month()

    assert found.total == 0
    assert found.weeks[0].days[0].total == 1
    assert [event.title for event in found.expected] == ["March"]


async def test_from_and_to_cut_the_sheet() -> None:
    await put(
        make_draft(title="Early", starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 2)),
        make_draft(title="Late", starts_on=date(2027, 3, 20), ends_on=date(2027, 3, 20)),
    )

    found = await month(from_on=date(2027, 3, 10))
    elsewhere = await month(from_on=date(2027, 6, 1))

    assert [bar.thing.title for week in found.weeks for bar in week.bars] == ["Late"]
    assert (found.total, elsewhere.total) == (1, 0)


async def test_what_is_expected_is_cut_by_days_and_never_in_a_month_that_is_over() -> None:
    quarter = {"window_from_on": date(2026, 10, 1), "window_to_on": date(2026, 12, 31)}
    await put(make_expected_draft(title="March"), make_expected_draft(title="Autumn", **quarter))

    async def expected(first: date, **asked: object) -> list[str]:
        return [event.title for event in (await month(first, **asked)).expected]

    assert await expected(date(2026, 10, 1)) == []
    assert await expected(date(2026, 11, 1)) == ["Autumn"]
    assert await expected(MARCH) == ["March"]
    assert await expected(MARCH, from_on=date(2027, 3, 10)) == ["March"]
    assert await expected(MARCH, from_on=date(2027, 6, 1)) == []
    assert await expected(MARCH, to_on=date(2027, 2, 1)) == []


async def test_days_in_the_way_are_offered_with_what_the_month_has_without_them() -> None:
    await put(
        make_draft(starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 2)),
        make_draft(starts_on=date(2027, 4, 2), ends_on=date(2027, 4, 2)),
        make_expected_draft(),
    )

    offered = (await month(from_on=date(2027, 6, 1))).choosing.remedy

    assert offered is not None
    assert offered.without == EventFilter(view=View.MONTH, month=MARCH)
    assert offered.count == 2


async def test_an_empty_month_does_not_speak_of_the_past_while_something_is_ahead() -> None:
    await put(
        make_draft(starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 2)),
        make_draft(starts_on=date(2027, 4, 2), ends_on=date(2027, 4, 2)),
    )

    found = await sheet(EventFilter(view=View.MONTH), today=TODAY)

    assert (found.month, found.total) == (date(2026, 11, 1), 0)
    assert (found.choosing.past, found.choosing.remedy) == (0, None)


async def test_an_event_of_most_of_a_year_fills_every_week_of_a_month() -> None:
    await put(make_draft(starts_on=date(2026, 12, 1), ends_on=date(2027, 9, 26)))

    found = await month()

    bars = [bar for week in found.weeks for bar in week.bars]
    assert [(bar.column, bar.days, bar.lane) for bar in bars] == [(1, 7, 1)] * 5
    assert not any(bar.begins or bar.ends for bar in bars)
    assert {day.total for week in found.weeks for day in week.days} == {1}
    assert found.total == 1


async def test_longer_bars_lie_above_and_more_counts_what_lies_nowhere() -> None:
    first = date(2027, 3, 8)
    for length in range(LANES + 2):
        last = first + timedelta(days=length)
        await put(make_draft(title=f"{length + 1} days", starts_on=first, ends_on=last))

    week = (await month()).weeks[1]

    assert [bar.thing.title for bar in week.bars] == ["6 days", "5 days", "4 days", "3 days"]
    assert [(day.total, day.more) for day in week.days] == [
        (0, 0),
        (6, 2),
        (5, 1),
        (4, 0),
        (3, 0),
        (2, 0),
        (1, 0),
    ]


async def test_the_years_end_where_the_calendar_does() -> None:
    first, last = await month(date(1970, 1, 1)), await month(date(2100, 12, 1))

    assert (first.previous, first.next) == (None, date(1970, 2, 1))
    assert (last.previous, last.next) == (date(2100, 11, 1), None)


async def test_a_month_without_any_of_the_events_leads_to_the_next_that_has_one() -> None:
    await put(
        make_draft(kind="webinar", starts_on=date(2027, 5, 30), ends_on=date(2027, 6, 2)),
        make_expected_draft(
            kind="course", window_from_on=date(2027, 8, 1), window_to_on=date(2027, 9, 30)
        ),
    )

    assert (await month(kinds=("webinar",))).onward == date(2027, 5, 1)
    assert (await month(kinds=("course",))).onward == date(2027, 8, 1)
    assert (await month(date(2027, 5, 1))).onward is None
    assert (await month(date(2027, 7, 1))).onward == date(2027, 8, 1)
    assert (await month(date(2027, 10, 1))).onward is None
    assert (await month(kinds=("webinar",), to_on=date(2027, 4, 30))).onward is None


async def test_what_reaches_into_the_next_month_is_led_to_there_and_not_back() -> None:
    await put(make_draft(starts_on=date(2027, 3, 30), ends_on=date(2027, 4, 2)))

    found = await month(from_on=date(2027, 4, 1))
    assert (found.total, found.onward) == (0, date(2027, 4, 1))
