"""Profiles of mentors: who writes them, who sees them, and by which address."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from netmentor.errors import NotFound
from netmentor.mentoring import actions, queries
from netmentor.mentoring.actions import ChangedElsewhere, Profile
from netmentor.mentoring.rules import Listing, Visibility
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON, TODAY
from tests.mentoring.mentors import make_mentor

TOLD = Profile(name="Sample Mentor", topics="finance", timezone="America/New_York")


async def test_a_new_profile_shows_to_nobody_but_its_owner_and_whoever_has_its_link(
    database: Settings,
) -> None:
    owner, stranger = await make_user(), await make_user(STRANGER)
    mentor = await actions.put_profile(owner, TOLD, now=NOON)
    key = await actions.draw_link(mentor)

    assert (await queries.mentor_by_slug(mentor.slug, owner)).id == mentor.id
    assert (await queries.mentor_by_slug(mentor.slug, None, key)).id == mentor.id
    for viewer in (stranger, None):
        with pytest.raises(NotFound):
            await queries.mentor_by_slug(mentor.slug, viewer)


async def test_a_listed_profile_shows_to_whom_it_is_visible(database: Settings) -> None:
    member = await make_user(STRANGER)
    seen = {}
    for visibility in Visibility:
        mentor = await make_mentor(visibility=visibility.value)
        seen[visibility] = [await _sees(mentor.slug, viewer) for viewer in (member, None)]

    assert seen == {
        Visibility.LINK: [False, False],
        Visibility.MEMBERS: [True, False],
        Visibility.PUBLIC: [True, True],
    }


async def test_another_link_ends_the_one_before(database: Settings) -> None:
    mentor = await make_mentor(visibility="link")
    old = await actions.draw_link(mentor)
    new = await actions.draw_link(mentor)

    assert not await _sees(mentor.slug, None, old)
    assert await _sees(mentor.slug, None, new)
    await actions.end_link(mentor)
    assert not await _sees(mentor.slug, None, new)


async def test_the_second_of_two_windows_is_told(database: Settings) -> None:
    owner = await make_user()
    first = await actions.put_profile(owner, TOLD, now=NOON)
    await actions.put_profile(owner, TOLD, now=NOON, version=first.version)

    with pytest.raises(ChangedElsewhere):
        await actions.put_profile(owner, TOLD, now=NOON, version=first.version)


async def test_a_pause_closes_a_profile_for_its_days(database: Settings) -> None:
    mentor = await make_mentor(paused_from=TODAY, paused_until=date(2026, 12, 31))

    last = datetime(2027, 1, 1, 4, 59, tzinfo=UTC)  # a minute before midnight in New York

    assert await queries.why_closed_to(mentor, None, now=NOON) == "Paused until December 31, 2026."
    assert await queries.why_closed_to(mentor, None, now=last) is not None
    assert await queries.why_closed_to(mentor, None, now=last + timedelta(minutes=1)) is None


async def test_asking_to_be_listed_waits_for_a_curator(database: Settings) -> None:
    mentor = await make_mentor(listing=Listing.DRAFT)

    assert await actions.ask_to_be_listed(mentor, now=NOON) is Listing.WAITING


async def _sees(slug: str, viewer: object, key: str = "") -> bool:
    try:
        await queries.mentor_by_slug(slug, viewer, key)  # type: ignore[arg-type]
    except NotFound:
        return False
    return True
