"""Where the house is put together: routes, middleware, and what lives as long as the process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from netmentor.db.connections import connected_process
from netmentor.feeds import changes, public
from netmentor.feeds.copies import Copies
from netmentor.settings import Settings
from netmentor.web.errors import handlers
from netmentor.web.guard import middleware
from netmentor.web.routes import routes as pages

LARGEST_BODY = 64 * 1024  # bytes; no page of this service sends more


def create_app(settings: Settings) -> Starlette:
    """Return the service as an ASGI app; its lifespan opens and closes the database."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with connected_process(settings):
            yield

    app = Starlette(
        lifespan=lifespan,
        # A feed's address ends in .ics or .atom and must be seen before the page of the same name.
        routes=[*public.routes, *changes.routes, *pages],
        middleware=middleware(settings),
        exception_handlers=handlers,
        max_body_size=LARGEST_BODY,
    )
    app.state.settings = settings
    app.state.copies = Copies()
    return app
