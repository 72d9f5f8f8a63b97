"""Questions about one user's documents; anybody else's are as unknown as none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netmentor.accounts.models import User
from netmentor.contacts.rules import is_key
from netmentor.db.reading import rows
from netmentor.errors import NotFound
from netmentor.internships.applying.documents.models import (
    Document,
    DocumentBody,
    DocumentVersion,
    SentDocument,
)

_SIZE = """
    SELECT COALESCE(SUM(v.size), 0)
    FROM document_version AS v JOIN document AS d ON d.id = v.document_id WHERE d.user_id = ?"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document with its versions, the latest first."""

    document: Document
    versions: Sequence[DocumentVersion]


async def documents_of(user: User) -> list[Kept]:
    """All of a user's by their names, each with its versions and without a byte of them."""
    documents = await Document.filter(user=user).order_by("name", "id")
    versions = DocumentVersion.filter(document__user=user).order_by("-number")
    found: dict[int, list[DocumentVersion]] = {one.id: [] for one in documents}
    for one in await versions:
        found[one.document_id].append(one)
    return [Kept(one, found[one.id]) for one in documents]


async def document_of(user: User, key: str) -> Document:
    """A document of `user`; raises NotFound."""
    found = await Document.get_or_none(user=user, key=key) if is_key(key) else None
    if found is None:
        raise NotFound("There is no such document.")
    return found


async def versions_of(document: Document) -> list[DocumentVersion]:
    """The versions of a document, the latest first."""
    return await DocumentVersion.filter(document=document).order_by("-number")


async def version_of(user: User, key: str, number: int) -> DocumentVersion:
    """One version with its document; raises NotFound."""
    document = await document_of(user, key)
    found = await DocumentVersion.get_or_none(document=document, number=number)
    if found is None:
        raise NotFound("There is no such version.")
    found.document = document
    return found


async def bytes_of(version: DocumentVersion) -> bytes:
    """The file itself; raises NotFound for one that was removed a moment ago."""
    found = await DocumentBody.get_or_none(version=version)
    if found is None:
        raise NotFound("There is no such version.")
    return bytes(found.told)


async def bytes_kept(user: User) -> int:
    """How many bytes all versions of a user's documents have."""
    [[size]] = await rows(_SIZE, user.id)
    return int(size)


async def sent_with(application_id: int) -> list[SentDocument]:
    """What went out with an application, the latest first; each with its version, if it is kept."""
    rows = SentDocument.filter(application_id=application_id).order_by("-sent_on", "-id")
    return await rows.select_related("version__document")


async def sent_of(document: Document) -> list[SentDocument]:
    """With what a document went out, the latest first; each with its application."""
    rows = SentDocument.filter(version__document=document).order_by("-sent_on", "-id")
    return await rows.select_related("application")
