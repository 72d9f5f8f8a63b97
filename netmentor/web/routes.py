"""Every page there is, in the order the router tries them."""

from __future__ import annotations

from starlette.routing import BaseRoute

from netmentor.web import (
    accounts,
    codes,
    embeds,
    events,
    guides,
    organizations,
    path,
    resets,
    site,
    sitemap,
)

routes: list[BaseRoute] = [
    # An event's address is any one word: what else stands there is seen first.
    *embeds.routes,
    *codes.routes,
    *events.routes,
    *path.routes,
    *guides.routes,
    *organizations.routes,
    *accounts.routes,
    *resets.routes,
    *sitemap.routes,
    *site.routes,
]
