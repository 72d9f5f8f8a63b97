"""A mentor's calendars answer whoever may see the profile, and "nothing new" where it is so."""

from __future__ import annotations

import httpx2
import pytest

from netmentor.mentoring.actions import draw_link
from netmentor.mentoring.models import Mentor
from tests.mentoring.hours import open_mornings
from tests.mentoring.mentors import make_mentor

PATHS = ("availability.ics", "freebusy.ifb")


async def published(visibility: str) -> Mentor:
    mentor = await make_mentor(visibility=visibility)
    return await open_mornings(mentor, shows_availability=True, shows_busy=True)


@pytest.mark.parametrize("path", PATHS)
async def test_a_public_mentor_is_read_and_nothing_new_is_told_so(
    path: str, client: httpx2.AsyncClient
) -> None:
    mentor = await published("public")
    address = f"/mentors/{mentor.slug}/{path}"

    answer = await client.get(address)
    again = await client.get(address, headers={"If-None-Match": answer.headers["etag"]})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", PATHS)
async def test_what_members_see_is_read_by_the_private_link_alone(
    path: str, client: httpx2.AsyncClient
) -> None:
    mentor = await published("members")
    key = await draw_link(mentor)
    address = f"/mentors/{mentor.slug}/{path}"

    assert (await client.get(address)).status_code == 404
    assert (await client.get(address, params={"key": "nmm_wrong"})).status_code == 404
    answer = await client.get(address, params={"key": key})
    assert answer.status_code == 200
    assert answer.headers["referrer-policy"] == "no-referrer"
