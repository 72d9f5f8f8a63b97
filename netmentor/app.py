"""Where the house is put together: routes, middleware, and what lives as long as the process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from netmentor.contacts.pictures import Darkroom
from netmentor.db.connections import connected_process
from netmentor.feeds import availability, changes, internships, private, public
from netmentor.feeds.copies import Copies
from netmentor.feeds.private import PrivateFeeds
from netmentor.feeds.readings import Readings
from netmentor.feeds.revisions import Revisions
from netmentor.feeds.shortcut import Shortcut
from netmentor.settings import Settings
from netmentor.web.alarm import Alarm
from netmentor.web.errors import handlers
from netmentor.web.guard import middleware, security_headers
from netmentor.web.limits import Limits
from netmentor.web.routes import routes as pages

LARGEST_BODY = 64 * 1024  # bytes; no page of this service sends more
_PRIVATE_COPIES = 8 * 1024 * 1024  # bytes; beside those of public feeds, which others wait for
_REVOKED_WITHIN = timedelta(seconds=1)


def create_app(settings: Settings) -> Starlette:
    """Return the service as an ASGI app; its lifespan opens and closes the database."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with connected_process(settings), app.state.readings.writing():
            yield

    feeds = [*availability.routes, *internships.routes, *public.routes, *changes.routes]
    app = _Service(
        lifespan=lifespan,
        # A feed's address ends in .ics or .atom and must be seen before the page of the same name.
        routes=[*feeds, *private.routes, *pages],
        middleware=middleware(settings),
        exception_handlers=handlers,
        max_body_size=LARGEST_BODY,
    )
    app.router.redirect_slashes = False  # the redirect would go to whatever host was asked for
    app.state.settings = settings
    app.state.copies = Copies()
    app.state.limits = Limits()
    app.state.alarm = Alarm()
    app.state.darkroom = Darkroom()
    app.state.readings = Readings()
    # Which revision is the latest SQLite tells in microseconds: there it is asked each time.
    memory = settings.feed_memory if settings.on_postgres else timedelta()
    always = security_headers(settings.base_url)
    app.state.revisions = Revisions(memory)
    app.state.shortcut = Shortcut(app.state.revisions, app.state.copies, always)
    app.state.private_feeds = PrivateFeeds(
        Copies(_PRIVATE_COPIES),
        app.state.readings,
        base_url=settings.base_url,
        memory=min(settings.feed_memory, _REVOKED_WITHIN),
        always=always,
    )
    return app


class _Service(Starlette):
    """Starlette, with the feeds' shortcuts before its middleware and its router."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            await super().__call__(scope, receive, self.state.private_feeds.forgetting(send))
            return
        if await self.state.shortcut.answers(scope, send):
            return
        if not await self.state.private_feeds.answers(scope, send):
            await super().__call__(scope, receive, send)
