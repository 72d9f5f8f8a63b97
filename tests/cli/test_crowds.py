"""Many who want the same at once, of a service that runs: over HTTP, with two web processes."""

from __future__ import annotations

from datetime import timedelta

from netmentor import clock
from netmentor.mentoring.availability.openings import openings_of
from netmentor.mentoring.booking.models import MentorSession
from netmentor.settings import Settings
from tests.cli.processes import serving
from tests.mentoring.booking.sessions import make_bookable
from tests.web.crowd import book_at_once, let_in, make_people


async def test_of_two_hundred_browsers_on_twenty_times_twenty_book_and_the_rest_hear_409(
    database: Settings,
) -> None:
    mentor, type_ = await make_bookable(is_instant=True)
    today = clock.now().date()
    found = await openings_of(mentor, type_, today, today + timedelta(days=27), now=clock.now())
    starts = [one.starts_at for one in found[:40:2]]
    crowd = await let_in(database, await make_people(200))

    with serving(database, "--no-jobs", "--workers", "2") as service:
        base = f"http://127.0.0.1:{service.port}"
        told = [f"{one:%Y-%m-%dT%H:%MZ}" for one in starts]
        came_of = await book_at_once(base, mentor.slug, crowd, told)

    assert came_of == {201: 20, 409: 180}
    booked = await MentorSession.all().order_by("starts_at")
    assert [one.starts_at for one in booked] == starts
