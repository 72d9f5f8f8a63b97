"""Pages of the guides: which there are, and each with its sources."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor.guides.library import guide, guides
from netmentor.web.page import render


async def index(request: Request) -> Response:
    return render(request, "guides/index.html", guides=guides())


async def show(request: Request) -> Response:
    found = guide(request.path_params["slug"])
    others = [one for one in guides() if one != found]
    return render(request, "guides/show.html", guide=found, others=others)


routes = [
    Route("/guides", index, name="guides:index"),
    Route("/guides/{slug}", show, name="guides:show"),
]
