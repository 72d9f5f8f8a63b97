"""Every page there is, for search engines (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor.errors import NotFound
from netmentor.events.addresses import addresses_of_events, addresses_of_series
from netmentor.guides.library import guides
from netmentor.internships.queries import addresses_of_opportunities
from netmentor.mentoring.queries import addresses_of_mentors
from netmentor.organizations.queries import addresses_of_organizations
from netmentor.web.page import CACHED, settings_of

MOST_PAGES = 50_000  # in one file, by the protocol
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_DIGITS = 4  # of the number of a part
_PLACES = (
    "/events",
    "/path",
    "/guides",
    "/organizations",
    "/associations",
    "/internships",
    "/mentors",
    "/privacy",
)

Page = tuple[str, date | datetime | None]  # its path, and when it last changed


async def sitemap(request: Request) -> Response:
    """All pages, or the files they fill where one cannot hold them."""
    pages = await _pages()
    base_url = settings_of(request).base_url
    if len(pages) <= MOST_PAGES:
        return _xml("urlset", "url", base_url, pages)
    files = -(-len(pages) // MOST_PAGES)
    parts: list[Page] = [(f"/sitemap-{number}.xml", None) for number in range(1, files + 1)]
    return _xml("sitemapindex", "sitemap", base_url, parts)


async def part(request: Request) -> Response:
    """One file of several."""
    number = request.path_params["number"]
    known = number.isascii() and number.isdigit() and len(number) <= _DIGITS
    first = (int(number) - 1) * MOST_PAGES if known else -1
    pages = (await _pages())[first : first + MOST_PAGES] if first >= 0 else []
    if not pages:
        raise NotFound("The sitemap has no such part.")
    return _xml("urlset", "url", settings_of(request).base_url, pages)


async def _pages() -> Sequence[Page]:
    return [
        *((place, None) for place in _PLACES),
        *((f"/guides/{guide.slug}", guide.checked_on) for guide in guides()),
        *((f"/organizations/{slug}", None) for slug in await addresses_of_organizations()),
        *((f"/series/{slug}", None) for slug in await addresses_of_series()),
        *((f"/internships/{slug}", at) for slug, at in await addresses_of_opportunities()),
        *((f"/mentors/{slug}", changed) for slug, changed in await addresses_of_mentors()),
        *((f"/events/{slug}", changed) for slug, changed in await addresses_of_events()),
    ]


def _xml(whole: str, each: str, base_url: str, pages: Iterable[Page]) -> Response:
    entries = "".join(
        f"<{each}><loc>{escape(base_url + path)}</loc>{_changed(changed)}</{each}>\n"
        for path, changed in pages
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} xmlns="{_NAMESPACE}">\n{entries}'
    return Response(
        f"{text}</{whole}>\n",
        media_type="application/xml",
        headers={"Cache-Control": CACHED},
    )


def _changed(changed: date | datetime | None) -> str:
    if changed is None:
        return ""
    told = changed.isoformat("T", "seconds") if isinstance(changed, datetime) else f"{changed}"
    return f"<lastmod>{told}</lastmod>"


routes = [
    Route("/sitemap.xml", sitemap, name="sitemap"),
    Route("/sitemap-{number}.xml", part, name="sitemap:part"),
]
