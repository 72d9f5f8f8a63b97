"""What somebody says of an import of theirs: begin, these columns, go on, undo it, forget it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO
from uuid import uuid4

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.books.models import ContactImport, ContactImportFile
from netmentor.contacts.books.queries import import_of
from netmentor.contacts.books.reading import format_of
from netmentor.contacts.books.rules import (
    LARGEST_SENT,
    LEASE,
    MOST_WAITING,
    OVER,
    STAYS,
    WORKED_ON,
    Doubles,
    Format,
    State,
)
from netmentor.db import wiping
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, Invalid
from netmentor.text import one_line

_NOBODY = "Choose a file that holds somebody."
_FIRST = 64 * 1024  # bytes by which it is told what a file is


async def begin(user: User, name: str, body: bytes, *, now: datetime) -> ContactImport:
    """Take a file in, to be read by the worker; raises Invalid."""
    if len(body) > LARGEST_SENT:
        raise Invalid(f"A file has at most {LARGEST_SENT // 2**20} MB. Bring it in by parts.")
    if not body.strip():
        raise Invalid(_NOBODY)
    async with transaction():
        row = await _begin(user, name, format_of(body), now=now)
        await ContactImportFile.create(of=row, told=body)
    return row


async def begin_held(
    user: User, name: str, file: BinaryIO, mapping: Mapping[str, str], *, now: datetime
) -> ContactImport:
    """Begin with a file that the caller reads by itself, and that is not kept; raises Invalid."""
    file.seek(0)
    first = file.read(_FIRST)
    if not first.strip():
        raise Invalid(_NOBODY)
    told = {"mapping": json.dumps(dict(mapping)) if mapping else "", "held_until": now + LEASE}
    async with transaction():
        return await _begin(user, name, format_of(first), now=now, **told)


async def _begin(
    user: User, name: str, format_: Format, *, now: datetime, **told: Any
) -> ContactImport:
    await take_turns_of(user)
    open_ = ContactImport.filter(user=user).exclude(state__in=list(OVER))
    if await open_.count() >= MOST_WAITING:
        raise Conflict(f"{MOST_WAITING} files are on their way in already. Finish one first.")
    return await ContactImport.create(
        user=user,
        key=str(uuid4()),
        name=one_line(name)[:200] or "a file",
        format=format_.value,
        state=State.READING.value,
        created_at=now,
        changed_at=now,
        **told,
    )


async def tell_columns(user: User, key: str, mapping: Mapping[str, str], *, now: datetime) -> None:
    """Say which header of a table is which of our columns; it is read again then."""
    if not {"name", "given", "family", "organization", "email"} & mapping.keys():
        raise Invalid("Say at least which column is the name.")
    told = {"mapping": json.dumps(dict(mapping)), "reason": ""}
    await _turn(user, key, (State.ASKING,), State.READING, now=now, **told)


async def go(user: User, key: str, doubles: Doubles, *, now: datetime) -> None:
    """Say yes to what the rows say of themselves."""
    await _turn(user, key, (State.READY,), State.PUTTING, now=now, doubles=doubles.value)


async def undo(user: User, key: str, *, now: datetime) -> None:
    """Have an import undone, also one that is on its way in."""
    row = await import_of(user, key)
    if row.state == State.FAILED and not row.done:
        raise Conflict("Nobody of it is here.")
    await _turn(user, key, (State.DONE, State.PUTTING, State.FAILED), State.UNDOING, now=now)


async def drop(user: User, key: str, *, now: datetime) -> None:
    """Forget a file of which nothing was taken in."""
    row = await import_of(user, key)
    wanted = [State.READING, State.ASKING, State.READY, State.FAILED, State.UNDONE]
    async with transaction():
        if not await ContactImport.filter(id=row.id, done=0, state__in=wanted).delete():
            raise Conflict("People of it are here already. Undo it first.")
        await wiping.note_erased(now=now)


async def forget_old(*, now: datetime) -> None:
    """Forget imports that were over for a month, and files nobody said yes to."""
    async with transaction():
        old = ContactImport.filter(changed_at__lte=now - STAYS)
        if await old.exclude(state__in=list(WORKED_ON)).delete():
            await wiping.note_erased(now=now)


async def _turn(
    user: User, key: str, of: tuple[State, ...], to: State, *, now: datetime, **told: str
) -> None:
    row = await import_of(user, key)
    mine = ContactImport.filter(id=row.id, state__in=list(of))
    if not await mine.update(state=to.value, changed_at=now, held_until=None, **told):
        raise Conflict("It is further than that already. Look at it again.")
