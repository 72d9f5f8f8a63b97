"""Where two people meet is in no page, feed or letter before the mentor has said yes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy

import httpx2
import pytest

from netmentor.accounts.actions import give_role
from netmentor.accounts.models import User
from netmentor.accounts.rules import Role
from netmentor.app import create_app
from netmentor.mail.models import OutgoingMail
from netmentor.mail.unwritten import written
from netmentor.mentoring.actions import draw_link
from netmentor.mentoring.availability.models import SessionType, Terms
from netmentor.mentoring.booking import actions as booking
from netmentor.mentoring.booking.actions import Wish
from netmentor.mentoring.booking.lapsing import lapse_due
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.relating import agendas, returning, silences
from netmentor.reminders.planner import plan_user
from netmentor.reminders.telling import tell_user
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.agenda.subscribing import make_private_feed
from tests.doors import walked
from tests.factories import NOON
from tests.mentoring.booking.sessions import words_of
from tests.taken_along import all_words
from tests.web.booking import FRIDAY, MENTOR, SECRET, THURSDAY, Offer, moment
from tests.web.visiting import come_in

PHONE = "212-555-0147"
CURATOR, ADMIN = "curator@example.org", "admin@example.org"
LATER = NOON + timedelta(hours=3)
LINKS = re.compile(r"/m/[\w.:~%-]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """Two requests that wait, one of them with other times, and where what is of them may stand."""

    mentee: User
    waits: MentorSession
    paths: tuple[str, ...]


@pytest.fixture
async def asked(client: httpx2.AsyncClient, database: Settings, offer: Offer) -> Asked:
    """A public mentor whom somebody asked for every kind, and what came of it, but a yes."""
    await Terms.filter(mentor=offer.mentor).update(shows_availability=True, shows_busy=True)
    key = await draw_link(offer.mentor)
    call = await SessionType.create(
        mentor=offer.mentor, slug="call", name="Call", minutes=30, medium="phone", place=PHONE
    )
    mentee = await make_user(name="Amara Reyes")
    await make_user(STRANGER)
    for email, role in ((CURATOR, Role.CURATOR), (ADMIN, Role.ADMIN)):
        await give_role(await make_user(email), role)

    async def ask(type_: SessionType, days: int) -> MentorSession:
        starts_at = moment(FRIDAY) + timedelta(days=days)
        return await booking.ask(
            database, offer.mentor, mentee, type_, Wish(starts_at=starts_at), now=NOON
        )

    waits, call_waits, no, off = [
        await ask(*one) for one in ((offer.review, 0), (call, 3), (call, 4), (offer.review, 5))
    ]
    await booking.propose(database, call_waits, offer.user, [moment(THURSDAY)], now=NOON)
    await booking.decline(database, no, "A busy month", now=NOON)
    await booking.cancel(database, off, mentee, now=NOON)
    feeds = [(await make_private_feed(one))[1] for one in (mentee, offer.user)]
    own = tuple(f"/sessions/{one.key}" for one in (waits, call_waits, no, off))
    known = {"slug": offer.mentor.slug, "key": waits.key, "number": str(offer.review.id)}
    links = sorted(set(LINKS.findall("".join(await told()))))
    assert len(links) > 3
    paths = walked(create_app(database).routes, known)
    paths += [*own, *links, *(f"/feeds/{one}.ics" for one in feeds)]
    paths += [f"{one}?key={key}" for one in paths if offer.mentor.slug in one]
    return Asked(mentee, waits, tuple(paths))


async def told() -> list[str]:
    """Every letter there is, in words."""
    rows = await OutgoingMail.all().order_by("id")
    return [
        words_of(message_from_bytes(written(one.message), policy=policy.default)) for one in rows
    ]


async def where_it_stands(client: httpx2.AsyncClient, asked: Asked, email: str) -> set[str]:
    """The paths whose answers, as a page or as data, tell a place to who has this address."""
    client.cookies.clear()
    if email:
        await come_in(client, email)
    found = set()
    for path in asked.paths:
        about_it = path.startswith(("/mentors", "/sessions"))
        for accept in ("text/html", "application/json") if about_it else ("text/html",):
            answer = await client.get(path, headers={"Accept": accept})
            text = all_words(answer.content)
            if any(one in f"{answer.headers}{text}" for one in (SECRET, PHONE)):
                found.add(path)
    return found


@pytest.mark.parametrize("email", ["", STRANGER, OWNER, CURATOR, ADMIN])
async def test_no_page_and_no_feed_tells_anybody_where_before_the_mentor_says_yes(
    client: httpx2.AsyncClient, asked: Asked, email: str
) -> None:
    assert await where_it_stands(client, asked, email) == set()


async def test_a_mentor_reads_it_where_they_wrote_it_and_nowhere_else(
    client: httpx2.AsyncClient, asked: Asked, offer: Offer
) -> None:
    own = {f"/mentoring/hours/types/{offer.review.id}", "/settings/export"}

    assert await where_it_stands(client, asked, MENTOR) == own


async def test_no_letter_tells_it(database: Settings, asked: Asked, offer: Offer) -> None:
    """Neither do those that time brings: reminders, nudges, other mentors, what has lapsed."""
    for days in range(1, 20):
        now = NOON + timedelta(days=days)
        await agendas.ask_due(database, now=now)
        await silences.nudge_due(database, now=now)
        await silences.offer_due(database, now=now)
        await returning.pause_due(database, now=now)
        await lapse_due(database, now=now)
        for user in (asked.mentee, offer.user):
            await plan_user(user.id, now=now)
            await tell_user(database, user.id, now=now)
    letters = await told()

    assert len(letters) >= 8
    assert [one for one in letters if SECRET in one or PHONE in one] == []


async def test_a_yes_tells_it_to_the_mentee_and_to_nobody_else(
    client: httpx2.AsyncClient, database: Settings, asked: Asked
) -> None:
    await booking.approve(database, asked.waits, now=LATER)

    of_mentee = await where_it_stands(client, asked, OWNER)

    assert f"/sessions/{asked.waits.key}" in of_mentee
    assert any(SECRET in one for one in await told())
    feeds = {path for path in of_mentee if path.startswith("/feeds/nmf_")}
    assert len(feeds) == 2  # each of the two has the address of theirs alone
    for email in ("", STRANGER):
        assert await where_it_stands(client, asked, email) == feeds, email
