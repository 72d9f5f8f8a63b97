"""People in: a file is sent, looked over row by row, put in, and undone if it was a mistake."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.contacts.books import actions, rules
from netmentor.contacts.books.csvs import COLUMNS
from netmentor.contacts.books.models import ContactImport
from netmentor.contacts.books.queries import MOST_SHOWN, groups_of, import_of, imports_of
from netmentor.contacts.books.rules import Doubles, State, Verdict
from netmentor.errors import Invalid
from netmentor.web import personal, sessions
from netmentor.web.creating import FIELD, created, drawn_key
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.uploads import AROUND, sent
from netmentor.web.page import is_program

PAGE = "imports:show"
VERDICT_WORDS = {
    Verdict.NEW: "New",
    Verdict.CHANGED: "Here already; something is added",
    Verdict.SAME: "Here already, as they are",
    Verdict.DOUBLE: "May be somebody you have",
    Verdict.REFUSED: "Left out",
}
STATE_WORDS = {
    State.READING: "is being read",
    State.ASKING: "waits for its columns",
    State.READY: "waits for your yes",
    State.PUTTING: "is coming in",
    State.DONE: "is in",
    State.UNDOING: "is being undone",
    State.UNDONE: "is undone",
    State.FAILED: "did not come in",
}
COLUMN_WORDS = {
    "name": "Name", "prefix": "Title before the name", "given": "First name",
    "middle": "Middle name", "family": "Last name", "credentials": "Credentials",
    "title": "Job title", "organization": "Organization", "email": "Email", "phone": "Phone",
    "linkedin": "LinkedIn", "website": "Website", "other": "Other ways", "tags": "Tags",
    "note": "Note", "met_where": "Met at", "met_on": "Met on", "key": "Its own key",
}  # fmt: skip
_UPLOAD = Middleware(RequestBodyLimitMiddleware, max_body_size=rules.LARGEST_SENT + AROUND)


async def index(request: Request) -> Response:
    """Where a file goes in, and what came in before."""
    return await _index(request, await sessions.needed(request), Draft())


async def begin(request: Request) -> Response:
    """Take a file; a worker reads it. Sent twice under one key it is one import."""
    found = await sessions.needed(request)
    came = await sent(request, "file", (FIELD,))

    async def make() -> str:
        row = await actions.begin(found.user, came.file, came.body, now=clock.now())
        return str(request.app.url_path_for(PAGE, key=row.key))

    told = came.told | {"file": hashlib.sha256(came.body).hexdigest()}
    try:
        return await created(request, found.user, told, make)
    except Invalid as exc:
        if is_program(request):
            raise
        return await _index(request, found, Draft({}, {"file": exc.message}), 422)


async def show(request: Request) -> Response:
    """How far an import is, and what becomes of each row."""
    found = await sessions.needed(request)
    row = await import_of(found.user, request.path_params["key"])
    groups = await groups_of(row)
    if is_program(request):
        counts = {group.verdict.value: group.count for group in groups}
        told = {"state": row.state, "reason": row.reason, "total": row.total, "done": row.done}
        headers = {"Cache-Control": "no-store"}
        return JSONResponse(told | {"name": row.name, "rows": counts}, headers=headers)
    return _show(request, found, row, groups=groups)


async def tell_columns(request: Request) -> Response:
    """Take which header is which of our columns."""
    found = await sessions.needed(request)
    row = await import_of(found.user, request.path_params["key"])
    told = await fields(request, COLUMNS)
    headers = json.loads(row.headers or "[]")
    mapping = {name: header for name, header in told.items() if header in headers}
    await actions.tell_columns(found.user, row.key, mapping, now=clock.now())
    return _back(request, "It is read again.")


async def go(request: Request) -> Response:
    found = await sessions.needed(request)
    row = await import_of(found.user, request.path_params["key"])
    told = await fields(request, ("doubles",))
    try:
        doubles = Doubles(told["doubles"])
    except ValueError as exc:
        raise Invalid("Say what becomes of those who may be here already.") from exc
    await actions.go(found.user, row.key, doubles, now=clock.now())
    return _back(request, "They are coming in.")


async def undo(request: Request) -> Response:
    found = await sessions.needed(request)
    await fields(request, ())
    await actions.undo(found.user, request.path_params["key"], now=clock.now())
    return _back(request, "It is being undone.")


async def drop(request: Request) -> Response:
    found = await sessions.needed(request)
    await fields(request, ())
    await actions.drop(found.user, request.path_params["key"], now=clock.now())
    return personal.lead(request, "The file is forgotten.", "imports:index")


def _show(request: Request, found: SignIn, row: ContactImport, **context: Any) -> Response:
    shown = {
        "row": row,
        "verdict_words": VERDICT_WORDS,
        "state_words": STATE_WORDS,
        "column_words": COLUMN_WORDS,
        "headers": json.loads(row.headers or "[]"),
        "working": row.state in rules.WORKED_ON,
        "most": MOST_SHOWN,
        "days": rules.STAYS.days,
    }
    return personal.render(request, "imports/show.html", found, **shown, **context)


async def _index(request: Request, found: SignIn, draft: Draft, status: int = 200) -> Response:
    context = {
        "imports": await imports_of(found.user),
        "state_words": STATE_WORDS,
        "working": rules.WORKED_ON,
        "most": rules.MOST_SENT,
        "largest": rules.LARGEST_SENT // 2**20,
        "key": drawn_key(),
        "draft": draft,
    }
    return personal.render(request, "imports/index.html", found, status, **context)


def _back(request: Request, said: str) -> Response:
    return personal.lead(request, said, PAGE, key=request.path_params["key"])


routes = [
    # Before the page of a person, whose address is any one word.
    Route("/contacts/import", index, name="imports:index"),
    Route("/contacts/import", begin, methods=["POST"], name="imports:begin", middleware=[_UPLOAD]),
    Route("/imports/{key}", show, name=PAGE),
    Route("/imports/{key}/columns", tell_columns, methods=["POST"], name="imports:columns"),
    Route("/imports/{key}/go", go, methods=["POST"], name="imports:go"),
    Route("/imports/{key}/undo", undo, methods=["POST"], name="imports:undo"),
    Route("/imports/{key}/drop", drop, methods=["POST"], name="imports:drop"),
]
