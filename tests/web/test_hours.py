"""A mentor's page of hours: set once, shown with why each time is so, secrets kept."""

from __future__ import annotations

import re
from datetime import date

import httpx2
import pytest

from netmentor.mentoring.availability.models import (
    BusyCalendar,
    Closing,
    Opening,
    SessionType,
    Terms,
    WeeklyHours,
)
from netmentor.mentoring.models import Mentor
from tests.accounts.casting import STRANGER, make_user
from tests.mentoring.hours import open_mornings
from tests.mentoring.mentors import make_mentor
from tests.web.visiting import come_in, post

HOURS = "/mentoring/hours"
TERMS = {"notice_hours": "48", "horizon_days": "28", "step_minutes": "60"} | dict.fromkeys(
    ("cap_day", "cap_week", "cap_month"), "2"
)


@pytest.fixture
async def mentor(client: httpx2.AsyncClient) -> Mentor:
    """A mentor without hours, signed in."""
    made = await make_mentor(await make_user())
    await come_in(client)
    return made


async def page(client: httpx2.AsyncClient) -> str:
    """What the page says, without its markup."""
    text = re.sub(r"<[^>]+>", " ", (await client.get(HOURS)).text)
    return " ".join(text.split())


async def test_hours_said_once_are_open_and_say_why(
    client: httpx2.AsyncClient, mentor: Mentor
) -> None:
    answer = await post(client, f"{HOURS}/weekly", weekday="3", starts="09:00", ends="12:00")

    assert (answer.status_code, answer.headers["location"]) == (303, HOURS)
    text = await page(client)
    assert "Thursday 9:00 am to 12:00 pm" in text
    assert "Conversation 30 minutes, video" in text
    assert "Thanksgiving Day: you keep federal holidays free." in text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"starts": "09:00", "ends": "12:00"}, "Choose at least one day of the week."),
        ({"weekday": "1", "starts": "12:00", "ends": "09:00"}, "It ends before it begins."),
        ({"weekday": "1", "starts": "9", "ends": "25:00"}, "Write times as 09:00"),
    ],
)
async def test_hours_that_cannot_be_are_refused_beside_their_field(
    fields: dict[str, str], said: str, client: httpx2.AsyncClient, mentor: Mentor
) -> None:
    answer = await post(client, f"{HOURS}/weekly", **fields)

    assert answer.status_code == 422
    assert said in answer.text
    assert await WeeklyHours.all().count() == 0


async def test_hours_are_changed_in_their_place(client: httpx2.AsyncClient, mentor: Mentor) -> None:
    told = {"weekday": "3", "starts": "22:00", "ends": "00:00", "until_on": "2027-03-01"}
    await post(client, f"{HOURS}/weekly", **told)
    own = f"{HOURS}/weekly/{(await WeeklyHours.get()).id}"
    assert f'href="{own}"' in (await client.get(HOURS)).text
    shown = (await client.get(own)).text

    answer = await post(client, own, **told | {"weekday": "4", "starts": "20:00"})

    assert 'name="weekday" value="3" checked' in shown
    assert 'type="time" value="00:00"' in shown
    assert 'value="2027-03-01"' in shown
    assert (answer.status_code, answer.headers["location"]) == (303, HOURS)
    columns = ("weekday", "starts", "ends", "until_on")
    assert await WeeklyHours.all().values_list(*columns) == [
        (4, "20:00", "24:00", date(2027, 3, 1))
    ]
    assert (await client.get(own)).status_code == 404


async def test_hours_that_cannot_be_stay_as_they_were(
    client: httpx2.AsyncClient, mentor: Mentor
) -> None:
    await post(client, f"{HOURS}/weekly", weekday="3", starts="09:00", ends="12:00")
    row = await WeeklyHours.get()

    refused = await post(
        client, f"{HOURS}/weekly/{row.id}", weekday="3", starts="12:00", ends="09:00"
    )

    assert refused.status_code == 422
    assert "It ends before it begins." in refused.text
    assert (await WeeklyHours.get()).starts == "09:00"


async def test_midnight_ends_a_day(client: httpx2.AsyncClient, mentor: Mentor) -> None:
    await post(client, f"{HOURS}/weekly", weekday="1", starts="22:00", ends="00:00")

    assert await WeeklyHours.all().values_list("starts", "ends") == [("22:00", "24:00")]
    assert "Tuesday 10:00 pm to midnight" in await page(client)


async def test_days_are_opened_and_closed_and_taken_back(
    client: httpx2.AsyncClient, mentor: Mentor
) -> None:
    await post(client, f"{HOURS}/openings", day="2026-12-05", opens="10:00", shuts="11:00")
    await post(client, f"{HOURS}/closings", first_on="2026-12-24", last_on="2027-01-02", why="Away")
    text = await page(client)
    assert "Sat, Dec 5, 2026, 10:00 am to 11:00 am" in text
    assert "Thu, Dec 24, 2026 to Sat, Jan 2, 2027 Away" in text

    opening, closing = await Opening.get(), await Closing.get()
    assert (closing.first_on, closing.last_on) == (date(2026, 12, 24), date(2027, 1, 2))
    await post(client, f"{HOURS}/openings/{opening.id}/remove")
    await post(client, f"{HOURS}/closings/{closing.id}/remove")
    assert await Opening.all().count() + await Closing.all().count() == 0


async def test_terms_are_kept_and_a_bad_one_changes_none(
    client: httpx2.AsyncClient, mentor: Mentor
) -> None:
    await post(client, f"{HOURS}/terms", **TERMS, shows_busy="1")
    refused = await post(client, f"{HOURS}/terms", **TERMS | {"horizon_days": "500"})

    terms = await Terms.get(mentor=mentor)
    assert refused.status_code == 422
    assert "Choose a number from 7 to 84." in refused.text
    assert (terms.notice_hours, terms.horizon_days, terms.cap_week) == (48, 28, 2)
    assert (terms.shows_busy, terms.keeps_holidays) == (True, False)


async def test_a_kind_of_session_is_made_changed_and_taken_out(
    client: httpx2.AsyncClient, mentor: Mentor
) -> None:
    told = {"name": "Phone call", "minutes": "20", "medium": "phone", "place": "555-0100"}
    told |= {"buffer_before": "0", "buffer_after": "15"}
    await post(client, f"{HOURS}/types", **told)
    [made] = await SessionType.all()
    await post(client, f"{HOURS}/types/{made.id}", **told | {"is_instant": "1"})
    [changed] = await SessionType.all()

    assert (made.slug, made.minutes, made.buffer_after) == ("phone-call", 20, 15)
    assert (made.is_instant, changed.is_instant) == (False, True)
    assert "555-0100" in (await client.get(f"{HOURS}/types/{made.id}")).text
    assert "555-0100" not in (await client.get(HOURS)).text

    await post(client, f"{HOURS}/types/{made.id}/remove")
    assert await SessionType.all().count() == 0


async def test_a_calendar_is_connected_and_its_address_is_shown_never_again(
    client: httpx2.AsyncClient, mentor: Mentor
) -> None:
    secret = "webcal://calendar.example.org/private-4711/basic.ics"
    answer = await post(client, f"{HOURS}/calendar", address=secret, act="save")

    assert answer.status_code == 303
    kept = await BusyCalendar.get()
    assert kept.address == "https://calendar.example.org/private-4711/basic.ics"
    assert "4711" not in (await client.get(HOURS)).text

    await post(client, f"{HOURS}/calendar", act="end")
    assert await BusyCalendar.all().count() == 0


@pytest.mark.parametrize(
    "address", ["ftp://calendar.example.org/a.ics", "file:///etc/passwd", "x", ""]
)
async def test_an_address_that_is_never_read_is_refused(
    address: str, client: httpx2.AsyncClient, mentor: Mentor
) -> None:
    answer = await post(client, f"{HOURS}/calendar", address=address, act="save")

    assert answer.status_code == 422
    assert await BusyCalendar.all().count() == 0


async def test_a_strangers_things_are_no_bodys(client: httpx2.AsyncClient, mentor: Mentor) -> None:
    other = await open_mornings(await make_mentor(await make_user(STRANGER)))
    [type_] = await SessionType.filter(mentor=other)
    hours = await WeeklyHours.filter(mentor=other).first()
    assert hours is not None

    theirs = f"{HOURS}/weekly/{hours.id}"
    told = {"weekday": "0", "starts": "09:00", "ends": "10:00"}
    assert (await client.get(f"{HOURS}/types/{type_.id}")).status_code == 404
    assert (await client.get(theirs)).status_code == 404
    assert (await post(client, theirs, **told)).status_code == 404
    await post(client, f"{HOURS}/weekly/{hours.id}/remove")
    await post(client, f"{HOURS}/types/{type_.id}/remove")

    assert await WeeklyHours.filter(mentor=other).count() == 5
    assert await SessionType.filter(mentor=other).count() == 1


async def test_whoever_has_no_profile_is_led_to_write_one(client: httpx2.AsyncClient) -> None:
    await make_user()
    await come_in(client)

    answer = await client.get(HOURS)

    assert (answer.status_code, answer.headers["location"]) == (303, "/mentoring")
    assert (await post(client, f"{HOURS}/weekly", weekday="1")).status_code == 409
