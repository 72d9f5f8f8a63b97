"""A whole account gone, whatever the rooms keep of it; `moving` takes it along before."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from netmentor.accounts import actions
from netmentor.accounts import keeping as accounts
from netmentor.accounts.models import User
from netmentor.accounts.queries import anybody_by_email
from netmentor.accounts.rules import normal_email
from netmentor.accounts.turns import take_turns_of
from netmentor.agenda import actions as feeds
from netmentor.agenda.models import PrivateFeed
from netmentor.contacts import keeping as contacts
from netmentor.copies import keeping as copies
from netmentor.db import wiping
from netmentor.db.outliving import note_down, noted
from netmentor.db.reading import rows_among
from netmentor.db.transactions import transaction
from netmentor.errors import NotFound
from netmentor.events import keeping as events
from netmentor.internships import keeping as internships
from netmentor.internships import mentioning
from netmentor.mentoring import keeping as mentoring
from netmentor.mentoring.booking.actions import call_off_all
from netmentor.mentoring.relating.keeping import StillAhead
from netmentor.settings import Settings

_USERS = "SELECT id FROM user_account WHERE"
ERASURES = "erasures.jsonl"  # in the data folder: which accounts are gone, by no name
REVOKED = "revoked.jsonl"  # beside it: which addresses of private feeds are dead, by their hashes


async def erase(settings: Settings, user: User, *, now: datetime) -> None:
    """Erase an account and all that hangs on it; note in the data folder that it is gone.

    The note comes first: an erasure that was cut off is done by the next worker that starts.
    """
    told = {"id": user.id, "created_at": user.created_at.isoformat()}
    note_down(settings.data / ERASURES, told)
    await leave(settings, user, now=now)


async def erase_again(settings: Settings, *, now: datetime) -> int:
    """Erase the accounts that a restored backup brought back, or whose erasure was cut off.

    Returns how many those were.
    """
    gone = {
        (told["id"], datetime.fromisoformat(told["created_at"]))
        for told in noted(settings.data / ERASURES)
    }
    there = await rows_among(_USERS, "id", [id_ for id_, _ in gone])
    users = await User.filter(id__in=[id_ for (id_,) in there])
    back = [user for user in users if (user.id, user.created_at) in gone]
    for user in back:
        await leave(settings, user, now=now)
    return len(back)


async def replace_address(feed: PrivateFeed, data: Path, *, now: datetime) -> str:
    """Give a private feed another address and return its secret; the old one stays dead.

    As with an erasure, the note in `data` comes first, and outlives a restore.
    """
    note_down(data / REVOKED, {"token_hash": feed.token_hash})
    return await feeds.replace_address(feed, now=now)


async def revoke_feed(feed: PrivateFeed, data: Path, *, now: datetime) -> None:
    """Let nobody read a private feed from now on, nor after a restore."""
    note_down(data / REVOKED, {"token_hash": feed.token_hash})
    await feeds.revoke(feed, now=now)


async def revoke_again(data: Path, *, now: datetime) -> int:
    """Revoke the addresses that a restored backup brought back; return how many those were."""
    hashes = {str(told["token_hash"]) for told in noted(data / REVOKED)}
    return await feeds.revoke_hashed(hashes, now=now)


async def what_is_kept_of(email: str) -> tuple[User | None, list[User]]:
    """The account with this address, or the guest, and the others whose notes mention it."""
    try:
        own = await anybody_by_email(email)
    except NotFound:
        own = None
    words = normal_email(email)
    ids = {*await events.who_mentions(words), *await contacts.who_mentions(words)}
    ids |= {*await accounts.who_mentions(words), *await copies.who_mentions(words)}
    ids |= {*await mentoring.who_mentions(words), *await mentioning.who_mentions(words)}
    others = (
        await User.filter(id__in=sorted(ids)).exclude(id=own.id if own else 0).order_by("email")
    )
    return own, others


async def leave(settings: Settings, user: User, *, now: datetime) -> None:
    """Erase all that the rooms keep of a user, and leave no note of it.

    Sessions ahead are called off first, with letters to the others: also one that was booked
    meanwhile.
    """
    while True:
        await call_off_all(settings, user, now=now)
        try:
            return await erase_rows(user, now=now)
        except StillAhead:
            continue


async def erase_rows(user: User, *, now: datetime) -> None:
    """Erase all that the rooms keep of a user; raises StillAhead for one with a session ahead."""
    async with transaction():
        await take_turns_of(user)  # a letter that is being written would outlive the account
        await events.erase(user)
        await internships.erase(user)
        await mentoring.erase(user, now=now)
        await actions.erase(user)
        await wiping.note_erased(now=now)
