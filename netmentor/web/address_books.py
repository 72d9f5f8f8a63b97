"""People out of here: one or all of them as files for address books and spreadsheets."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from netmentor.accounts.models import User
from netmentor.contacts.books.gathering import people_of, person_of
from netmentor.contacts.books.tables import table
from netmentor.contacts.queries import contact_of
from netmentor.contacts.vcards import Version, file_name, vcard
from netmentor.errors import Invalid
from netmentor.web import sessions
from netmentor.web.page import not_kept

_VCARD = "text/vcard; charset=utf-8"


async def one_vcard(request: Request) -> Response:
    """One person as a file for an address book; the private note is not in it."""
    found = await sessions.needed(request)
    version = _version(request)
    contact = await contact_of(found.user, request.path_params["key"])
    body = vcard(await person_of(found.user, contact), version)
    return _file(Response(body, media_type=_VCARD), file_name(contact.name))


async def all_vcards(request: Request) -> Response:
    """Everybody outside the bin as one file, with photos; `version` is 3.0 or 4.0."""
    found = await sessions.needed(request)
    cards = _cards(found.user, _version(request))
    return _file(StreamingResponse(cards, media_type=_VCARD), "contacts.vcf")


async def all_rows(request: Request) -> Response:
    """Everybody outside the bin as a table."""
    found = await sessions.needed(request)
    rows = table(people_of(found.user, with_photos=False))
    answer = StreamingResponse(rows, media_type="text/csv; charset=utf-8; header=present")
    return _file(answer, "contacts.csv")


async def _cards(user: User, version: Version) -> AsyncIterator[bytes]:
    async for person in people_of(user, with_photos=True):
        yield vcard(person, version)


def _version(request: Request) -> Version:
    try:
        return Version(request.query_params.get("version", Version.THREE))
    except ValueError as exc:
        raise Invalid("A vCard of version 3.0 or 4.0 can be had.") from exc


def _file(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return not_kept(answer)


routes = [
    # Before the page of a person, whose address is any one word.
    Route("/contacts.vcf", all_vcards, name="address_books:vcards"),
    Route("/contacts.csv", all_rows, name="address_books:rows"),
    Route("/contacts/{key}.vcf", one_vcard, name="address_books:vcard"),
]
