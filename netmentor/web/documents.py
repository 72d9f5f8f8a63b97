"""Documents of one's own: kept in versions, and handed back as files that no browser opens."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn, User
from netmentor.errors import Invalid
from netmentor.internships.applying.documents import actions, queries, rules
from netmentor.internships.applying.documents.naming import file_name
from netmentor.internships.applying.documents.words import KIND_WORDS, MEDIA_TYPES, size_words
from netmentor.text import slug
from netmentor.web import personal, saying, sessions
from netmentor.web.creating import FIELD, created, drawn_key
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.uploads import AROUND, Sent, sent
from netmentor.web.forms.values import number
from netmentor.web.page import is_program

PAGE = "documents:show"
_APART = {  # what came from outside is never part of this site, whatever it holds
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_UPLOAD = Middleware(RequestBodyLimitMiddleware, max_body_size=rules.LARGEST + AROUND)


async def index(request: Request) -> Response:
    """All of one's own, and room for more."""
    return await _index(request, await sessions.needed(request), Draft({"name": ""}))


async def keep(request: Request) -> Response:
    """Keep a file as a new document; what was typed beside one that is refused stays."""
    found = await sessions.needed(request)
    came = await sent(request, "file", ("name", FIELD))
    try:
        answer = await _kept(request, found.user, came)
    except Invalid as exc:
        if is_program(request):
            raise
        draft = Draft({"name": came.told["name"]}, {"file": exc.message})
        return await _index(request, found, draft, 422)
    return saying.say(request, answer, "It is among your documents now.")


async def show(request: Request) -> Response:
    """One document: its versions, and with what it went out."""
    found = await sessions.needed(request)
    document = await queries.document_of(found.user, request.path_params["key"])
    context = _words() | {
        "document": document,
        "versions": await queries.versions_of(document),
        "sent": await queries.sent_of(document),
    }
    return personal.render(request, "documents/show.html", found, **context)


async def keep_version(request: Request) -> Response:
    found = await sessions.needed(request)
    await queries.document_of(found.user, request.path_params["key"])
    came = await sent(request, "file", ())
    key, now = request.path_params["key"], clock.now()
    version, is_new = await actions.keep_version(found.user, key, came.body, now=now)
    said = "is kept" if is_new else "is this very file; nothing was kept twice"
    return _back(request, f"Version {version.number} {said}.")


async def hand_over(request: Request) -> Response:
    """The file of one version, to be saved and never shown here."""
    found = await sessions.needed(request)
    key, wanted = request.path_params["key"], number(request.path_params["number"])
    version = await queries.version_of(found.user, key, wanted)
    body = await queries.bytes_of(version)
    headers = _APART | {"Content-Disposition": _saved_as(version.document.name, version.kind)}
    return Response(body, 200, headers, MEDIA_TYPES[rules.Kind(version.kind)])


async def rename(request: Request) -> Response:
    found = await sessions.needed(request)
    await queries.document_of(found.user, request.path_params["key"])
    told = await fields(request, ("name",))
    await actions.rename(found.user, request.path_params["key"], told["name"])
    return _back(request, "Renamed.")


async def remove(request: Request) -> Response:
    found = await sessions.needed(request)
    await fields(request, ())
    await actions.remove(found.user, request.path_params["key"], now=clock.now())
    return personal.lead(request, "The document is gone.", "documents:index")


async def remove_version(request: Request) -> Response:
    found = await sessions.needed(request)
    await fields(request, ())
    key, wanted = request.path_params["key"], number(request.path_params["number"])
    await actions.remove_version(found.user, key, wanted, now=clock.now())
    return _back(request, f"Version {wanted} is gone.")


async def _kept(request: Request, user: User, came: Sent) -> Response:
    """Keep a file that came; sent twice under one key it is one."""

    async def make() -> str:
        made = await actions.keep(user, came.file, came.body, came.told["name"], now=clock.now())
        return str(request.app.url_path_for(PAGE, key=made.key))

    digest = hashlib.sha256(came.body).hexdigest()
    return await created(request, user, came.told | {"file": digest}, make)


async def _index(request: Request, found: SignIn, draft: Draft, status: int = 200) -> Response:
    context = _words() | {
        "documents": await queries.documents_of(found.user),
        "kept": await queries.bytes_kept(found.user),
        "most": rules.MOST_BYTES,
        "key": drawn_key(),
        "draft": draft,
    }
    return personal.render(request, "documents/index.html", found, status, **context)


def _saved_as(name: str, kind: str) -> str:
    """Have a browser save it, under its name (RFC 6266, 4.3) or plain letters of it."""
    plain = f"{slug(name) or 'document'}.{kind}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name(name, kind))}"


def _back(request: Request, said: str) -> Response:
    return personal.lead(request, said, PAGE, key=request.path_params["key"])


def _words() -> dict[str, Any]:
    endings = ",".join(f".{kind}" for kind in (*rules.Kind, "jpeg"))
    return {"kind_words": KIND_WORDS, "size_words": size_words, "endings": endings}


routes = [
    Route("/documents", index, name="documents:index"),
    Route("/documents", keep, methods=["POST"], name="documents:keep", middleware=[_UPLOAD]),
    Route("/documents/{key}", show, name=PAGE),
    Route(
        "/documents/{key}",
        keep_version,
        methods=["POST"],
        name="documents:version",
        middleware=[_UPLOAD],
    ),
    Route("/documents/{key}/name", rename, methods=["POST"], name="documents:rename"),
    Route("/documents/{key}/remove", remove, methods=["POST"], name="documents:remove"),
    Route("/documents/{key}/{number}", hand_over, name="documents:file"),
    Route(
        "/documents/{key}/{number}/remove",
        remove_version,
        methods=["POST"],
        name="documents:remove-version",
    ),
]
