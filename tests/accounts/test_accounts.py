"""Accounts: one an address, signed in by the right password alone, out when something changes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from netmentor.accounts import actions, passwords, queries
from netmentor.accounts.actions import EmailTaken, LinkSpent, WrongPassword
from netmentor.accounts.models import AgendaRevision, SignIn, User
from netmentor.accounts.rules import RESET_WITHIN, SIGNED_IN_FOR, Role
from netmentor.errors import NotFound
from tests.accounts.casting import OWNER, PASSWORD, STRANGER, make_user
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("database")
OTHER = "harbor pencil thunder quilt"


async def enter(email: str = OWNER, password: str = PASSWORD) -> str:
    return await actions.sign_in(email, password, device="Sample browser", now=NOON)


async def signed_in(token: str) -> SignIn:
    found = await queries.signed_in_by(token, now=NOON)
    assert found is not None
    return found


async def test_an_address_has_one_account_whatever_its_case() -> None:
    await make_user("Owner@Example.org")

    with pytest.raises(EmailTaken):
        await make_user("owner@example.ORG")
    assert await User.all().count() == 1


async def test_of_two_who_join_at_once_one_is_told() -> None:
    results = await asyncio.gather(make_user(), make_user(), return_exceptions=True)

    assert sorted(type(one).__name__ for one in results) == ["EmailTaken", "User"]


async def test_the_right_password_signs_in_and_nothing_else_does() -> None:
    await make_user()
    await make_user(STRANGER, password=OTHER)

    assert (await signed_in(await enter(" OWNER@example.org "))).user.email == OWNER
    for email, password in ((OWNER, OTHER), (OWNER, ""), (OWNER, PASSWORD + " "), ("x@y.zz", "")):
        with pytest.raises(WrongPassword):
            await enter(email, password)


async def test_nothing_that_opens_an_account_is_kept() -> None:
    await make_user()
    token = await enter()

    user, sign_in = await User.get(), await SignIn.get()
    kept = repr([vars(user), vars(sign_in)])
    assert PASSWORD not in kept
    assert token not in kept
    assert user.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_a_sign_in_ends_by_itself() -> None:
    await make_user()
    token = await enter()

    assert await queries.signed_in_by(token, now=NOON + SIGNED_IN_FOR - timedelta(seconds=1))
    assert await queries.signed_in_by(token, now=NOON + SIGNED_IN_FOR) is None
    assert await queries.signed_in_by("nms_forged", now=NOON) is None
    assert await queries.signed_in_by("\ud800", now=NOON) is None


async def test_signing_out_ends_one_sign_in_and_no_other() -> None:
    await make_user()
    here, there = await enter(), await enter()
    await actions.sign_out(await signed_in(here))

    assert await queries.signed_in_by(here, now=NOON) is None
    assert await queries.signed_in_by(there, now=NOON)


async def test_another_password_signs_every_browser_out_but_the_one_that_set_it() -> None:
    await make_user()
    here, there = await enter(), await enter()
    with pytest.raises(WrongPassword):
        await actions.change_password(await signed_in(here), OTHER, OTHER, device="", now=NOON)
    fresh = await actions.change_password(
        await signed_in(here), PASSWORD, OTHER, device="", now=NOON
    )

    assert [await queries.signed_in_by(one, now=NOON) for one in (here, there)] == [None, None]
    assert (await signed_in(fresh)).user.email == OWNER
    await enter(password=OTHER)
    with pytest.raises(WrongPassword):
        await enter()


async def test_a_sign_in_under_way_while_the_password_changes_comes_to_nothing() -> None:
    await make_user()
    mine = await signed_in(await enter())
    known = await User.get()
    await actions.change_password(mine, PASSWORD, OTHER, device="", now=NOON)

    await User.filter(id=known.id).update(password_hash=known.password_hash)  # as it was read
    before_it = [asyncio.ensure_future(passwords.hashed(OTHER)) for _ in range(20)]
    reading = asyncio.ensure_future(enter())
    await asyncio.sleep(0.05)  # it has read the account, and waits for its turn to hash
    await User.filter(id=known.id).update(password_hash="another")
    with pytest.raises(WrongPassword):
        await reading
    await asyncio.gather(*before_it)


async def test_a_change_of_rights_ends_every_sign_in() -> None:
    user = await make_user()
    token = await enter()
    await actions.give_role(user, Role.CURATOR)

    assert await queries.signed_in_by(token, now=NOON) is None
    assert (await User.get()).role == Role.CURATOR


async def test_a_session_is_ended_by_its_owner_alone() -> None:
    owner, stranger = await make_user(), await make_user(STRANGER)
    mine = await signed_in(await enter())

    for unknown in (mine.id + 999, mine.id):
        with pytest.raises(NotFound, match="no such session"):
            await actions.end_sign_in(stranger, unknown)
    await actions.end_sign_in(owner, mine.id)
    assert await queries.sign_ins_of(owner, now=NOON) == []


async def test_an_erased_account_leaves_nothing_and_nobody_elses_is_touched() -> None:
    user, stranger = await make_user(), await make_user(STRANGER)
    mine = await signed_in(await enter())
    await actions.bump([user.id, stranger.id])
    with pytest.raises(WrongPassword):
        await actions.check_password(mine.user, OTHER)
    assert await User.all().count() == 2

    await actions.check_password(mine.user, PASSWORD)
    await actions.erase(mine.user)
    assert [one.email for one in await User.all()] == [STRANGER]
    assert await SignIn.all().count() == 0
    assert [one.user_id for one in await AgendaRevision.all()] == [stranger.id]


async def test_a_reset_link_is_good_once_and_ends_every_sign_in() -> None:
    user = await make_user()
    here = await enter()
    link = await actions.make_reset_link(user, now=NOON)
    fresh = await actions.reset_password(link, OTHER, device="", now=NOON)

    assert await queries.signed_in_by(here, now=NOON) is None
    assert (await signed_in(fresh)).user.email == OWNER
    await enter(password=OTHER)
    with pytest.raises(LinkSpent):
        await actions.reset_password(link, PASSWORD, device="", now=NOON)
    await enter(password=OTHER)


async def test_of_two_who_use_a_reset_link_at_once_one_is_refused() -> None:
    link = await actions.make_reset_link(await make_user(), now=NOON)
    results = await asyncio.gather(
        *(actions.reset_password(link, one, device="", now=NOON) for one in (OTHER, PASSWORD)),
        return_exceptions=True,
    )

    assert sorted(isinstance(one, LinkSpent) for one in results) == [False, True]


async def test_a_reset_link_ends_with_its_day_with_the_next_link_and_with_a_change() -> None:
    user = await make_user()
    first = await actions.make_reset_link(user, now=NOON)
    second = await actions.make_reset_link(user, now=NOON)
    assert await queries.user_of_reset_link(first, now=NOON) is None
    assert await queries.user_of_reset_link(second, now=NOON + RESET_WITHIN) is None
    assert (await queries.user_of_reset_link(second, now=NOON)) == user

    await actions.change_password(
        await signed_in(await enter()), PASSWORD, OTHER, device="", now=NOON
    )
    assert await queries.user_of_reset_link(second, now=NOON) is None
