"""The kit every page module uses: rendering, redirects, addresses of static files."""

from __future__ import annotations

import hashlib
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from netmentor import clock
from netmentor.accounts import passwords
from netmentor.accounts.rules import SIGNED_IN_FOR
from netmentor.events import words as event_words
from netmentor.events.attending import words as attending_words
from netmentor.events.rules import EARLIEST, STATES, listing_day
from netmentor.events.suggesting import words as suggesting_words
from netmentor.mentoring import words as mentoring_words
from netmentor.organizations import words as organization_words
from netmentor.paths import STATIC, TEMPLATES
from netmentor.settings import Settings
from netmentor.web import words

CACHED = "public, max-age=60"  # seconds; the same page for everybody, changed by the catalogue


def render(request: Request, name: str, /, status: int = 200, **context: object) -> Response:
    """Return the page `name` filled with `context`, `today` and the address asked for."""
    now = clock.now()
    page = (
        _paper()
        .get_template(name)
        .render(
            context,
            today=listing_day(now),
            path=request.url.path,
            asked_for=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            static=static,
            base_url=settings_of(request).base_url,
            sends_letters=bool(settings_of(request).smtp_url),
        )
    )
    page = "\n".join(filter(None, map(str.strip, page.splitlines())))
    headers = {"Cache-Control": CACHED if status == 200 else "no-store"}
    return HTMLResponse(page, status_code=status, headers=headers)


def not_kept(page: Response) -> Response:
    """Return a page of one person or of one moment: no cache keeps it, and no search finds it."""
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def piece(file: str, macro: str, /, *arguments: object) -> Markup:
    """Return what a macro makes of `arguments`, for whoever keeps it."""
    made: Markup = getattr(_paper().get_template(file).module, macro)(*arguments)
    return made


def redirect(request: Request, route: str, status: int = 303, /, **params: object) -> Response:
    """Lead on: see-other, so that reloading the next page never repeats the deed, or for good."""
    path = request.app.url_path_for(route, **params)  # no host: it could be forged
    return RedirectResponse(path, status_code=status)


def settings_of(request: Request) -> Settings:
    """The settings the service runs with."""
    settings: Settings = request.app.state.settings
    return settings


def is_program(request: Request) -> bool:
    """True for who asks for JSON: a program, which no page is made for."""
    return "application/json" in request.headers.get("accept", "")


def is_secure(request: Request) -> bool:
    """True where people come in over HTTPS, so that cookies may insist on it."""
    return settings_of(request).base_url.startswith("https:")


@cache
def static(name: str) -> str:
    """Return the address of a static file; it changes with the content and is cached for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


@cache
def _paper() -> Environment:
    paper = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,  # a missing fact stops the page, not the reader
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # or fifteen files are looked at for each page; a start reads them anew
    )
    paper.filters |= words.FILTERS
    paper.globals |= {
        "static": static,
        "EARLIEST": EARLIEST,
        "PASSWORD_HINT": f"At least {passwords.SHORTEST} characters. {passwords.HINT}",
        "SIGNED_IN_FOR": SIGNED_IN_FOR,
        "SUGGESTION_WORDS": suggesting_words.STATE_WORDS,
        "ANSWER_WORDS": attending_words.ANSWER_WORDS,
        "AHEAD_ANSWERS": attending_words.AHEAD_ANSWERS,
        "OVER_ANSWERS": attending_words.OVER_ANSWERS,
        "KIND_WORDS": event_words.KIND_WORDS,
        "MEDIUM_WORDS": mentoring_words.MEDIUM_WORDS,
        "MODALITY_WORDS": event_words.MODALITY_WORDS,
        "STATES": STATES,
        "STATUS_WORDS": event_words.STATUS_WORDS,
        "ORGANIZATION_WORDS": organization_words.KIND_WORDS,
        "ACCESS_WORDS": organization_words.ACCESS_WORDS,
    }
    return paper
