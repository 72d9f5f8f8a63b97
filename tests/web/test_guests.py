"""Guests: a time with a mentor without an account, by a mailed code."""

from __future__ import annotations

import asyncio

import httpx2
import pytest

from netmentor.accounts.models import AgendaRevision, MailedCode, SignIn, User
from netmentor.mail.models import OutgoingMail
from netmentor.mentoring import blocking
from netmentor.mentoring.actions import draw_link
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import Visibility
from tests.accounts.casting import OWNER, PASSWORD, make_user
from tests.factories import NOON
from tests.mail.posting import code_to, letter_to
from tests.mentoring.booking.sessions import letters_to, named_letters_to, words_of
from tests.web.booking import (
    FRIDAY,
    MENTOR,
    SECRET,
    THURSDAY,
    Offer,
    make_offer,
    the_session,
)
from tests.web.guesting import GUEST, NAME, ask, booked, enter
from tests.web.reading import plain, without
from tests.web.visiting import come_in

COOKIE = "netmentor-code"


@pytest.fixture
async def offer(mailing: httpx2.AsyncClient) -> Offer:
    return await make_offer(visibility=Visibility.PUBLIC, takes_guests=True)


async def test_a_visitor_asks_with_a_code_and_has_a_page_without_an_account(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    page = (await mailing.get(f"{offer.slots}?day=2026-12-10")).text
    assert 'name="guest_email"' in page
    asked = await ask(mailing, offer)
    assert (asked.status_code, asked.headers["location"]) == (303, "/confirm")
    assert await MentorSession.all().count() == 0
    assert await User.filter(is_guest=True).count() == 0
    assert await named_letters_to(MENTOR) == []

    done = await enter(mailing)
    assert done.status_code == 303
    session, who = await the_session(), await User.get(is_guest=True)
    assert (who.email, who.name, who.timezone) == (GUEST, NAME, "America/Chicago")
    assert (session.mentee_id, session.state) == (who.id, "asked")
    shown = await mailing.get(done.headers["location"])
    assert "Waits for an answer" in plain(shown.text)
    assert (SECRET in shown.text, GUEST in shown.text) == (False, False)
    assert shown.headers["cache-control"] == "no-store"
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert NAME in words_of((await letters_to(MENTOR))[-1])
    assert await SignIn.all().count() == 0
    assert not await AgendaRevision.filter(user_id=who.id).exists()


async def test_guests_are_taken_only_where_the_mentor_wishes(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    await Mentor.all().update(takes_guests=False)
    assert 'name="guest_email"' not in (await mailing.get(f"{offer.slots}?day=2026-12-10")).text
    assert (await ask(mailing, offer)).status_code == 409
    assert await MailedCode.all().count() == 0

    await Mentor.all().update(takes_guests=True)
    await ask(mailing, offer)
    await Mentor.all().update(takes_guests=False)  # meanwhile
    assert (await enter(mailing)).status_code == 409
    assert await MentorSession.all().count() == 0
    assert not await User.filter(is_guest=True).exists()


async def test_without_mail_nobody_is_offered_to_book_as_a_guest(
    client: httpx2.AsyncClient,
) -> None:
    offer = await make_offer(visibility=Visibility.PUBLIC, takes_guests=True)
    page = (await client.get(f"{offer.slots}?day=2026-12-10")).text
    assert ('name="guest_email"' in page, "/sign-in?next=" in page) == (False, True)
    assert (await ask(client, offer)).status_code == 409
    await come_in(client, MENTOR)
    form = (await client.get("/mentoring")).text
    assert '<input type="hidden" name="takes_guests" value="1">' in form


async def test_two_codes_at_the_same_moment_make_one_guest_and_no_time_is_given_twice(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    codes: list[tuple[str, dict[str, str]]] = []
    for _ in range(3):
        mailing.cookies.clear()
        await ask(mailing, offer, type="chat")
        codes.append((await code_to(GUEST), dict(mailing.cookies)))
    mailing.cookies.clear()
    told = [
        mailing.post(
            "/confirm", data={"code": code}, headers={"Cookie": f"{COOKIE}={held[COOKIE]}"}
        )
        for code, held in codes
    ]
    answers = await asyncio.gather(*told)
    assert sorted(one.status_code for one in answers) == [303, 409, 409]
    assert await User.filter(is_guest=True).count() == 1
    assert await MentorSession.all().count() == 1


async def test_a_members_mentor_is_unknown_to_guests_and_a_private_link_opens_the_door(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    await Mentor.all().update(visibility=Visibility.MEMBERS)
    assert (await ask(mailing, offer)).status_code == 404
    key = await draw_link(offer.mentor)
    form = {"type": "review", "starts_at": THURSDAY, "topic": "A first job", "zone": ""}
    who = {"guest_name": NAME, "guest_email": GUEST}
    place = f"/mentors/{offer.mentor.slug}/guests?key={key}"
    assert (await mailing.post(place, data=form | who)).status_code == 303


async def test_every_kind_of_address_gets_the_same_answer_and_the_same_letter(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    await make_user()
    answers, letters = [], []
    for email in (OWNER, GUEST):
        mailing.cookies.clear()
        answers.append(without(await ask(mailing, offer, guest_email=email), email))
        answers.append(without(await mailing.get("/confirm"), email))
        code = await code_to(email)
        letter = words_of((await letters_to(email))[-1])
        letters.append(letter.replace(code, "…").replace(email, "…"))
    assert answers[:2] == answers[2:]
    assert letters[0] == letters[1]
    assert NAME not in letters[0]


async def test_whoever_proves_the_address_of_an_account_asks_as_that_account(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    owner = await make_user()
    await ask(mailing, offer, guest_email=OWNER)
    done = await enter(mailing, OWNER)
    session = await the_session()
    assert (session.mentee_id, done.headers["location"]) == (owner.id, f"/sessions/{session.key}")
    assert not await User.filter(name=NAME).exists()
    assert await SignIn.all().count() == 0


async def test_a_code_is_guessed_five_times_and_is_good_in_its_own_browser_alone(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    await ask(mailing, offer)
    code, cookies = await code_to(GUEST), dict(mailing.cookies)
    mailing.cookies.clear()
    assert (await mailing.post("/confirm", data={"code": code})).status_code == 409
    for name, value in cookies.items():
        mailing.cookies.set(name, value)
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"
    for _ in range(5):
        assert (await mailing.post("/confirm", data={"code": wrong})).status_code in (409, 422)
    assert (await mailing.post("/confirm", data={"code": code})).status_code == 409
    assert await MentorSession.all().count() == 0


async def test_no_address_is_flooded_with_codes_nor_any_network_sends_many(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    told = [(await ask(mailing, offer)).status_code for _ in range(4)]
    assert told == [303, 303, 303, 409]
    assert len(await named_letters_to(GUEST)) == 3
    others = [f"other{n}@example.org" for n in range(7)]
    told = [(await ask(mailing, offer, guest_email=one)).status_code for one in others]
    assert told == [303] * 6 + [429]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("guest_email", "no address"),
        ("guest_email", "guest@example.org\r\nBcc: other@example.org"),
        ("guest_email", ""),
        ("guest_name", ""),
        ("guest_name", "n" * 101),
        ("topic", ""),
        ("starts_at", "tomorrow"),
    ],
)
async def test_what_is_amiss_stands_by_its_field_and_no_letter_goes(
    mailing: httpx2.AsyncClient, offer: Offer, field: str, text: str
) -> None:
    answer = await ask(mailing, offer, **{field: text})
    assert answer.status_code == 422
    assert f'id="{field}-said"' in answer.text
    assert await OutgoingMail.all().count() == 0


async def test_no_header_is_made_of_a_guests_name(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    evil = "Amara\r\nBcc: other@example.org\r\n =?utf-8?q?=0ABcc:_x?="
    await ask(mailing, offer, guest_name=evil, type="chat")
    await enter(mailing)
    for letter in [*await letters_to(GUEST), *await letters_to(MENTOR)]:
        assert letter["Bcc"] is None
        assert "\n" not in str(letter["Subject"])


async def test_a_blocked_guest_is_told_nothing_and_gets_nothing(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    await booked(mailing, offer)
    who = await User.get(is_guest=True)
    await blocking.block(offer.mentor, who, by_mentor=True, text="", now=NOON)
    await ask(mailing, offer, FRIDAY, type="chat")
    refused = await enter(mailing)
    assert (refused.status_code, "No openings at the moment" in refused.text) == (422, True)
    assert await MentorSession.all().count() == 1


async def test_a_guest_cannot_sign_in_nor_reset_a_password(
    mailing: httpx2.AsyncClient, offer: Offer
) -> None:
    await booked(mailing, offer)
    for password in ("", PASSWORD):
        form = {"email": GUEST, "password": password}
        assert (await mailing.post("/sign-in", data=form)).status_code == 422
    await mailing.post("/reset", data={"email": GUEST})
    assert (await letter_to(GUEST)).letter == "no_account"
