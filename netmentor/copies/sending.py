"""A copy goes out: as a file into a folder elsewhere, or with a letter to one's own mailbox."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.copies import ending, sealing
from netmentor.copies.making import Made
from netmentor.copies.models import AccountCopy, CopyPlan
from netmentor.copies.rules import (
    LARGEST_ATTACHED,
    LONGEST_REASON,
    Place,
    State,
    file_name,
    letter_key,
)
from netmentor.copies.turns import mine
from netmentor.db.transactions import transaction
from netmentor.fetching.web import Unfetchable, Web
from netmentor.fetching.webdav import Folder, delete_file
from netmentor.mail import letters, outbox
from netmentor.mail.assembling import Attached
from netmentor.mail.rules import GIVEN_UP_AFTER
from netmentor.settings import Settings

_AT_A_TIME = 20  # older copies that are taken out after one that was sent


def file_name_of(plan: CopyPlan, ending: str) -> str:
    """What the copy that is wanted of a plan is called, "zip" or "zip.age" at its end."""
    wanted_at = cast("datetime", plan.wanted_at)
    return file_name(plan.key, wanted_at, f"{ending}.age" if plan.recipient else ending)


async def folder_of(settings: Settings, plan: CopyPlan) -> Folder:
    """Where a plan's copies go; the password is sealed anew if an old key did that.

    Raises Sealed where no key opens it.
    """
    sealed = plan.password or b""
    password = sealing.opened(settings, sealed)
    if not sealing.is_sealed_today(settings, sealed):
        await mine(plan).update(password=sealing.seal(settings, password))
    return Folder(url=plan.url, user_name=plan.user_name, password=password)


async def take_out_older(
    copy: AccountCopy, plan: CopyPlan, folder: Folder, *, now: datetime, web: Web
) -> None:
    """Take out of a folder what its plan does not keep; the trouble is told beside the new one.

    Only what was sent by this plan to this address is ever deleted, by its name.
    """
    there = AccountCopy.filter(
        plan_id=plan.id, place=Place.WEBDAV, url=plan.url, state=State.SENT, removed_at=None
    )
    names = list(dict.fromkeys(one.name for one in await there.order_by("-id")))
    for name in names[plan.keep or len(names) :][-_AT_A_TIME:]:
        try:
            await delete_file(folder, name, now=now, web=web)
        except Unfetchable as exc:
            said = f"It is there; an older one was not deleted: {exc.message}"
            await AccountCopy.filter(id=copy.id).update(reason=said[:LONGEST_REASON])
            return
        await there.filter(name=name).update(removed_at=now)


async def post(settings: Settings, plan: CopyPlan, name: str, made: Made, *, now: datetime) -> None:
    """Put the letter with a copy into the outbox, or one that says it is too large for a letter.

    Raises NotOurs. Once it has gone out, or after two days, the outbox keeps no byte of it.
    """
    user = await User.get(id=plan.user_id)
    is_attached, here = made.size <= LARGEST_ATTACHED, now.astimezone(ZoneInfo(user.timezone))
    letter = letters.write(
        "copy",
        base_url=settings.base_url,
        day=f"{here:%B} {here.day}, {here.year}",
        name=name,
        is_attached=is_attached,
        is_encrypted=bool(plan.recipient),
        size=f"{made.size / 1e6:.1f} MB",
        most=f"{LARGEST_ATTACHED // 10**6} MB",
    )
    key = letter_key(plan.key, cast("datetime", plan.wanted_at))
    file = Attached(name, made.whole()) if is_attached else None
    async with transaction():
        await ending.end(plan, now=now)
        await outbox.post_letter(
            settings,
            "copy",
            letter,
            key=key,
            to=user.email,
            now=now,
            secret_until=now + GIVEN_UP_AFTER,
            attached=file,
        )
        await ending.write_down(plan, State.POSTED, name, size=made.size, letter=key, now=now)
