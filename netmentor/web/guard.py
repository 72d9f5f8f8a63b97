"""What stands between the street and every door: security headers, cross-site requests."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, remove_compress_type

from netmentor.settings import Settings

# Links of letters: no cookie is looked at there
OPENED_BY_ADDRESS = ("/r/", "/m/", "/unsubscribe/")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def security_headers(base_url: str) -> dict[str, str]:
    """The headers of every answer; over HTTPS browsers are told to insist on it."""
    if base_url.startswith("https:"):
        return _HEADERS | {"Strict-Transport-Security": "max-age=31536000"}
    return _HEADERS


def middleware(settings: Settings) -> list[Middleware]:
    """The layers around the app, outermost first.

    A feed names its own content coding in its ETag, so feeds are left alone here.
    """
    remove_compress_type("text/calendar")
    remove_compress_type("application/atom+xml")
    return [
        Middleware(SecurityHeaders, base_url=settings.base_url),
        Middleware(SameSite, base_url=settings.base_url),
        # zstd comes out larger than gzip at the levels that cost no more.
        Middleware(CompressMiddleware, zstd=False, brotli_quality=5, gzip_level=6),
    ]


class SecurityHeaders:
    """Puts the policy on every answer, refusals and files included."""

    def __init__(self, app: ASGIApp, *, base_url: str) -> None:
        self.app = app
        self.headers = security_headers(base_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


class SameSite:
    """Refuses requests that change something and come from another site.

    Browsers tell by Sec-Fetch-Site, older ones by Origin; a request with neither comes
    from no browser and carries no cookie of ours. Who knows the address of a letter's link may
    post to it from anywhere: mail programs do, and older browsers name no origin from a page
    that sends no referrer.
    """

    def __init__(self, app: ASGIApp, *, base_url: str) -> None:
        self.app = app
        self.origin = base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        foreign = (
            scope["type"] == "http"
            and scope["method"] not in SAFE_METHODS
            and not scope["path"].startswith(OPENED_BY_ADDRESS)
            and self._is_foreign(Headers(scope=scope))
        )
        if foreign:
            answer = PlainTextResponse("This request came from another site.\n", 403)
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_foreign(self, headers: Headers) -> bool:
        if site := headers.get("sec-fetch-site"):
            return site not in ("same-origin", "none")
        if origin := headers.get("origin"):
            return _origin(origin) != _origin(self.origin)
        return False


def _origin(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", address  # of nobody
    return parts.scheme, parts.netloc.lower()
