"""Every page there is, in the order the router tries them."""

from __future__ import annotations

from starlette.routing import BaseRoute

from netmentor.web import events, organizations, site

routes: list[BaseRoute] = [*events.routes, *organizations.routes, *site.routes]
