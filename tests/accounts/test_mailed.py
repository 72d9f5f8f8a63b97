"""A mailed code works once, soon, and only for the browser that asked for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from netmentor.accounts import actions, invitations, mailed, queries
from netmentor.accounts.actions import EmailTaken, WrongPassword
from netmentor.accounts.invitations import InvitationSpent
from netmentor.accounts.joining import Joining
from netmentor.accounts.mailed import CodeOver, WrongCode
from netmentor.accounts.models import MailedCode, ResetLink, SignIn, User
from netmentor.accounts.rules import CODE_WITHIN, MOST_TRIES, Role
from netmentor.mail.models import OutgoingMail
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, PASSWORD, STRANGER, make_user
from tests.db.rows import every_row
from tests.factories import NOON
from tests.mail.posting import code_to, letter_to, text_of

OTHER = "harbor pencil thunder quilt"
NEW = "new@example.org"
WHO = Joining(name="Sample Newcomer", email=NEW, password=PASSWORD, timezone="America/Chicago")


async def signed_in(email: str = OWNER) -> SignIn:
    token = await actions.sign_in(email, PASSWORD, device="", now=NOON)
    found = await queries.signed_in_by(token, now=NOON)
    assert found
    return found


async def test_an_account_comes_about_when_its_code_comes(database: Settings) -> None:
    secret = await mailed.ask_to_join(database, WHO, now=NOON)
    assert await User.all().count() == 0

    user = await mailed.join(await mailed.check(secret, await code_to(NEW), now=NOON), now=NOON)
    assert (user.email, user.name, user.role) == (NEW, WHO.name, "member")
    await actions.sign_in(NEW, PASSWORD, device="", now=NOON)
    with pytest.raises(CodeOver):
        await mailed.check(secret, await code_to(NEW), now=NOON)


async def test_an_address_with_an_account_gets_a_letter_without_a_code(database: Settings) -> None:
    await make_user()
    secret = await mailed.ask_to_join(database, replace(WHO, email=OWNER), now=NOON)
    letter = await letter_to(OWNER)

    assert letter.letter == "have_account"
    assert "already" in text_of(letter.message)
    assert WHO.name not in text_of(letter.message)
    for code in ("00000000", "", "1" * 500, "\ud800"):
        with pytest.raises(WrongCode):
            await mailed.check(secret, code, now=NOON)
    await actions.sign_in(OWNER, PASSWORD, device="", now=NOON)


async def test_asking_leaves_as_many_rows_and_letters_for_a_stranger(database: Settings) -> None:
    await make_user()
    grown = []
    for email in (OWNER, "nobody@example.org"):
        before = {table: len(rows) for table, rows in (await every_row()).items()}
        await mailed.ask_to_reset(database, email, now=NOON)
        await mailed.ask_to_join(database, replace(WHO, email=email), now=NOON)
        after = {table: len(rows) for table, rows in (await every_row()).items()}
        grown.append({table: after[table] - before[table] for table in after})

    assert grown[0] == grown[1]
    assert (grown[0]["mailed_code"], grown[0]["outgoing_mail"]) == (2, 2)
    assert (await letter_to("nobody@example.org")).letter == "sign_up_code"


async def test_a_code_opens_nothing_elsewhere(database: Settings) -> None:
    await make_user()
    await mailed.ask_to_reset(database, OWNER, now=NOON)
    code = await code_to(OWNER)
    elsewhere = await mailed.ask_to_reset(database, OWNER, now=NOON)

    with pytest.raises(WrongCode):
        await mailed.check(elsewhere, code, now=NOON)
    for secret in ("", "nmc_forged", "\ud800"):
        with pytest.raises(CodeOver):
            await mailed.check(secret, code, now=NOON)


async def test_a_code_is_over_after_five_tries_even_of_many_at_once(database: Settings) -> None:
    await make_user()
    secret = await mailed.ask_to_reset(database, OWNER, now=NOON)
    code = await code_to(OWNER)
    wrong = "0000 0000" if code != "0000 0000" else "0000 0001"
    results = await asyncio.gather(
        *(mailed.check(secret, wrong, now=NOON) for _ in range(20)), return_exceptions=True
    )

    assert {type(one) for one in results} <= {WrongCode, CodeOver}
    assert (await MailedCode.get()).tries == MOST_TRIES
    with pytest.raises(CodeOver):
        await mailed.check(secret, code, now=NOON)


async def test_a_code_is_over_after_ten_minutes(database: Settings) -> None:
    await make_user()
    secret = await mailed.ask_to_reset(database, OWNER, now=NOON)
    code = await code_to(OWNER)

    with pytest.raises(CodeOver):
        await mailed.check(secret, code, now=NOON + CODE_WITHIN)
    await mailed.check(secret, code, now=NOON + CODE_WITHIN - timedelta(seconds=1))
    assert await mailed.forget_codes(now=NOON + CODE_WITHIN) == 1


async def test_nothing_that_is_kept_lets_anybody_try_codes(database: Settings) -> None:
    await make_user()
    secret = await mailed.ask_to_reset(database, OWNER, now=NOON)
    code = await code_to(OWNER)
    await OutgoingMail.all().update(message=b"")  # as it is once the letter has gone out

    kept = repr(await every_row())
    assert not [one for one in (secret, code, code.replace(" ", "")) if one in kept]


async def test_a_code_leads_to_a_new_password_once(database: Settings) -> None:
    await make_user()
    secret = await mailed.ask_to_reset(database, f" {OWNER.upper()} ", now=NOON)
    found = await mailed.check(secret, await code_to(OWNER), now=NOON)
    results = await asyncio.gather(
        *(mailed.reset(found, now=NOON) for _ in range(2)), return_exceptions=True
    )

    [link] = [one for one in results if isinstance(one, str)]
    assert [type(one) for one in results if one is not link] == [CodeOver]
    assert (await ResetLink.get()).ends_at == NOON + CODE_WITHIN
    await actions.reset_password(link, OTHER, device="", now=NOON)
    await actions.sign_in(OWNER, OTHER, device="", now=NOON)


async def test_another_address_is_proved_by_a_code_and_told_to_the_one_before(
    database: Settings,
) -> None:
    await make_user()
    mine = await signed_in()
    with pytest.raises(WrongPassword):
        await mailed.ask_to_move(database, mine, OTHER, NEW, now=NOON)
    secret = await mailed.ask_to_move(database, mine, PASSWORD, NEW, now=NOON)
    assert (await User.get()).email == OWNER

    found = await mailed.check(secret, await code_to(NEW), now=NOON)
    await mailed.move(database, found, now=NOON)
    assert (await User.get()).email == NEW
    told = await letter_to(OWNER)
    assert told.letter == "email_changed"
    assert NEW in text_of(told.message)


async def test_an_address_of_somebody_else_cannot_be_taken_over(database: Settings) -> None:
    await make_user()
    await make_user(STRANGER)
    mine = await signed_in()
    secret = await mailed.ask_to_move(database, mine, PASSWORD, STRANGER, now=NOON)

    assert (await letter_to(STRANGER)).letter == "have_account"
    with pytest.raises(WrongCode):
        await mailed.check(secret, "12345678", now=NOON)
    with pytest.raises(EmailTaken):
        await mailed.move_at_once(database, mine, PASSWORD, STRANGER, now=NOON)
    assert (await User.get(id=mine.user.id)).email == OWNER


async def test_a_new_password_ends_the_codes_that_are_on_their_way(database: Settings) -> None:
    await make_user()
    mine = await signed_in()
    secret = await mailed.ask_to_move(database, mine, PASSWORD, NEW, now=NOON)
    await actions.change_password(mine, PASSWORD, OTHER, device="", now=NOON)

    with pytest.raises(CodeOver):
        await mailed.check(secret, await code_to(NEW), now=NOON)


async def test_an_erased_account_leaves_no_letter_and_no_code(database: Settings) -> None:
    user = await make_user()
    await mailed.ask_to_reset(database, OWNER, now=NOON)
    await actions.erase(user)

    assert OWNER not in repr(await every_row())


async def test_an_erased_account_takes_no_letter_of_others_along(database: Settings) -> None:
    await make_user()
    await make_user(STRANGER)
    await mailed.ask_to_reset(database, STRANGER, now=NOON)
    mine = await signed_in()
    await mailed.ask_to_move(database, mine, PASSWORD, STRANGER, now=NOON)
    await mailed.ask_to_move(database, mine, PASSWORD, NEW, now=NOON)
    await actions.erase(mine.user)

    left = await OutgoingMail.all()
    assert [(one.to, one.letter) for one in left] == [(STRANGER, "reset_code")]


async def test_an_invitation_makes_one_account_with_its_role(database: Settings) -> None:
    token = await invitations.invite(Role.CURATOR, now=NOON)
    found = await invitations.invitation_of(token, now=NOON)
    assert found
    results = await asyncio.gather(
        *(
            invitations.join_by(found, replace(WHO, email=email), now=NOON)
            for email in (NEW, STRANGER)
        ),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in results) == ["InvitationSpent", "User"]
    assert (await User.get()).role == "curator"
    assert await invitations.invitation_of(token, now=NOON) is None


async def test_an_invitation_is_spent_by_the_code_and_not_by_the_form(database: Settings) -> None:
    token = await invitations.invite(Role.MENTOR, now=NOON)
    found = await invitations.invitation_of(token, now=NOON)
    secrets = [await mailed.ask_to_join(database, WHO, found, now=NOON) for _ in range(2)]
    assert await invitations.invitation_of(token, now=NOON)

    code = await mailed.check(secrets[1], await code_to(NEW), now=NOON)
    assert (await mailed.join(code, now=NOON)).role == "mentor"
    assert await mailed.pending(secrets[0], now=NOON) is None


async def test_an_invitation_ends_and_a_taken_address_does_not_spend_it(database: Settings) -> None:
    await make_user()
    token = await invitations.invite(Role.MEMBER, now=NOON)
    found = await invitations.invitation_of(token, now=NOON)
    assert found
    with pytest.raises(EmailTaken):
        await invitations.join_by(found, replace(WHO, email=OWNER), now=NOON)

    assert await invitations.invitation_of(token, now=NOON + timedelta(days=7)) is None
    with pytest.raises(InvitationSpent):
        await invitations.join_by(found, WHO, now=NOON + timedelta(days=7))
    assert await invitations.invitation_of(token, now=NOON)


async def test_only_the_last_link_sets_up_and_only_while_nobody_administers(
    database: Settings,
) -> None:
    first = await invitations.invite_first_administrator(now=NOON)
    second = await invitations.invite_first_administrator(now=NOON)
    assert first
    assert second
    assert await invitations.invitation_of(first, now=NOON) is None
    assert await invitations.invitation_of(second, now=NOON + timedelta(days=1)) is None

    await make_user()  # being the first makes nobody the administrator, and stops nobody
    assert (await User.get()).role == "member"
    assert await invitations.invite_first_administrator(now=NOON) is None
    assert await invitations.invitation_of(second, now=NOON) is None


async def test_the_link_that_sets_up_is_good_until_there_is_an_administrator(
    database: Settings,
) -> None:
    token = await invitations.invite_first_administrator(now=NOON)
    assert token
    found = await invitations.invitation_of(token, now=NOON)
    await make_user()
    assert found
    assert (await invitations.join_by(found, WHO, now=NOON)).role == "admin"

    again = await invitations.invite_first_administrator(now=NOON)
    assert again is None
