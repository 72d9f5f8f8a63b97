"""What others copy to show a list of ours on their own pages: a frame, a link, a subscription."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

_HEIGHT = 600  # pixels: four or five events; the frame scrolls within itself


@dataclass(frozen=True, slots=True)
class Snippets:
    """Three ways onto another page, the first two as HTML; none brings a script."""

    frame: str
    link: str
    feed: str


def snippets(base_url: str, page: str, query: str, name: str) -> Snippets:
    """Return what to copy for the list at `page` with `query`, which is "" or begins with "?"."""
    framed, whole = f"{base_url}{page}/embed{query}", f"{base_url}{page}{query}"
    return Snippets(
        frame=(
            f'<iframe src="{escape(framed)}" title="{escape(name)}" width="100%"'
            f' height="{_HEIGHT}" loading="lazy" style="border:0"></iframe>'
        ),
        link=f'<a href="{escape(whole)}">{escape(name)}</a>',
        feed=f"{base_url}{page}.ics{query}",
    )
