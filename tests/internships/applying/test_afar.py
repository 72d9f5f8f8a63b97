"""Cut-offs at 5 pm and 11:59 pm Eastern, right for somebody in Honolulu wherever they read them."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.agenda.feeding import feed_body
from netmentor.calendars.entry import Days
from netmentor.calendars.parse import parse
from netmentor.internships.applying.models import Application
from netmentor.reminders import actions
from netmentor.reminders.models import Reminder
from netmentor.reminders.rules import Subject
from netmentor.reminders.wishes import Wishes
from netmentor.settings import Settings
from tests.agenda.feeding import open_feed
from tests.factories import NOON
from tests.internships.applying.begun import begun
from tests.reminders.rounds import Post, at, rounds
from tests.web.visiting import come_in

HERE = ZoneInfo("Pacific/Honolulu")
DAY = date(2026, 12, 10)
CUT_OFFS = pytest.mark.parametrize(
    ("there", "here", "three_hours_before"),
    [("5:00 pm", "12:00 pm", "09:00"), ("11:59 pm", "6:59 pm", "15:59")],
)


async def until(owner: User, there: str) -> Application:
    """An application that is due on December 10 at that hour, Eastern."""
    clock = {"5:00 pm": "17:00", "11:59 pm": "23:59"}[there]
    return await begun(owner, closes=f"{DAY}", clock=clock)


@CUT_OFFS
async def test_the_page_tells_both_clocks(
    client: httpx2.AsyncClient, owner: User, there: str, here: str, three_hours_before: str
) -> None:
    row = await until(owner, there)
    await come_in(client)
    page = (await client.get(f"/applications/{row.key}")).text
    assert f"Due Thu, Dec 10, 2026, {there} EST" in page
    assert f"Thu, Dec 10, 2026, {here} for you" in page


@CUT_OFFS
async def test_the_feed_has_the_day_there_with_its_hour_and_zone(
    owner: User, there: str, here: str, three_hours_before: str
) -> None:
    await until(owner, there)
    feed, _ = await open_feed(owner)
    body = await feed_body(feed, today=NOON.date(), base_url="http://test.example")
    [entry] = parse(body)
    assert entry.when == Days(DAY, DAY)
    assert f"By Thu, Dec 10, 2026, {there} EST." in entry.description


@CUT_OFFS
async def test_the_letter_tells_the_hour_here(
    owner: User, database: Settings, there: str, here: str, three_hours_before: str
) -> None:
    await until(owner, there)
    post = Post()
    first, last = at("2026-12-09 06:00", HERE), at("2026-12-10 10:00", HERE)
    await rounds(database, post, first, last, timedelta(hours=1))
    told = [(f"{one.at.astimezone(HERE):%d %H:%M}", one.subject) for one in post.came]
    assert told == [
        ("09 08:00", f"Tomorrow {here}: Deadline: Sample fellowship"),
        ("10 08:00", f"Today {here}: Deadline: Sample fellowship"),
    ]
    assert all("Times are Hawaii time." in one.text for one in post.came)


@CUT_OFFS
async def test_a_reminder_hours_before_rings_by_the_moment(
    owner: User, database: Settings, there: str, here: str, three_hours_before: str
) -> None:
    wishes = Wishes(leads={Subject.APPLICATIONS: ("3h",)}, digests=frozenset())
    await actions.wish(owner, wishes)
    await until(owner, there)
    post = Post()
    first, last = at("2026-12-10 06:00", HERE), at("2026-12-10 20:00", HERE)
    await rounds(database, post, first, last, timedelta(minutes=20))
    row = await Reminder.get(lead="3h")
    assert f"{row.due_at.astimezone(HERE):%Y-%m-%d %H:%M}" == f"{DAY} {three_hours_before}"
    [letter] = post.came
    assert letter.at - row.due_at < timedelta(minutes=20)
    assert here in letter.subject
