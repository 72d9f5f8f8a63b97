"""A posted form with one file: its bytes, what it is called, and the texts beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request

from netmentor.web.forms.reading import MOST_FIELDS, fields

AROUND = 64 * 1024  # bytes of a form beside its file


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a form; `body` is empty where no file was chosen, or several were."""

    body: bytes
    file: str  # as the sender calls it, which nobody may trust
    told: dict[str, str]


async def sent(request: Request, field: str, names: Collection[str]) -> Sent:
    """Read a form with a file in `field` and the texts `names`; its token is checked.

    What is large lies in a temporary file until it is whole: an upload that ends half-way
    leaves nothing. How large it may be, the route's limit says.
    """
    async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
        found = form.getlist(field)
        file = found[0] if len(found) == 1 and isinstance(found[0], UploadFile) else None
        body = await file.read() if file else b""
        name = file.filename or "" if file else ""
        return Sent(body, name, await fields(request, names))
