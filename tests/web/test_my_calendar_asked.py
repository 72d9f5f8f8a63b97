"""Which week or month of one's own is asked for, what of it, and which pages lead there."""

from __future__ import annotations

import re
from html import unescape

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.events.attending.rules import Answer
from tests.db.rows import every_row
from tests.web.calendaring import DECEMBER_9, MONTH, WEEK, going, planned, words


async def test_a_stranger_is_asked_to_sign_in_and_comes_back(client: httpx2.AsyncClient) -> None:
    answer = await client.get(MONTH)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fmy%2Fcalendar%3Fview%3Dmonth"


async def test_an_empty_week_says_what_will_be_here_and_holds_one_action(
    client: httpx2.AsyncClient, planner: User
) -> None:
    page = await client.get("/my/calendar")

    assert page.headers["cache-control"] == "no-store"
    assert "Nothing in this week." in page.text
    results = page.text.partition('class="notice"')[2].partition("</div>")[0]
    assert re.findall(r'<a href="([^"]+)"', results) == ["/events"]
    assert 'href="/feeds"' in page.text


async def test_an_empty_period_leads_on_to_the_next_that_has_something(
    client: httpx2.AsyncClient, planner: User
) -> None:
    await going(planner)

    for path, leads in ((WEEK, "week"), (f"{MONTH}&day=2026-10-05", "month")):
        page = (await client.get(path)).text
        assert f'href="/my/calendar?view={leads}&amp;day=2026-12-09"' in page
        assert "Go on to Wed, Dec 9, 2026" in page


async def test_kinds_are_chosen_one_by_one_and_all_when_none_is_named(
    client: httpx2.AsyncClient, planner: User
) -> None:
    await going(planner, title="Attended")
    await going(planner, Answer.INTERESTED, title="Perhaps")
    await planned(planner)

    async def shown(query: str) -> set[str]:
        page = await words(client, f"{WEEK}{DECEMBER_9}{query}")
        return {one for one in ("Attended", "Perhaps", "Send the slides") if one in page}

    assert await shown("") == {"Attended", "Perhaps", "Send the slides"}
    assert await shown("&kind=going") == {"Attended"}
    assert await shown("&kind=going&kind=follow_ups") == {"Attended", "Send the slides"}
    assert await shown("&kind=interested,follow-ups") == {"Perhaps", "Send the slides"}
    none = await client.get(f"{WEEK}{DECEMBER_9}&kind=series")
    assert "Nothing of this kind in this week." in none.text
    assert "Show everything" in none.text


async def test_chips_turns_and_views_keep_what_is_asked_for(
    client: httpx2.AsyncClient, planner: User
) -> None:
    await going(planner)

    page = unescape((await client.get(f"{MONTH}{DECEMBER_9}&kind=going")).text)

    for address in (
        "/my/calendar?view=week&day=2026-12-09&kind=going",
        "/my/calendar?view=month&day=2026-11-01&kind=going",
        "/my/calendar?view=month&day=2027-01-01&kind=going",
        "/my/calendar?view=month&day=2026-12-09",
        "/my/calendar?view=month&day=2026-12-09&kind=going&kind=deadlines",
        "/my/calendar?view=month&kind=going",
        "/my/calendar?view=week&day=2026-12-09&kind=going#d2026-12-09",
        "/events?view=month&month=2026-12",
    ):
        assert f'href="{address}"' in page, address


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("view=year", "There is no view “year”."),
        ("day=tomorrow", "“tomorrow” is no day; write it as 2026-11-24."),
        ("day=2026-02-30", "“2026-02-30” is no day"),
        ("day=1066-10-14", "lies outside the years 1970 to 2100."),
        ("day=9999-12-31", "lies outside the years 1970 to 2100."),
        ("kind=goin", "There is no kind “goin”. Did you mean “going”?"),
        ("knd=going", "There is no filter “knd”. Did you mean “kind”?"),
        ("view=week&view=month", "“view” is there twice."),
        ("day=2026-11-24&day=2026-11-25", "“day” is there twice."),
        ("kind=%00%00x", "There is no kind “x”."),
        ("kind=%ED%A0%80", "There is no kind"),
        (f"kind={'x' * 5000}", "There is no kind"),
        (f"day={'9' * 5000}", "is no day"),
        ("day=%3Cscript%3E", "is no day"),
    ],
)
async def test_what_nobody_knows_is_refused_by_name(
    client: httpx2.AsyncClient, planner: User, query: str, sentence: str
) -> None:
    answer = await client.get(f"/my/calendar?{query}")

    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"
    assert sentence in unescape(answer.text)
    assert "<script>" not in answer.text.partition("<main")[2]


@pytest.mark.parametrize("day", ["1970-01-01", "2100-12-31"])
async def test_the_calendar_ends_where_the_years_do(
    client: httpx2.AsyncClient, planner: User, day: str
) -> None:
    for path in (WEEK, MONTH):
        page = await client.get(f"{path}&day={day}")
        assert page.status_code == 200
        assert ('id="previous"' in page.text) == day.startswith("2100")
        assert ('id="next"' in page.text) == day.startswith("1970")


async def test_blank_values_do_not_count(client: httpx2.AsyncClient, planner: User) -> None:
    assert (await client.get("/my/calendar?view=&day=&kind=&kind=,")).status_code == 200


async def test_looking_changes_nothing(client: httpx2.AsyncClient, planner: User) -> None:
    await going(planner)
    await planned(planner)
    before = await every_row()

    for path in (WEEK, MONTH):
        await client.get(path + DECEMBER_9)

    assert await every_row() == before


async def test_pages_beside_it_lead_there_and_it_leads_back(
    client: httpx2.AsyncClient, planner: User
) -> None:
    for path in ("/my/events", "/today"):
        page = (await client.get(path)).text
        assert 'href="/my/calendar?view=week"' in page
        assert 'href="/my/calendar?view=month"' in page
    public = (await client.get("/events?view=month&month=2026-12")).text
    assert 'href="/my/calendar?view=month&amp;day=2026-12-01"' in public
    mine = (await client.get("/my/calendar")).text
    assert re.search(r'href="/my/events" aria-current="page"', mine)
