"""What becomes of documents: kept, in one more version, renamed, sent, removed."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from uuid import uuid4

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.follow_ups import today_of
from netmentor.db import wiping
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.internships.applying.documents.models import (
    Document,
    DocumentBody,
    DocumentVersion,
    SentDocument,
)
from netmentor.internships.applying.documents.naming import name_of_file, plain_name
from netmentor.internships.applying.documents.queries import (
    bytes_kept,
    document_of,
    version_of,
    versions_of,
)
from netmentor.internships.applying.documents.rules import (
    LONGEST_NAME,
    MOST_BYTES,
    MOST_DOCUMENTS,
    MOST_SENT,
    MOST_VERSIONS,
    kind_of,
    why_not_kept,
)
from netmentor.internships.applying.nudging import begin_silence
from netmentor.internships.applying.turns import turn_of


async def keep(user: User, file: str, body: bytes, name: str = "", *, now: datetime) -> Document:
    """Keep a file as a new document, called as somebody says or as its file is.

    Raises Invalid for what is not taken, Conflict where there are enough already.
    """
    named = _checked_name(name) if name.strip() else name_of_file(file)
    _check(body)
    async with _turn(user):
        if await Document.filter(user=user).count() >= MOST_DOCUMENTS:
            raise Conflict(f"You keep {MOST_DOCUMENTS} documents already; remove one first.")
        made = await Document.create(key=str(uuid4()), user=user, name=named, created_at=now)
        await _add(user, made, body, now=now)
    return made


async def keep_version(
    user: User, key: str, body: bytes, *, now: datetime
) -> tuple[DocumentVersion, bool]:
    """Keep a file as the next version of a document, beside the earlier ones.

    Returns it, and whether it is new: the bytes of the latest version once more are that one.
    Raises NotFound, Invalid and Conflict.
    """
    _check(body)
    async with _turn(user):
        document = await document_of(user, key)
        known = await versions_of(document)
        if known and known[0].digest == _digest(body):
            return known[0], False
        if len(known) >= MOST_VERSIONS:
            raise Conflict(f"There are {MOST_VERSIONS} versions already; remove one first.")
        return await _add(user, document, body, now=now), True


async def rename(user: User, key: str, name: str) -> Document:
    """Call a document otherwise; what was sent keeps the name it went by."""
    named = _checked_name(name)
    async with _turn(user):
        document = await document_of(user, key)
        document.name = named
        await document.save(update_fields=["name"])
    return document


async def remove(user: User, key: str, *, now: datetime) -> None:
    """Delete a document with all versions; that they were sent stays noted."""
    async with _turn(user):
        await (await document_of(user, key)).delete()
        await wiping.note_erased(now=now)


async def remove_version(user: User, key: str, number: int, *, now: datetime) -> None:
    """Delete one version; raises Conflict for the only one, NotFound."""
    async with _turn(user):
        version = await version_of(user, key, number)
        if len(await versions_of(version.document)) == 1:
            raise Conflict("It is the only version. Remove the document instead.")
        await version.delete()
        await wiping.note_erased(now=now)


async def note_sent(
    user: User, application_key: str, key: str, number: int, sent_on: date, *, now: datetime
) -> SentDocument:
    """Note that a version went out with an application on a day; twice the same is once.

    Raises NotFound, Invalid for a day that is ahead, Conflict.
    """
    if sent_on > today_of(user, now):
        raise Invalid("What goes out later is noted when it has gone out.")
    async with turn_of(user, application_key) as row:
        version = await version_of(user, key, number)
        mine = SentDocument.filter(application=row)
        if known := await mine.filter(version=version, sent_on=sent_on).first():
            return known
        if await mine.count() >= MOST_SENT:
            raise Conflict(f"There are {MOST_SENT} already.")
        made = await SentDocument.create(
            application=row,
            version=version,
            name=version.document.name,
            number=number,
            sent_on=sent_on,
        )
        await begin_silence(user, row, dated=False, now=now)
        return made


async def forget_sent(user: User, application_key: str, id_: int, *, now: datetime) -> None:
    """Take back that something was sent; raises NotFound."""
    async with turn_of(user, application_key) as row:
        if not await SentDocument.filter(application=row, id=id_).delete():
            raise NotFound("There is no such entry.")
        await begin_silence(user, row, dated=False, now=now)


@asynccontextmanager
async def _turn(user: User) -> AsyncIterator[None]:
    async with transaction():
        await take_turns_of(user)  # two files at once would both find the last of the room
        yield


async def _add(user: User, document: Document, body: bytes, *, now: datetime) -> DocumentVersion:
    if await bytes_kept(user) + len(body) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise Conflict(f"Your documents have {most} MB at most; remove a version first.")
    document.versions_made += 1
    await document.save(update_fields=["versions_made"])
    version = await DocumentVersion.create(
        document=document,
        number=document.versions_made,
        kind=str(kind_of(body)),
        size=len(body),
        digest=_digest(body),
        created_at=now,
    )
    await DocumentBody.create(version=version, told=body)
    return version


def _check(body: bytes) -> None:
    if reason := why_not_kept(body):
        raise Invalid(reason)


def _checked_name(told: str) -> str:
    name = plain_name(told)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(f"Call it something of 1 to {LONGEST_NAME} characters.")
    return name


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
