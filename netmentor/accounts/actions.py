"""What happens to accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F, Q

from netmentor.accounts import passwords, tokens
from netmentor.accounts.joining import Joining
from netmentor.accounts.models import AgendaRevision, MailedCode, ResetLink, SignIn, User
from netmentor.accounts.queries import user_called
from netmentor.accounts.rules import (
    CODE_LETTERS,
    RESET_WITHIN,
    Role,
    changed_key,
    code_key,
    normal_email,
    signed_in_until,
)
from netmentor.db.bulk import Change, alongside, change, change_all, change_each
from netmentor.db.columns import values_of
from netmentor.db.reading import among, is_postgres, rows
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, Denied, NotFound
from netmentor.mail.outbox import forget_letters, forget_letters_keyed, forget_letters_to

_LONGEST_DEVICE = 200
_GROWN = "UPDATE agenda_revision SET number = number + 1 WHERE user_id {among} RETURNING 1"
# PostgreSQL locks rows in the order in which an UPDATE comes upon them, which is any.
_GROWN_IN_ORDER = """
    {beside} mine AS (
        SELECT id FROM agenda_revision WHERE user_id {among} ORDER BY user_id FOR NO KEY UPDATE
    ), grown AS (
        UPDATE agenda_revision SET number = number + 1 FROM mine
        WHERE agenda_revision.id = mine.id RETURNING 1
    ) SELECT count(*) FROM grown"""
_PLAN_AGAIN = "UPDATE agenda_revision SET planned = -1 WHERE user_id {among}"
# An account that is being erased is waited for, and gets no number then; a guest, whose things
# are planned and shown nowhere, has none.
_FIRST = """
    INSERT INTO agenda_revision (user_id, number, planned)
    SELECT id, 1, -1 FROM user_account
    WHERE id {among} AND NOT is_guest AND id NOT IN (SELECT user_id FROM agenda_revision)
    ORDER BY id {held}
    ON CONFLICT (user_id) DO UPDATE SET number = agenda_revision.number + 1"""


class EmailTaken(Conflict):
    """Somebody has an account with this address already."""


class WrongPassword(Denied):
    """The address and the password do not belong together; which of them is wrong is not told."""


class LinkSpent(Conflict):
    """A link that opened something once does not any more."""


async def join(who: Joining, *, now: datetime) -> User:
    """Make an account of what is fit for one; raise EmailTaken where the address has one."""
    password_hash = await passwords.hashed(who.password)  # before the transaction: it takes long
    async with transaction():
        return await put_user(who, password_hash, now=now)


async def put_user(who: Joining, password_hash: str, *, now: datetime) -> User:
    """Make the row of an account, inside the caller's transaction; or raise EmailTaken."""
    try:
        user = await User.create(
            email=normal_email(who.email),
            name=who.name,
            password_hash=password_hash,
            timezone=who.timezone,
            role=who.role,
            created_at=now,
        )
    except IntegrityError as exc:
        raise EmailTaken("There is an account with this address. Sign in instead.") from exc
    await AgendaRevision.create(user_id=user.id, number=0)
    return user


async def put_proven_user(who: Joining, password_hash: str, *, now: datetime) -> User:
    """As `put_user`, of an address that was proved: what a guest had by it is the account's."""
    told = {"name": who.name, "password_hash": password_hash, "timezone": who.timezone}
    guest = User.filter(email=normal_email(who.email), is_guest=True)
    if not await guest.update(**told, role=who.role, is_guest=False):
        return await put_user(who, password_hash, now=now)
    user = await User.get(email=normal_email(who.email))
    await AgendaRevision.create(user_id=user.id, number=0)
    return user


async def sign_in(email: str, password: str, *, device: str, now: datetime) -> str:
    """Sign a browser in and return the secret for its cookie.

    Raises WrongPassword, after the same time whether there is such an account or not.
    """
    user = await user_called(email)
    if not await passwords.fits(password, user.password_hash if user else None) or user is None:
        raise WrongPassword("This address and this password do not belong together.")
    renewed = await passwords.hashed(password) if passwords.is_dated(user.password_hash) else ""
    async with transaction():
        # Locks the account against a change of the password, which ends all sign-ins.
        same = User.filter(id=user.id, password_hash=user.password_hash)
        if not await same.update(password_hash=renewed or user.password_hash):
            raise WrongPassword("The password was changed a moment ago.")
        await SignIn.filter(user=user, ends_at__lte=now).delete()
        return await _admit(user, device=device, now=now)


async def admit(user: User, *, device: str, now: datetime) -> str:
    """Sign a browser in whose user was just made, and return the secret for its cookie."""
    async with transaction():
        return await _admit(user, device=device, now=now)


async def sign_out(sign_in: SignIn) -> None:
    """End the sign-in of one browser; that it is over already is as well."""
    async with transaction():
        await SignIn.filter(id=sign_in.id).delete()


async def end_sign_in(user: User, sign_in_id: int) -> None:
    """End one of the sign-ins of `user`; another's is as unknown as none."""
    async with transaction():
        if not await SignIn.filter(user=user, id=sign_in_id).delete():
            raise NotFound("There is no such session.")


async def end_other_sign_ins(sign_in: SignIn) -> int:
    """End every sign-in of the same user but this one; return how many."""
    async with transaction():
        return await SignIn.filter(user_id=sign_in.user_id).exclude(id=sign_in.id).delete()


async def describe_oneself(user: User, *, name: str, timezone: str) -> None:
    """Change what a user is called and where they are."""
    async with transaction():
        await User.filter(id=user.id).update(name=name, timezone=timezone)
        await plan_again([user.id])


async def change_password(
    sign_in: SignIn, current: str, wanted: str, *, device: str, now: datetime
) -> str:
    """Give the user another password; every sign-in ends, and this browser gets a new one.

    Raises WrongPassword if `current` is not the password. Returns the secret for the cookie.
    """
    user = sign_in.user
    await check_password(user, current)
    renewed = await passwords.hashed(wanted)
    async with transaction():
        mine = User.filter(id=user.id, password_hash=user.password_hash)
        if not await mine.update(password_hash=renewed):
            raise Conflict("The password was changed elsewhere a moment ago.")
        await SignIn.filter(user=user).delete()
        await ResetLink.filter(user=user).delete()
        await MailedCode.filter(user=user).delete()
        return await _admit(user, device=device, now=now)


async def make_reset_link(user: User, *, now: datetime, within: timedelta = RESET_WITHIN) -> str:
    """Return the secret of a link to a new password; the links before are good for nothing."""
    token = tokens.make("nmr")
    async with transaction():
        await ResetLink.filter(user=user).delete()
        await ResetLink.create(user=user, token_hash=tokens.hashed(token), ends_at=now + within)
    return token


async def reset_password(token: str, wanted: str, *, device: str, now: datetime) -> str:
    """Give the user of a reset link another password; the link is spent, and every sign-in ends.

    Raises LinkSpent where the link is unknown, used or over. Returns the secret of a new sign-in.
    """
    renewed = await passwords.hashed(wanted)
    async with transaction():
        links = ResetLink.filter(token_hash=tokens.hashed(token), ends_at__gt=now)
        link = await links.select_related("user").first()
        if link is None or not await ResetLink.filter(id=link.id).delete():
            raise LinkSpent("This link was used already, or is too old. Ask for another one.")
        await User.filter(id=link.user_id).update(password_hash=renewed)
        await SignIn.filter(user_id=link.user_id).delete()
        await MailedCode.filter(user_id=link.user_id).delete()
        return await _admit(link.user, device=device, now=now)


async def give_role(user: User, role: Role) -> None:
    """Let a user do more, or less; a change of rights ends every sign-in."""
    async with transaction():
        await User.filter(id=user.id).update(role=role)
        await SignIn.filter(user=user).delete()


async def erase(user: User) -> None:
    """Erase an account, and what hangs on it; `keeping.erase` erases the rest of its user, too."""
    async with transaction():
        codes = MailedCode.filter(Q(user=user) | Q(email=user.email))
        # By their keys: at an address that somebody only named, others may have letters waiting.
        theirs = await values_of(codes, "browser_hash")
        await forget_letters([code_key(one, by) for by in theirs for one in CODE_LETTERS])
        await forget_letters_to(user.email)
        await forget_letters_keyed(changed_key(user.id))
        await codes.delete()
        await User.filter(id=user.id).delete()  # its sign-ins go with it
        # Last: whoever gives a user their number holds the account, and was waited for above.
        await AgendaRevision.filter(user_id=user.id).delete()


async def check_password(user: User, password: str) -> None:
    """Raise WrongPassword if it is not the password of `user`."""
    if not await passwords.fits(password, user.password_hash):
        raise WrongPassword("This is not your password.")


async def set_aims(user: User, aims: str) -> None:
    """Keep which events a user looks for, as the query of the list of them."""
    async with transaction():
        await User.filter(id=user.id).update(aims=aims)


async def set_look(user: User, *, theme: str, single_keys: bool) -> None:
    """Keep how pages look to a user, and whether single keys do something."""
    async with transaction():
        await User.filter(id=user.id).update(theme=theme, single_keys=single_keys)


async def bump(user_ids: Iterable[int], *beside: Change) -> None:
    """Say that something dated of these users has changed: the last write of a transaction.

    One write in ascending order, however many they are: two transactions that bump in
    different orders would each wait for the other on PostgreSQL. Who has no account is left out.
    Changes `beside` go along, which saves who changes little as many ways to go.
    """
    ids = sorted(set(user_ids))
    if not ids:
        await change_all(*beside)
        return
    condition, one_parameter = among(ids)
    if await _bumped(condition, one_parameter, beside) < len(ids):
        held = "FOR KEY SHARE" if is_postgres() else ""
        await change(_FIRST.format(among=condition, held=held), one_parameter)


async def plan_again(user_ids: Iterable[int]) -> None:
    """Have the reminders of these users planned again, though nothing dated of theirs changed.

    Their numbers stay: calendars that were given out stay as good as they are.
    """
    ids = sorted(set(user_ids))
    if ids:
        condition, one_parameter = among(ids)
        await change(_PLAN_AGAIN.format(among=condition), one_parameter)


async def leave_numbers_behind(*, now: datetime) -> None:
    """Give everybody a number that was never theirs: for after a backup was taken in.

    It brings old numbers back, and what is bumped from there on would pass for what the same
    number stood for before. Nobody's grew by more than one a second since.
    """
    async with transaction():
        await AgendaRevision.all().update(number=F("number") + int(now.timestamp()))


async def _bumped(condition: str, one_parameter: object, beside: Sequence[Change]) -> int:
    """Let the numbers grow, and make the other changes; return how many grew."""
    if not is_postgres():
        grown = Change(_GROWN.format(among=condition), (one_parameter,))
        return len((await change_each(*beside, grown))[-1])
    also = f"{alongside(beside)}," if beside else "WITH"
    values = [value for one in beside for value in one.values]
    statement = _GROWN_IN_ORDER.format(beside=also, among=condition)
    ((count,),) = await rows(statement, *values, one_parameter)
    return int(count)


async def _admit(user: User, *, device: str, now: datetime) -> str:
    token = tokens.make("nms")
    await SignIn.create(
        user=user,
        token_hash=tokens.hashed(token),
        device=device[:_LONGEST_DEVICE],
        signed_in_at=now,
        ends_at=signed_in_until(now),
    )
    return token
