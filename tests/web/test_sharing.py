"""What others copy for their own websites: of the list at hand, and leading to what is there."""

from __future__ import annotations

import re
from html import unescape

import httpx2

from tests.factories import make_event
from tests.web.test_pages import text_of


def snippets_in(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea [^>]*id="([a-z-]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(code) for name, code in found}


async def test_what_to_copy_for_a_website_is_of_the_list_at_hand(
    client: httpx2.AsyncClient,
) -> None:
    await make_event()

    page = await text_of(client, "/events?state=OH,TX&kind=webinar&page=1&utm_source=x")
    query = "kind=webinar&amp;state=OH&amp;state=TX"

    assert snippets_in(page) == {
        "frame-code": f'<iframe src="http://test.example/events/embed?{query}"'
        ' title="NetMentor: Webinar, OH, TX" width="100%" height="600" loading="lazy"'
        ' style="border:0"></iframe>',
        "link-code": f'<a href="http://test.example/events?{query}">NetMentor: Webinar, OH, TX</a>',
        "feed-code": f"http://test.example/events.ics?{unescape(query)}",
    }
    for name in snippets_in(page):
        assert f'data-copy="#{name}"' in page


async def test_what_to_copy_leads_to_what_is_there(client: httpx2.AsyncClient) -> None:
    await make_event()

    for path in ("/events?q=%22%3E%3Cscript%3E", "/organizations/sample-association"):
        copied = snippets_in(await text_of(client, path))
        framed, linked = (
            unescape(re.findall(r'(?:src|href)="([^"]*)"', copied[name])[0])
            for name in ("frame-code", "link-code")
        )
        assert "<script" not in "".join(copied.values())
        for address in (framed, linked, copied["feed-code"]):
            assert (await client.get(address)).status_code == 200, address
