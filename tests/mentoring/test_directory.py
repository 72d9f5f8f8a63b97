"""The directory of mentors: whom it shows, in which order, and why."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

import pytest

from netmentor.accounts.models import User
from netmentor.events.filter_values import UnknownFilter
from netmentor.mentoring.blocking import block
from netmentor.mentoring.directory import Directory, directory
from netmentor.mentoring.filters import MentorFilter
from netmentor.mentoring.queries import why_closed_to
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON, TODAY
from tests.mentoring.mentors import make_mentor


def openings(*starts: datetime) -> str:
    return json.dumps([one.isoformat() for one in starts])


SOON = openings(NOON + timedelta(days=2))
LATER = openings(NOON + timedelta(days=20))
OVER = openings(NOON - timedelta(hours=1))


async def test_only_the_listed_show_and_strangers_see_the_public_ones(database: Settings) -> None:
    await make_mentor(name="Public", visibility="public")
    await make_mentor(name="Members")
    await make_mentor(name="Link", visibility="link")
    for listing in ("draft", "waiting", "refused"):
        await make_mentor(name=listing, visibility="public", listing=listing)

    assert names(await _asked(None)) == {"Public"}
    assert names(await _asked(await make_user())) == {"Public", "Members"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"topic": "finance"}, {"Ada"}),
        ({"credential": "fache"}, {"Ada"}),
        ({"state": "OH"}, {"Ada", "Ben"}),
        ({"medium": "phone"}, {"Ben"}),
        ({"stage": "fellow"}, {"Ada", "Ben"}),
        ({"stage": "manager"}, {"Ben"}),
        ({"open": "1"}, {"Ada"}),
        ({"q": "LAKESHORE ada"}, {"Ada"}),
        ({"q": "100%"}, set()),
        ({"q": "_"}, set()),
        ({"state": "OH", "medium": "phone", "q": "ben"}, {"Ben"}),
    ],
)
async def test_each_filter_narrows(
    database: Settings, query: dict[str, str], expected: set[str]
) -> None:
    await make_mentor(
        name="Ada", topics="finance,people", credentials="FACHE, CMPE", state="OH",
        stages="graduate,fellow", next_openings=SOON, organization_name="Lakeshore Clinic",
    )  # fmt: skip
    await make_mentor(name="Ben", state="OH", mediums="phone,video", next_openings=LATER)
    await make_mentor(
        name="Cy", state="TX", next_openings=OVER, stages="undergraduate", credentials="MBA"
    )

    assert names(await _asked(await make_user(), **query)) == expected


async def test_the_order_explains_itself_by_what_the_viewer_aims_for(database: Settings) -> None:
    seeker = await make_user()
    await User.filter(id=seeker.id).update(aims="credential=fache&state=OH")
    await make_mentor(name="Near", state="OH", reply_band="day", next_openings=SOON)
    await make_mentor(
        name="Fit", state="OH", credentials="FACHE", reply_band="two_days", next_openings=LATER
    )
    await make_mentor(name="Silent", credentials="FACHE", reply_band="day", hides_reply_time=True)
    await make_mentor(name="Away", state="OH", credentials="FACHE", paused_from=TODAY)

    found = await _asked(await User.get(id=seeker.id))

    assert [(one.mentor.name, one.reasons) for one in found.matches] == [
        ("Fit", ("shares the FACHE path", "in Ohio", "usually answers within two days")),
        ("Near", ("in Ohio", "has time this week", "usually answers within a day")),
        ("Silent", ("shares the FACHE path",)),
        ("Away", ("shares the FACHE path", "in Ohio")),
    ]


async def test_whoever_blocked_or_is_blocked_offers_no_opening(database: Settings) -> None:
    user = await make_user()
    by_user = await make_mentor(name="Blocked", next_openings=SOON)
    by_mentor = await make_mentor(name="Blocks", next_openings=SOON)
    await block(by_user, user, by_mentor=False, now=NOON)
    await block(by_mentor, user, by_mentor=True, now=NOON)

    found = await _asked(user)

    assert [(one.mentor.name, one.next_at) for one in found.matches] == [("Blocks", None)]
    assert names(await _asked(user, open="1")) == set()


async def test_a_pause_ends_the_openings_of_a_mentor(database: Settings) -> None:
    await make_mentor(name="Away", next_openings=SOON, paused_from=TODAY, paused_until=TODAY)
    viewer = await make_user()

    assert names(await _asked(viewer, open="1")) == set()
    later = await directory(MentorFilter(open=True), viewer, now=NOON + timedelta(days=1))
    assert names(later) == {"Away"}


async def test_a_pause_is_of_the_mentors_own_days_as_on_their_profile(database: Settings) -> None:
    """In the evening of New York it is the next day already by UTC."""
    tomorrow, evening = TODAY + timedelta(days=1), NOON + timedelta(hours=15)
    last_day = await make_mentor(name="Back tomorrow", paused_from=TODAY, paused_until=TODAY)
    day_before = await make_mentor(name="Away tomorrow", paused_from=tomorrow)

    found = await directory(MentorFilter(), await make_user(), now=evening)

    assert {one.mentor.name: one.is_closed for one in found.matches} == {
        "Back tomorrow": True,
        "Away tomorrow": False,
    }
    assert await why_closed_to(last_day, None, now=evening)
    assert await why_closed_to(day_before, None, now=evening) is None


async def test_pages_hold_everybody_once(database: Settings) -> None:
    for number in range(23):
        await make_mentor(name=f"Sample {number}")
    viewer = await make_user()
    pages = [await _asked(viewer, page=str(page)) for page in (1, 2, 9)]

    assert [(len(one.matches), one.total, one.pages) for one in pages] == [
        (20, 23, 2),
        (3, 23, 2),
        (3, 23, 2),
    ]
    assert len(names(pages[0]) | names(pages[1])) == 23


@pytest.mark.parametrize(
    "query",
    [
        {"topic": "golf"}, {"state": "ZZ"}, {"medium": "fax"}, {"stage": "x"}, {"open": "maybe"},
        {"page": "0"}, {"credential": "../x"}, {"sort": "name"}, {"q": "x" * 201},
    ],
)  # fmt: skip
def test_an_address_that_nobody_knows_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(UnknownFilter):
        MentorFilter.read(query.items())


def test_an_address_is_read_back_as_it_was_asked() -> None:
    wanted = MentorFilter(q="ada & co", topic="finance", open=True, page=2)
    told = wanted.address().partition("?")[2]

    assert MentorFilter.read(parse_qsl(told)) == wanted
    assert MentorFilter.read(parse_qsl(f"{told}&utm_source=letter&fbclid=x")) == wanted


def names(found: Directory) -> set[str]:
    return {one.mentor.name for one in found.matches}


async def _asked(viewer: User | None, **query: str) -> Directory:
    return await directory(MentorFilter.read(query.items()), viewer, now=NOON)
