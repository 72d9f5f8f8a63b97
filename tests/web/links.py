"""Links of a page, followed: where each leads, and whether anything is there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

import httpx2

_AN_EVENT = re.compile(r'href="/events/[a-z0-9-]+"')


def links_in(page: str) -> list[str]:
    """The addresses that the content of `page` links to, in its order."""
    content = page.partition("<main")[2].partition("</main>")[0]
    return [unescape(address) for address in re.findall(r'<a [^>]*href="([^"]+)"', content)]


async def amiss(client: httpx2.AsyncClient, addresses: Iterable[str]) -> dict[str, str]:
    """Those addresses of ours that do not answer, or lead to a list or a place without content."""
    found = {}
    for address in sorted(set(addresses)):
        path, _, anchor = address.partition("#")
        reply = await client.get(path)
        if reply.headers.get("location", "").startswith("/sign-in?"):
            continue  # what is somebody's own is there for them
        if reply.status_code != 200:
            found[address] = str(reply.status_code)
        elif path.startswith("/events?") and not _AN_EVENT.search(reply.text):
            found[address] = "no event"
        elif anchor and f'id="{anchor}"' not in reply.text:
            found[address] = "no such place"
    return found
