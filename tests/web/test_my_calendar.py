"""A week and a month of one's own: everything dated, by one's own clock, for nobody else."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import httpx2

from netmentor.accounts.models import User
from netmentor.calendars.dated import Kind
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Start
from netmentor.internships.applying.interviewing.actions import plan_interview
from netmentor.internships.applying.interviewing.rules import Medium, Told
from tests.accounts.casting import STRANGER, make_user
from tests.factories import FULL, NOON, TODAY, make_event, make_series
from tests.web.calendaring import DECEMBER_9, MONTH, WEEK, going, planned, words
from tests.web.visiting import come_in


async def test_every_kind_stands_in_the_week_and_in_the_month_with_its_word(
    client: httpx2.AsyncClient, planner: User
) -> None:
    await make_series("sample-series")
    followed = await make_event(title="Followed", series="sample-series")
    assert followed.series
    await attending.follow(planner, followed.series, now=NOON)
    await going(planner, title="Attended", deadlines=FULL["deadlines"])
    await going(planner, Answer.INTERESTED, title="Perhaps")
    await planned(planner)

    week, month = await words(client, WEEK + DECEMBER_9), await words(client, MONTH + DECEMBER_9)

    for told in (week, month):
        for title in ("Attended", "Perhaps", "Followed", "Send the slides"):
            assert title in told
        for word in ("Going", "Interested", "Series I follow", "Follow-up"):
            assert word in told
    assert "Registration closes: Attended" in month
    assert "Registration closes: Attended" not in week


async def test_each_kind_has_a_drawing_of_its_own(
    client: httpx2.AsyncClient, planner: User
) -> None:
    page = (await client.get(WEEK + DECEMBER_9)).text
    for kind in Kind:
        assert page.count(f'<symbol id="i-{kind.value}"') == 1, kind


async def test_what_begins_next_is_opened_by_its_name(
    client: httpx2.AsyncClient, planner: User
) -> None:
    row = await actions.start(planner, Start(title="Sample practicum"), now=NOON)
    told = Told(name="First talk", starts_on=TODAY, starts_time="18:00", minutes=30,
                timezone=planner.timezone, medium=Medium.PHONE)  # fmt: skip
    await plan_interview(planner, row.key, told, None, now=NOON)
    page = (await client.get("/today")).text
    assert "Your interview" in page
    assert re.search(rf'href="/applications/{row.key}[^"]*">Open the application', page)


async def test_hours_are_by_the_users_own_clock(client: httpx2.AsyncClient, planner: User) -> None:
    await going(planner, title="At four there", starts_time="16:00", ends_time="17:30")

    week, month = await words(client, WEEK + DECEMBER_9), await words(client, MONTH + DECEMBER_9)

    assert "5:00–6:30 pm At four there" in week
    assert "4:00 pm Central time there" in week
    assert "5p At four there" in month


async def test_what_crosses_midnight_here_is_on_both_days(
    client: httpx2.AsyncClient, planner: User
) -> None:
    await going(planner, title="Late talk", starts_time="22:00", ends_time="23:30")

    week, month = (
        await words(client, WEEK + DECEMBER_9),
        (await client.get(MONTH + DECEMBER_9)).text,
    )

    assert "11:00 pm – Thu 12:30 am Late talk" in week
    assert "until 12:30 am Late talk" in week
    assert re.search(r'class="bar c4 s2 l1 from to"[^>]*><a [^>]*><b>11p</b>', month)


async def test_the_week_of_a_day_is_the_users_own(client: httpx2.AsyncClient) -> None:
    """At noon UTC it is one day in Kiritimati, and another in Pago Pago at eleven that evening."""
    for number, (zone, today) in enumerate(
        (("Pacific/Kiritimati", "2026-11-25"), ("Pacific/Pago_Pago", "2026-11-24"))
    ):
        email = f"traveler-{number}@example.org"
        traveler = await make_user(email, timezone=zone)
        await going(traveler, starts_on=TODAY, ends_on=TODAY, title=f"Near {number}")
        client.cookies.clear()
        await come_in(client, email)
        page = (await client.get(WEEK)).text
        assert re.search(rf'class="my-day c\d now[^"]*" id="d{today}"', page), zone


async def test_what_is_called_off_is_struck_and_says_so(
    client: httpx2.AsyncClient, planner: User
) -> None:
    event = await going(planner, title="Dinner", external_id="sample-off")
    await make_event(title="Dinner", external_id="sample-off", status="canceled")
    assert event.slug

    for path in (WEEK, MONTH):
        page = (await client.get(path + DECEMBER_9)).text
        assert "<b>Canceled</b> <s>Dinner</s>" in page
        assert "clash" not in await words(client, path + DECEMBER_9)


async def test_a_follow_up_is_done_from_the_week_and_then_has_a_check_mark(
    client: httpx2.AsyncClient, planner: User
) -> None:
    contact = await planned(planner)
    path = WEEK + DECEMBER_9
    page = (await client.get(path)).text
    assert f'href="/contacts/{contact.key}"' in page
    form = re.search(r'action="(/follow-ups/\d+/done)">.*?value="([0-9a-f]{64})"', page, re.S)
    assert form
    back = re.search(r'name="next" value="([^"]+)"', page)
    assert back

    answer = await client.post(form[1], data={"form_token": form[2], "next": unescape(back[1])})

    assert answer.headers["location"] == path
    page = (await client.get(path)).text
    assert "Done: Send the slides." in page
    assert '<span class="sr">Done: </span>Send the slides' in page
    assert "/done" not in page.partition("my-week")[2]
    assert (
        '<span class="sr">Done: </span>Send the slides'
        in (await client.get(MONTH + DECEMBER_9)).text
    )


async def test_more_than_fits_is_counted_and_stands_in_the_week(
    client: httpx2.AsyncClient, planner: User
) -> None:
    for number in range(9):
        await planned(planner, f"Errand {number}")

    month, week = (
        (await client.get(MONTH + DECEMBER_9)).text,
        await words(client, WEEK + DECEMBER_9),
    )

    assert re.search(
        r'href="/my/calendar\?view=week&amp;day=2026-12-09#d2026-12-09">\+5 more<', month
    )
    assert all(f"Errand {number}" in week for number in range(9))


async def test_clashes_are_said(client: httpx2.AsyncClient, planner: User) -> None:
    await going(planner, title="Lunch talk", starts_time="12:00", ends_time="13:00")
    await going(planner, title="Budget class", starts_time="12:30", ends_time="14:00")
    await going(planner, Answer.INTERESTED, title="Perhaps", starts_time="12:30", ends_time="14:00")

    for path in (WEEK, MONTH):
        told = await words(client, path + DECEMBER_9)
        assert "You go to two things at the same time:" in told
        assert "Lunch talk (1:00–2:00 pm) and Budget class (1:30–3:00 pm)" in told
        assert len(re.findall("(?i)clashes with Budget class", told)) == 1 + (path == MONTH)
        assert "clashes with Perhaps" not in told


async def test_a_day_of_25_hours_is_told_of_and_its_hours_are_right(
    client: httpx2.AsyncClient, planner: User
) -> None:
    sunday = date(2026, 11, 1)
    more: dict[str, Any] = {"starts_on": sunday, "ends_on": sunday, "timezone": "America/New_York"}
    await going(planner, title="Early", starts_time="00:30", ends_time="03:00", **more)
    await going(planner, title="Noon", starts_time="12:00", ends_time="13:00", **more)

    told = await words(client, f"{WEEK}&day=2026-11-03")

    assert told.count("The clock goes back 1 hour") == 1
    assert "12:30–3:00 am Early" in told
    assert "12:00–1:00 pm Noon" in told


async def test_nothing_of_anybody_else_is_ever_in_it(
    client: httpx2.AsyncClient, planner: User
) -> None:
    stranger = await make_user(STRANGER)
    await going(stranger, title="Theirs alone", deadlines=FULL["deadlines"])
    await planned(stranger, "Their errand")
    await going(planner, Answer.SKIPPED, title="Skipped by me")

    for path in (WEEK, MONTH):
        for day in ("2026-12-09", "2026-12-01", "2026-11-27"):
            page = (await client.get(f"{path}&day={day}")).text
            for title in ("Theirs alone", "Their errand", "Skipped by me"):
                assert title not in page


async def test_no_title_breaks_the_page(client: httpx2.AsyncClient, planner: User) -> None:
    for text in ("<script>alert(1)</script>", "{{ 7 * 7 }}", "x" * 200):
        await planned(planner, text)
        await going(planner, title=text)

    for path in (WEEK, MONTH):
        page = await client.get(path + DECEMBER_9)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "{{ 7 * 7 }}" in page.text


async def test_a_week_of_everything_has_each_thing_once_a_day(
    client: httpx2.AsyncClient, planner: User
) -> None:
    await going(planner, **FULL | {"title": "Congress of three days"})
    for number in range(5):
        await going(planner, title=f"At once {number}", starts_time="12:00", ends_time="13:00")

    page = (await client.get(WEEK + DECEMBER_9)).text

    days = re.split(r'<li class="my-day', page)[1:]
    assert [day.count("Congress of three days</span></a>") for day in days] == [0, 0, 0, 1, 1, 1, 0]
    for number in range(5):
        assert [day.count(f"At once {number}</span></a>") for day in days] == [0, 0, 0, 1, 0, 0, 0]
