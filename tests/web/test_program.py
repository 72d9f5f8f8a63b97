"""What an organization's page names of its events is bounded, and says where the rest is."""

from __future__ import annotations

from datetime import date, timedelta

import httpx2

from netmentor.events.queries import program_of
from tests.factories import TODAY, make_draft, make_expected_draft, make_organization, put

AHEAD, OVER = 60, 25


async def put_many() -> None:
    days = [TODAY + timedelta(days=n) for n in range(AHEAD)]
    gone = [date(2026, 1, 1) + timedelta(days=n) for n in range(OVER)]
    await put(
        *(make_draft(title=f"Sample {day}", starts_on=day, ends_on=day) for day in (*days, *gone)),
        make_expected_draft(),
        make_draft(organizers=("another-association",)),
    )


async def test_the_soonest_ahead_and_the_latest_past_are_named_and_all_are_counted(
    client: httpx2.AsyncClient,
) -> None:
    await put_many()
    program = await program_of(await make_organization(), today=TODAY)

    assert (program.total_ahead, program.total_expected, program.total_over) == (AHEAD, 1, OVER)
    assert (len(program.ahead), len(program.expected), len(program.over)) == (50, 1, 20)
    assert program.ahead[0].starts_on == TODAY
    assert program.over[0].starts_on == date(2026, 1, OVER)
    page = (await client.get("/organizations/sample-association")).text
    for words, query in (
        ("All 60 events ahead", ""),
        ("All 25 past events", "&amp;from=2017-01-01"),
    ):
        assert f'<a href="/events?organization=sample-association{query}">{words}</a>' in page
    assert (await client.get("/events?organization=sample-association&from=2017-01-01")).is_success


async def test_who_organizes_nothing_has_nothing(client: httpx2.AsyncClient) -> None:
    await make_organization()
    page = (await client.get("/organizations/sample-association")).text

    assert "No event of theirs is known here." in page
