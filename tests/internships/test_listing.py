"""The list of opportunities: what one can apply for now comes first, at every moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmentor.events.filter_values import UnknownFilter
from netmentor.internships.drafts import OpportunityDraft, WindowDraft
from netmentor.internships.filters import OpportunityFilter
from netmentor.internships.listing import PAGE, Expected, Told, listed
from netmentor.internships.rules import Standing, Status, WindowKind
from netmentor.settings import Settings
from tests.factories import NOON
from tests.internships.opportunities import (
    any_opportunity,
    closing,
    forget_opportunities,
    make_opportunity,
    make_opportunity_draft,
    put_opportunities,
)

_ORDER = list(Standing)


async def slugs(*, now: datetime = NOON, **wanted: Any) -> list[str]:
    found = await listed(OpportunityFilter(**wanted), None, now=now)
    return [one.slug for one in found.shown]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    drafts=st.lists(any_opportunity(), max_size=5),
    now=st.integers(-90 * 24, 105 * 24).map(lambda hours: NOON + timedelta(hours=hours)),
)
async def test_the_order_and_what_is_open_are_what_each_page_says(
    database: Settings, drafts: list[OpportunityDraft], now: datetime
) -> None:
    await forget_opportunities()
    named = [replace(one, external_id=f"sample-{n}") for n, one in enumerate(drafts)]
    await put_opportunities(*named)
    found = (await listed(OpportunityFilter(), None, now=now)).shown
    standings = [one.standing for one in found]
    assert standings == sorted(standings, key=_ORDER.index)
    open_ = [one.slug for one in found if one.standing is Standing.OPEN]
    assert await slugs(now=now, open=True) == open_
    closings = [one.closes_at for one in found if one.standing is Standing.OPEN if one.closes_at]
    assert closings == sorted(closings)


async def test_a_cut_off_closes_at_its_minute_on_the_clock_there(database: Settings) -> None:
    await make_opportunity(windows=(closing("2026-12-01", "17:00"),))
    minute = datetime(2026, 12, 1, 22, tzinfo=UTC)
    assert await slugs(now=minute - timedelta(seconds=1), open=True)
    assert not await slugs(now=minute, open=True)


async def test_a_list_turns_with_each_deadline_though_nothing_changes(database: Settings) -> None:
    await put_opportunities(
        make_opportunity_draft(external_id="first", windows=(closing("2026-12-01", "17:00"),)),
        make_opportunity_draft(external_id="second", windows=(closing("2026-12-02", "17:00"),)),
    )
    evening = datetime(2026, 12, 1, 22, tzinfo=UTC)
    assert await slugs(now=evening - timedelta(minutes=1)) == ["first", "second"]
    assert await slugs(now=evening) == ["second", "first"]
    assert await slugs(now=evening + timedelta(days=1)) == ["second", "first"]
    assert await slugs(now=evening - timedelta(minutes=1)) == ["first", "second"]


async def test_a_list_shows_what_a_source_tells_since(database: Settings) -> None:
    await make_opportunity(title="Sample fellowship", state="OH")
    assert await slugs(state="OH", q="fellowship")
    await put_opportunities(make_opportunity_draft(title="Sample residency", state="TX"))
    assert not await slugs(state="OH")
    assert await slugs(state="TX", q="residency")


async def test_between_two_phases_it_is_not_open(database: Settings) -> None:
    second = {"kind": "phase2_opens"}, {"kind": "phase2_closes"}
    await make_opportunity(
        windows=(
            closing("2026-10-01"),
            closing("2026-12-01", **second[0]),
            closing("2026-12-15", **second[1]),
        )
    )
    [one] = (await listed(OpportunityFilter(), None, now=NOON)).shown
    assert one.standing is Standing.AHEAD
    assert not await slugs(open=True)
    assert await slugs(open=True, now=datetime(2026, 12, 3, tzinfo=UTC))


async def test_each_filter_keeps_what_it_names(database: Settings) -> None:
    await put_opportunities(
        make_opportunity_draft(external_id="one", state="OH", paid="yes", degrees=("master",)),
        make_opportunity_draft(
            external_id="two", kind="internship", setting_kind="practice", paid="no",
            title="Sample Büro summer", degrees=("bachelor",),
        ),
        make_opportunity_draft(external_id="three", windows=(closing("2027-03-01"),)),
    )  # fmt: skip
    assert await slugs(state="OH") == ["one"]
    assert await slugs(kind="internship") == ["two"]
    assert await slugs(setting="practice") == ["two"]
    assert await slugs(paid="no") == ["two"]
    assert sorted(await slugs(degree="master")) == ["one", "three"]
    assert await slugs(q="buro SUMMER") == ["two"]
    assert await slugs(q="100%_") == []
    assert sorted(await slugs(deadline_before=date(2027, 1, 16))) == ["one", "two"]
    assert await slugs(deadline_before=date(2027, 1, 15)) == []


async def test_a_page_beyond_the_last_is_the_first(database: Settings) -> None:
    drafts = [make_opportunity_draft(external_id=f"sample-{n}") for n in range(PAGE + 1)]
    await put_opportunities(*drafts)
    found = await listed(OpportunityFilter(page=2), None, now=NOON)
    assert (len(found.shown), found.total, found.pages) == (1, PAGE + 1, 2)
    assert len(await slugs(page=9)) == PAGE


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ([("kinds", "x")], "Did you mean “kind”"),
        ([("kind", "felowship")], "Did you mean “fellowship”"),
        ([("kind", "internship"), ("kind", "fellowship")], "twice"),
        ([("deadline_before", "soon")], "no day"),
        ([("open", "maybe")], "neither"),
        ([("state", "Ohio")], "no state"),
        ([("page", "0")], "no page"),
    ],
)
def test_what_nobody_knows_is_refused_by_name(query: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(UnknownFilter, match=said):
        OpportunityFilter.read(query)


def test_an_address_is_read_back() -> None:
    wanted = OpportunityFilter(q="a b", kind="fellowship", fits=True, open=True, page=2)
    query = wanted.address().partition("?")[2]
    pairs = [tuple(one.replace("+", " ").split("=")) for one in query.split("&")]
    assert OpportunityFilter.read(pairs) == wanted  # type: ignore[arg-type]
    assert OpportunityFilter.read([("utm_source", "x")]) == OpportunityFilter()


async def test_an_expected_cycle_shows_no_date(database: Settings) -> None:
    window = WindowDraft(
        kind="closes", not_before=date(2027, 9, 20), not_after=date(2027, 10, 9), timezone="UTC"
    )
    await make_opportunity(status=Status.EXPECTED, windows=(window,))
    [one] = (await listed(OpportunityFilter(), None, now=NOON)).shown
    assert (one.standing, one.closing, one.closes_at) == (Standing.EXPECTED, None, None)
    assert one.expected == Expected(
        WindowKind.CLOSES, date(2027, 9, 20), date(2027, 10, 9), is_over=False
    )


@pytest.mark.parametrize(
    ("today", "kind", "is_over"),
    [
        (date(2027, 10, 9), "closes", False),
        (date(2027, 10, 10), "phase2_closes", False),
        (date(2028, 2, 1), "phase2_closes", True),
    ],
)
def test_of_expected_closings_the_next_is_told_and_after_them_that_they_are_over(
    today: date, kind: str, is_over: bool
) -> None:
    late, early = (
        WindowDraft(kind=kind, not_before=first, not_after=last)
        for kind, first, last in (
            ("phase2_closes", date(2028, 1, 25), date(2028, 1, 31)),
            ("closes", date(2027, 9, 20), date(2027, 10, 9)),
        )
    )
    draft = make_opportunity_draft(status=Status.EXPECTED, windows=(late, early))
    now = datetime.combine(today, time(12), UTC)
    expected = Told.of("sample", draft).at(now, None).expected
    assert expected is not None
    assert (expected.kind, expected.is_over) == (kind, is_over)
