"""One box over everything: what is one's own first, then what everybody may see."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.searching.filters import SearchFilter
from netmentor.searching.gathering import answer_to
from netmentor.searching.marking import AROUND, marked
from netmentor.searching.words import PART_WORDS
from netmentor.web import personal, sessions
from netmentor.web.page import render


async def show(request: Request) -> Response:
    """The box, and what it finds of what the address asks for."""
    wanted = SearchFilter.read(request.query_params.multi_items())
    found = await sessions.sign_in_of(request)
    answer = await answer_to(wanted, found.user if found else None, now=clock.now())
    context: dict[str, Any] = {
        "wanted": wanted,
        "answer": answer,
        "PARTS": PART_WORDS,
        "marked": partial(marked, sought=answer.sought),
        "around": AROUND,
    }
    if found is None:
        page = personal.for_strangers(render(request, "search/show.html", **context))
        page.headers["X-Robots-Tag"] = "noindex"
        return page
    return personal.render(request, "search/show.html", found, **context)


routes = [Route("/search", show, name="search:show")]
