"""Photos of people and of their cards: made anew from their pixels, kept, and taken away."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime

from tortoise.exceptions import IntegrityError

from netmentor.accounts.models import User
from netmentor.contacts.deeds import deed
from netmentor.contacts.developing import REFUSED
from netmentor.contacts.doubles.roots import who_is
from netmentor.contacts.models import Contact, Picture
from netmentor.db.columns import values_of
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.text import one_line

MOST_OF_A_CONTACT = 12
MOST_OF_A_USER = 3_000
SECONDS = 15.0
_SCAN = 0xDA
_NOTES = {*range(0xE1, 0xEE), 0xEF, 0xFE}
_PATIENCE = 20.0  # seconds that a picture waits for the one before it


class Unusable(Invalid):
    """What was sent is no picture we could take; the sentence says why."""


class Busy(Conflict):
    """Other pictures are being made anew; this one can be sent again in a moment."""


class Darkroom:
    """Makes pictures anew, one at a time, each in a process of its own that can be killed."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def develop(self, body: bytes) -> bytes:
        """Return the picture in `body` as a JPEG; raise Unusable, or Busy."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._turn.acquire()
        except TimeoutError as exc:
            raise Busy("Other pictures are on their way in. Send this one again soon.") from exc
        try:
            return await _develop(body)
        finally:
            self._turn.release()


async def add_picture(
    user: User, contact: Contact, key: str, jpeg: bytes, *, now: datetime
) -> tuple[Picture, bool]:
    """Keep a picture made anew; return it, and whether this call kept it: once for each key."""
    if known := await picture_by_key(contact, key):
        return known, False
    try:
        async with deed(user, f"A photo of {contact.name} is kept.", now=now) as journal:
            await journal.hold(contact)
            contact = await who_is(contact)  # merged while the photo was made anew
            journal.before(contact)
            await check_room(user, contact)
            row = await Picture.create(contact=contact, key=key, jpeg=jpeg, created_at=now)
            # Put away: deleted, it would come again from a device that still sends.
            journal.undone_as(row, gone_at=now)
            return row, True
    except IntegrityError:  # the same, sent twice at once
        if known := await picture_by_key(contact, key):
            return known, False
        raise


async def check_room(user: User, contact: Contact) -> None:
    """Raise Invalid where no further picture is kept: known before one is made anew for nothing."""
    if await Picture.filter(contact=contact).count() >= MOST_OF_A_CONTACT:
        raise Invalid(f"At most {MOST_OF_A_CONTACT} photos are kept of one person.")
    if await Picture.filter(contact__user=user).count() >= MOST_OF_A_USER:
        raise Invalid(f"You keep {MOST_OF_A_USER:,} photos already.")


async def put_away_picture(user: User, row: Picture, *, now: datetime) -> None:
    """Take a picture away; for 30 days that can be undone."""
    contact = await Contact.get(id=row.contact_id)
    async with deed(user, f"A photo of {contact.name} is deleted.", now=now) as journal:
        await journal.hold(row, contact)
        row.gone_at = row.gone_at or now
        await row.save(update_fields=["gone_at"])


async def picture_ids(contact: Contact) -> list[int]:
    """The pictures of a contact, the first first."""
    return await values_of(Picture.filter(contact=contact, gone_at=None).order_by("id"), "id")


async def picture_by_key(contact: Contact, key: str) -> Picture | None:
    """The picture of a contact that was sent with this key, taken away or not."""
    return await Picture.get_or_none(contact=contact, key=key)


async def picture_of(contact: Contact, id_: int) -> Picture:
    """One picture of a contact; raise NotFound where it has none of this number."""
    found = await Picture.get_or_none(contact=contact, id=id_, gone_at=None)
    if found is None:
        raise NotFound("There is no such photo.")
    return found


def why_not_developed(body: bytes) -> str | None:
    """Say why these bytes are no picture as a darkroom leaves it, or None if they are one.

    A JPEG whose head has nothing beside its pixels (ITU-T T.81, B.1.1.3): what cameras note, as
    the place, stands in segments 1 to 13 and 15 meant for programs, or in a comment.
    """
    at = 2
    while body[:2] == b"\xff\xd8" and body[at : at + 1] == b"\xff" and at + 4 <= len(body):
        marker = body[at + 1]
        if marker == _SCAN:
            return None
        if marker in _NOTES:
            return "its photo has notes of a camera in it."
        at += 2 + int.from_bytes(body[at + 2 : at + 4], "big")
    return "its photo is no JPEG."


async def _develop(body: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "netmentor.contacts.developing",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        async with asyncio.timeout(SECONDS):
            answer, _ = await process.communicate(body)
    except TimeoutError as exc:
        raise Unusable(f"Reading the picture took more than {SECONDS:g} seconds.") from exc
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == REFUSED:
        raise Unusable(one_line(answer[:300].decode(errors="replace")))
    if process.returncode or not answer.startswith(b"\xff\xd8"):
        raise Unusable("The picture cannot be read: the program that tried ended half-way.")
    return answer
