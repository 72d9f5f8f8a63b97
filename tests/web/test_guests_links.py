"""What the links of a guest's letters do, and what becomes of a guest with time."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pytest
import time_machine

from netmentor import keeping
from netmentor.accounts.actions import EmailTaken, join
from netmentor.accounts.joining import Joining
from netmentor.accounts.models import User
from netmentor.accounts.queries import anybody_by_email
from netmentor.jobs.clearing import forget_guests
from netmentor.jobs.mentoring import mind_sessions
from netmentor.jobs.reminders import remind
from netmentor.mail.models import OutgoingMail
from netmentor.mentoring import blocking
from netmentor.mentoring.booking.actions import propose
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.relating.agendas import ask_due
from netmentor.mentoring.rules import Visibility
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, PASSWORD, make_user
from tests.conftest import BASE_URL
from tests.db.rows import every_row
from tests.factories import NOON
from tests.mail.posting import letter_to
from tests.mentoring.booking.sessions import letters_to, words_of
from tests.taken_along import all_words
from tests.web.booking import (
    FRIDAY,
    MENTOR,
    SECRET,
    Offer,
    make_offer,
    moment,
    the_session,
)
from tests.web.booking import ask as ask_signed_in
from tests.web.guesting import GUEST, NAME, ask, booked, enter
from tests.web.reading import plain
from tests.web.visiting import FORM, come_in, sign_in


@pytest.fixture
async def offer(mailing: httpx2.AsyncClient) -> Offer:
    return await make_offer(visibility=Visibility.PUBLIC, takes_guests=True)


async def test_links_of_letters_show_and_only_posts_act(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    place = await booked(mailing, offer)
    letter = words_of((await letters_to(GUEST))[-1])
    assert f"{BASE_URL}{place}" in letter
    assert "METHOD:REQUEST" in letter
    before = await every_row()
    for path in (place, f"{place}/move", f"{place}/move?day=2026-12-11"):
        assert (await mailing.get(path)).status_code == 200
        assert (await mailing.head(path)).status_code in (200, 405)
    assert await every_row() == before
    assert SECRET in (await mailing.get(place)).text  # it is confirmed

    moved = await mailing.post(place, data={"deed": "move", "starts_at": FRIDAY})
    assert (moved.status_code, "Moved" in moved.text) == (200, True)
    done = await mailing.post(place, data={"deed": "cancel", "reason": "A shift came up"})
    assert done.status_code == 200
    session = await the_session()
    assert (session.state, session.canceled_by, session.sequence) == ("canceled", "mentee", 2)
    assert "METHOD:CANCEL" in words_of((await letters_to(GUEST))[-1])
    assert "A shift came up" in words_of((await letters_to(MENTOR))[-1])
    again = await mailing.post(place, data={"deed": "cancel"})
    assert (again.status_code, "was canceled" in again.text) == (409, True)


async def test_a_guest_takes_a_time_that_was_proposed(
    mailing: httpx2.AsyncClient, offer: Offer, database: Settings
) -> None:
    await ask(mailing, offer)
    place = (await enter(mailing)).headers["location"]
    session = await the_session()
    await propose(database, session, offer.user, [moment(FRIDAY)], now=NOON)
    assert place in words_of((await letters_to(GUEST))[-1])
    taken = await mailing.post(place, data={"deed": "accept", "starts_at": FRIDAY})
    assert taken.status_code == 200
    session = await the_session()
    assert (session.state, session.starts_at) == ("confirmed", moment(FRIDAY))


@pytest.mark.parametrize("deed", ["", "approve", "decline", "block"])
async def test_a_guests_link_is_for_nothing_else(
    mailing: httpx2.AsyncClient, offer: Offer, deed: str
) -> None:
    await ask(mailing, offer)
    place = (await enter(mailing)).headers["location"]
    before = await every_row()
    assert (await mailing.post(place, data={"deed": deed})).status_code == 422
    signed = place.rpartition("/")[2]
    assert (await mailing.get(f"/m/{signed}")).status_code == 404
    assert (await mailing.post(f"/m/{signed}")).status_code == 404
    forged = ("A" if signed[0] != "A" else "B") + signed[1:]
    assert (await mailing.post(f"/m/guest/{forged}", data={"deed": "cancel"})).status_code == 404
    assert await every_row() == before


async def test_a_guest_holds_one_time_at_once_and_five_requests(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    await booked(mailing, offer)
    await ask(mailing, offer, type="chat")
    assert (await enter(mailing)).status_code == 409
    assert await MentorSession.all().count() == 1


async def test_who_signs_up_with_the_address_has_the_sessions(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    place = await booked(mailing, offer)
    session = await the_session()
    await mailing.post("/sign-up", data=FORM | {"email": GUEST})
    assert (await letter_to(GUEST)).letter == "sign_up_code"
    await enter(mailing)
    member = await User.get(email=GUEST)
    assert (member.id, member.is_guest, member.name) == (session.mentee_id, False, FORM["name"])
    assert session.type_name in (await mailing.get("/sessions")).text
    assert (await mailing.get(f"/sessions/{session.key}")).status_code == 200
    assert (await mailing.get(place)).status_code == 410
    assert (await mailing.post(place, data={"deed": "cancel"})).status_code == 410
    mailing.cookies.clear()
    assert (await sign_in(mailing, GUEST)).status_code == 303


async def test_an_account_without_a_code_takes_no_guest_up(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    await booked(mailing, offer)
    who = Joining(name="Other", email=GUEST, password=PASSWORD, timezone="America/Chicago")
    with pytest.raises(EmailTaken):
        await join(who, now=NOON)
    assert (await User.get(email=GUEST)).is_guest


async def test_guests_are_erased_thirty_days_after_their_last_session_and_not_before(
    mailing: httpx2.AsyncClient, offer: Offer, database: Settings
) -> None:
    place = await booked(mailing, offer)
    over = (await the_session()).ends_at
    for days, left in ((29, 1), (31, 0)):
        with time_machine.travel(over + timedelta(days=days), tick=False):
            await mind_sessions(database)
            await forget_guests(database)
        assert await User.filter(email=GUEST).count() == left
    session = await the_session()
    assert (session.mentee_id, session.topic) == (None, "")
    assert (await mailing.get(place)).status_code == 404
    assert not await OutgoingMail.filter(to=GUEST).exists()


async def test_a_block_outlives_the_guests_thirty_days(
    mailing: httpx2.AsyncClient, offer: Offer, database: Settings
) -> None:
    await booked(mailing, offer)
    who = await User.get(is_guest=True)
    await blocking.block(offer.mentor, who, by_mentor=True, text="", now=NOON)
    with time_machine.travel(NOON + timedelta(days=200), tick=False):
        await forget_guests(database)
    assert await User.filter(email=GUEST).exists()


async def test_a_guest_gets_no_reminder_and_is_asked_for_nothing_that_takes_an_account(
    mailing: httpx2.AsyncClient, offer: Offer, database: Settings
) -> None:
    await booked(mailing, offer)
    begins = (await the_session()).starts_at
    before = len(await letters_to(GUEST))
    for hours in (23, 20, 2, 1):
        with time_machine.travel(begins - timedelta(hours=hours), tick=False):
            await remind(database)
            await ask_due(database, now=begins - timedelta(hours=hours))
    assert len(await letters_to(GUEST)) == before


async def test_a_mentor_who_leaves_calls_off_the_sessions_of_guests(
    mailing: httpx2.AsyncClient, offer: Offer, database: Settings
) -> None:
    place = await booked(mailing, offer)
    await keeping.erase(database, offer.user, now=NOON)
    assert "METHOD:CANCEL" in words_of((await letters_to(GUEST))[-1])
    assert (await mailing.get(place)).status_code == 404


async def test_operators_find_and_erase_a_guest_by_their_address(
    mailing: httpx2.AsyncClient, offer: Offer, database: Settings
) -> None:
    await booked(mailing, offer)
    own, _ = await keeping.what_is_kept_of(GUEST)
    assert own is not None
    assert own.is_guest
    await keeping.erase(database, await anybody_by_email(f" {GUEST.upper()} "), now=NOON)
    assert (await the_session()).state == "canceled"
    assert "METHOD:CANCEL" in words_of((await letters_to(MENTOR))[-1])
    assert await keeping.what_is_kept_of(GUEST) == (None, [])


async def test_the_mentor_sees_name_and_address(mailing: httpx2.AsyncClient, offer: Offer) -> None:
    await booked(mailing, offer)
    session = await the_session()
    await come_in(mailing, MENTOR)
    page = plain((await mailing.get(f"/sessions/{session.key}")).text)
    assert NAME in page
    assert GUEST in page
    told = all_words((await mailing.get("/settings/export")).content)
    assert GUEST in told


async def test_members_addresses_stay_untold(mailing: httpx2.AsyncClient, offer: Offer) -> None:
    await make_user()
    await come_in(mailing, OWNER)
    await ask_signed_in(mailing, offer)
    session = await the_session()
    mailing.cookies.clear()
    await come_in(mailing, MENTOR)
    assert OWNER not in (await mailing.get(f"/sessions/{session.key}")).text
    assert OWNER not in all_words((await mailing.get("/settings/export")).content)
