"""Pages about the service itself, and addresses for the programs that watch it."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from netmentor import clock
from netmentor.db.migrate import why_not_ready
from netmentor.paths import STATIC
from netmentor.reminders.rules import KEPT_FOR
from netmentor.web.page import render, settings_of, static
from netmentor.web.scripts import bare

_UNCACHED = {"Cache-Control": "no-store"}
_OF_PARTS = (b"range", b"if-range")
_FOR_GOOD = "public, max-age=31536000, immutable"  # seconds; the address holds the content's digest


class Files(StaticFiles):
    """Static files; one asked for by its own digest never changes.

    Each goes out compressed or not under one name, so the name is a weak one, and no part of
    one is handed out: it would be put together with a part of the other.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        scope["headers"] = [one for one in scope["headers"] if one[0] not in _OF_PARTS]
        answer = await super().get_response(path, scope)
        if answer.status_code in (200, 304):
            answer.headers["Vary"] = "Accept-Encoding"
            answer.headers["ETag"] = f"W/{answer.headers['ETag'].removeprefix('W/')}"
            del answer.headers["Accept-Ranges"]
            if answer.status_code == 200 and path.endswith(".js"):
                answer = _script(path, answer)
            if static(path).endswith(f"/{path}?{scope['query_string'].decode('latin-1')}"):
                answer.headers["Cache-Control"] = _FOR_GOOD
        return answer


def _script(path: str, file: Response) -> Response:
    kept = {name: file.headers[name] for name in ("ETag", "Last-Modified", "Vary")}
    return Response(bare(path), media_type="text/javascript", headers=kept)


async def privacy(request: Request) -> Response:
    contact = settings_of(request).mail_from
    return render(request, "site/privacy.html", contact=contact, told_days=KEPT_FOR.days)


async def healthz(request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n", headers=_UNCACHED)


async def readyz(request: Request) -> Response:
    """The database answers, and its tables are this version's."""
    reason = await why_not_ready(settings_of(request))
    return PlainTextResponse(
        f"{reason or 'ready'}\n", status_code=503 if reason else 200, headers=_UNCACHED
    )


async def robots(request: Request) -> Response:
    """Everything may be read, feeds included: Google asks here before it subscribes.

    Embeds too: what may not be read cannot say that it is not to be indexed.
    """
    where = f"Sitemap: {settings_of(request).base_url}/sitemap.xml"
    return PlainTextResponse(f"User-agent: *\nAllow: /\nDisallow: /readyz\n\n{where}\n")


async def security(request: Request) -> Response:
    """Whom to tell of a hole (RFC 9116)."""
    settings = settings_of(request)
    expires = clock.now() + timedelta(days=180)
    lines = [
        f"Contact: mailto:{settings.mail_from}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
    ]
    return PlainTextResponse("\n".join(lines) + "\n")


routes = [
    Route("/privacy", privacy, name="privacy"),
    Route("/healthz", healthz, name="healthz"),
    Route("/readyz", readyz, name="readyz"),
    Route("/robots.txt", robots, name="robots"),
    Route("/.well-known/security.txt", security, name="security"),
    Mount("/static", Files(directory=STATIC), name="static"),
]
