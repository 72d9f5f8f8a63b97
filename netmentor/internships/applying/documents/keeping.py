"""What is kept of a user's documents, handed out whole, one file after the other."""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from typing import Any

from netmentor.accounts.models import User
from netmentor.db.columns import plain_columns
from netmentor.internships.applying.documents.models import Document, DocumentVersion, SentDocument
from netmentor.internships.applying.documents.naming import file_name
from netmentor.internships.applying.documents.queries import bytes_of

_VERSION = "number kind size digest created_at".split()


async def hand_out(user: User) -> AsyncIterator[dict[str, Any]]:
    """Each version of each document with its bytes in Base64: one is in memory at a time."""
    for document in await Document.filter(user=user).order_by("id"):
        for version in await DocumentVersion.filter(document=document).order_by("number"):
            told = {"document": document.key, "file": file_name(document.name, version.kind)}
            body = b64encode(await bytes_of(version)).decode("ascii")
            yield told | plain_columns(version, _VERSION) | {"body": body}


async def sent_with(application_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """What went out with each application; `document` is None of what is kept no longer."""
    rows = SentDocument.filter(application_id__in=list(application_ids)).order_by("id")
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in await rows.select_related("version__document"):
        which = {"document": one.version.document.key if one.version else None}
        told = plain_columns(one, ("name", "number", "sent_on")) | which
        found[one.application_id].append(told)
    return found
