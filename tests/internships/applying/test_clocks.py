"""What is due by an hour stands in its user's calendars on the day that it is for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.agenda.ahead import ahead_of
from netmentor.agenda.feeding import feed_body
from netmentor.agenda.gathering import LAST, gather
from netmentor.agenda.home import describe_oneself
from netmentor.agenda.rules import Detail, Lead
from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Days
from netmentor.calendars.parse import parse
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Edit, Start
from netmentor.internships.applying.interviewing.actions import plan_interview
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.rules import Stage
from netmentor.internships.rules import WindowKind
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_user
from tests.agenda.feeding import open_feed
from tests.factories import NOON
from tests.internships.applying.begun import begun, dates, numbers
from tests.internships.applying.interviewed import TOLD
from tests.internships.opportunities import closing, make_opportunity
from tests.web.visiting import come_in

LATER = NOON + timedelta(hours=1)
DAY, EVENING_BEFORE = date(2026, 12, 10), date(2026, 12, 9)
TITLE = "Deadline, 7:30 pm: Sample fellowship"


async def night(owner: User) -> None:
    """An application due at 12:30 am Eastern, which in Honolulu is in the evening before."""
    await begun(owner, closes=f"{DAY}", clock="00:30")


async def deadline(owner: User) -> Dated:
    [one] = await between(owner, NOON.date(), LAST)
    return one


async def between(owner: User, first: date, last: date) -> list[Dated]:
    return await gather(
        owner.id, today=NOON.date(), first=first, last=last, kinds={Kind.APPLICATIONS}
    )


@pytest.mark.parametrize("detail", [Detail.TITLES, Detail.FULL])
async def test_a_feed_has_the_users_day_and_hour_however_little_it_tells(
    owner: User, detail: Detail
) -> None:
    await night(owner)
    feed, _ = await open_feed(owner, detail=detail)
    body = await feed_body(feed, today=NOON.date(), base_url="http://test.example")
    [entry] = parse(body)
    assert (entry.when, entry.title) == (Days(EVENING_BEFORE, EVENING_BEFORE), TITLE)
    there = "By Thu, Dec 10, 2026, 12:30 am EST."
    assert (there in entry.description) == (detail is Detail.FULL)


async def test_today_and_reminders_have_the_users_day(owner: User) -> None:
    await night(owner)
    [shown] = (await ahead_of(owner, now=NOON)).deadlines
    assert (shown.first_on, shown.title) == (EVENING_BEFORE, TITLE)
    await plan_user(owner.id, now=NOON)
    told = {one.lead: one for one in await Reminder.filter(kind="applications")}
    assert told["0d"].due_at == datetime(2026, 12, 9, 18, tzinfo=UTC)  # 8 am there
    assert told["0d"].title == "Deadline: Sample fellowship"  # a letter says the hour before it


@pytest.mark.parametrize(
    ("zone", "place", "clock", "here"),
    [
        ("Pacific/Pago_Pago", "Pacific/Kiritimati", "00:30", "2026-12-08"),
        ("Pacific/Kiritimati", "Pacific/Pago_Pago", "23:59", "2026-12-12"),
    ],
)
async def test_what_is_asked_of_one_day_is_found_however_far_off_the_place(
    owner: User, zone: str, place: str, clock: str, here: str
) -> None:
    await User.filter(id=owner.id).update(timezone=zone)
    row = await actions.start(owner, Start(title="Sample"), now=NOON)
    told = Edit(title="Sample", organization="", deadline_on=DAY, deadline_time=clock,
                timezone=place, version=1)  # fmt: skip
    await actions.edit(owner, row.key, told, now=NOON)
    day = date.fromisoformat(here)
    assert [one.first_on for one in await between(owner, day, day)] == [day]
    assert await between(owner, DAY, DAY) == []


async def test_a_day_without_an_hour_or_without_a_zone_stays_where_it_is_told(owner: User) -> None:
    row = await actions.start(owner, Start(title="Sample", deadline_on=DAY), now=NOON)
    assert await dates(owner) == [(f"{DAY}", "Deadline: Sample")]
    told = Edit(title="Sample", organization="", deadline_on=DAY, deadline_time="23:59", version=1)
    await actions.edit(owner, row.key, told, now=NOON)
    assert await dates(owner) == [(f"{DAY}", "Deadline: Sample")]


async def test_no_alarm_rings_after_it_has_closed(owner: User) -> None:
    """At 5 pm Eastern it is 7 am of the next day in Tokyo, and alarms of whole days ring at 9."""
    await User.filter(id=owner.id).update(timezone="Asia/Tokyo")
    await begun(owner, closes=f"{DAY}")
    feed, _ = await open_feed(owner, alarms=f"{Kind.APPLICATIONS}:{Lead.START}")
    body = (await feed_body(feed, today=NOON.date(), base_url="http://test.example")).decode()
    assert "DTSTART;VALUE=DATE:20261211\r\n" in body
    assert "TRIGGER:PT7H\r\n" in body


async def test_who_moves_is_told_of_another_hour_and_of_another_day(owner: User) -> None:
    await night(owner)
    before, number = (await deadline(owner)).entry, await numbers(owner)
    await move(owner, "America/Denver", LATER)
    same_day = (await deadline(owner)).entry
    assert (same_day.title, same_day.when) == (TITLE.replace("7:30", "10:30"), before.when)
    assert (same_day.sequence, same_day.changed_at) == (before.sequence, LATER)
    assert await numbers(owner) > number
    later = LATER + timedelta(hours=1)
    await move(owner, "America/Detroit", later)
    other_day = (await deadline(owner)).entry
    assert (other_day.when, other_day.sequence) == (Days(DAY, DAY), before.sequence + 1)
    assert other_day.title == TITLE.replace("7:30 pm", "12:30 am")
    number = await numbers(owner)
    await move(owner, "America/New_York", later + timedelta(hours=1))  # on the same clock
    assert ((await deadline(owner)).entry, await numbers(owner)) == (other_day, number)


async def test_who_moves_hears_no_second_time_of_a_deadline_they_were_told_of(
    owner: User,
) -> None:
    await User.filter(id=owner.id).update(timezone="America/New_York")
    await begun(owner, closes=f"{DAY}")
    await plan_user(owner.id, now=NOON)
    here = datetime(2026, 12, 10, 13, tzinfo=UTC)  # 8 am there
    known = await Reminder.filter(kind="applications")
    assert {one.due_at for one in known if one.lead == "0d"} == {here}
    await Reminder.filter(kind="applications").update(state="told", settled_at=here)
    await move(owner, "America/Denver", here + timedelta(minutes=1))
    await plan_user(owner.id, now=here + timedelta(minutes=1))
    assert await Reminder.filter(kind="applications").count() == len(known)


async def test_a_day_of_ones_own_with_an_hour_moves_along_and_one_without_stays(
    owner: User,
) -> None:
    row = await actions.start(owner, Start(title="Sample", deadline_on=DAY), now=NOON)
    before, number = (await deadline(owner)).entry, await numbers(owner)
    await move(owner, "Asia/Tokyo", LATER)
    assert ((await deadline(owner)).entry, await numbers(owner)) == (before, number)
    told = Edit(title="Sample", organization="", deadline_on=DAY, deadline_time="17:00",
                timezone="America/New_York", version=1)  # fmt: skip
    await actions.edit(owner, row.key, told, now=LATER)
    there = (await deadline(owner)).entry
    await move(owner, "Pacific/Honolulu", LATER)
    here = (await deadline(owner)).entry
    assert (there.when, here.when) == (Days(date(2026, 12, 11), date(2026, 12, 11)), Days(DAY, DAY))
    assert here.sequence == there.sequence + 1


async def test_hours_that_stand_in_nobodys_calendar_are_no_news(owner: User) -> None:
    opens = closing("2026-12-01", "00:30", kind=WindowKind.OPENS)
    listed = await make_opportunity(windows=(opens, closing(f"{DAY}")))
    row = await actions.start(owner, Start(opportunity=listed), now=NOON)
    before, number = (await deadline(owner)).entry, await numbers(owner)
    await move(owner, "America/Detroit", LATER)
    assert ((await deadline(owner)).entry, await numbers(owner)) == (before, number)
    assert (await Application.get(id=row.id)).changed_at == NOON


@pytest.mark.parametrize("view", ["list", "board"])
async def test_list_and_board_say_the_users_hour_and_the_clock_of_an_offer(
    client: httpx2.AsyncClient, owner: User, view: str
) -> None:
    row = await begun(owner, closes=f"{DAY}", clock="00:30")
    await come_in(client)
    page = (await client.get(f"/applications?view={view}")).text
    assert "Due Thu, Dec 10, 2026, 12:30 am EST</time>, Wed, Dec 9, 2026, 7:30 pm for you" in page
    until = datetime(2026, 12, 2, 22, 0, tzinfo=UTC)
    told = Edit(title=row.title, organization="", window_part="closes", offer_until=until,
                version=1)  # fmt: skip
    await actions.edit(owner, row.key, told, now=NOON)
    await actions.set_stage(owner, row.key, Stage.HELD, now=NOON)
    page = (await client.get(f"/applications?view={view}")).text
    assert "Answer the offer by Wed, Dec 2, 2026, 12:00 pm" in page
    assert "Due Thu" not in page
    today = (await client.get("/today")).text
    assert today[today.index('id="deadlines"') :].count("12:00 pm") == 1  # of the offer, once


async def test_the_page_says_when_an_interview_is_here(
    client: httpx2.AsyncClient, owner: User
) -> None:
    row = await actions.start(owner, Start(title="Sample"), now=NOON)
    await plan_interview(owner, row.key, TOLD, None, now=NOON)
    here = replace(TOLD, name="Second round", timezone="Pacific/Honolulu")
    await plan_interview(owner, row.key, here, None, now=NOON)
    await come_in(client)
    page = (await client.get(f"/applications/{row.key}")).text
    assert "5:00 pm Eastern time: Tue, Dec 8, 2026, 12:00 pm for you" in page
    assert page.count("for you") == 1


async def move(owner: User, zone: str, now: datetime) -> None:
    user = await User.get(id=owner.id)
    await describe_oneself(user, name=user.name, timezone=zone, now=now)
