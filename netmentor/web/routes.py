"""Every page there is, in the order the router tries them."""

from __future__ import annotations

from starlette.routing import BaseRoute

from netmentor.web import (
    accounts,
    codes,
    confirming,
    curating,
    deciding,
    embeds,
    events,
    guides,
    inviting,
    joining,
    leaving,
    lists,
    locks,
    my_events,
    organizations,
    organizing,
    outbox,
    own_events,
    path,
    preferences,
    resets,
    site,
    sitemap,
    sources,
    suggestions,
)

routes: list[BaseRoute] = [
    # An event's address is any one word: what else stands there is seen first.
    *embeds.routes,
    *codes.routes,
    *suggestions.routes,
    *own_events.routes,
    *my_events.routes,
    *events.routes,
    *path.routes,
    *guides.routes,
    *organizations.routes,
    *accounts.routes,
    *leaving.routes,
    *preferences.routes,
    *resets.routes,
    *curating.routes,
    *deciding.routes,
    *sources.routes,
    *locks.routes,
    *joining.routes,
    *confirming.routes,
    *outbox.routes,
    *inviting.routes,
    *lists.routes,
    *organizing.routes,
    *sitemap.routes,
    *site.routes,
]
