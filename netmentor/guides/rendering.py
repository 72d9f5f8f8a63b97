"""Markdown as the site's HTML: no HTML of its own, and tables that scroll by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_TITLE = 1  # the level of the page's own heading, above all that a text has


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML, with what it is to be judged by; headings as (level, words)."""

    html: str
    headings: tuple[tuple[int, str], ...]
    links: tuple[str, ...]
    images: tuple[str, ...]


def rendered(text: str) -> Rendered:
    """Return `text` rendered; what looks like HTML in it comes out as it was written.

    >>> rendered("## Fees\\n\\nAsk [us](/events), <b>please</b>.").links
    ('/events',)
    """
    tokens = _PARSER.parse(text)
    pieces = [piece for token in tokens for piece in token.children or ()]
    return Rendered(
        html=_PARSER.renderer.render(list(_dressed(tokens)), _PARSER.options, {}),
        headings=tuple(
            (int(opening.tag[1:]), inline.content)
            for opening, inline in pairwise(tokens)
            if opening.type == "heading_open"
        ),
        links=tuple(str(piece.attrs["href"]) for piece in pieces if piece.type == "link_open"),
        images=tuple(str(piece.attrs["src"]) for piece in pieces if piece.type == "image"),
    )


def misplaced(headings: Iterable[tuple[int, str]]) -> str:
    """Return the words of the first heading that stands deeper than one below the last, or "".

    >>> misplaced([(2, "Fees"), (3, "Students")]), misplaced([(3, "Students")])
    ('', 'Students')
    """
    last = _TITLE
    for level, words in headings:
        if not _TITLE < level <= last + 1:
            return words
        last = level
    return ""


def _dressed(tokens: Iterable[Token]) -> Iterator[Token]:
    """Give each table its wrapper, named after the heading above, and its cells their scope."""
    before = Token("start", "", 0)
    heading = ""
    first_cell = False
    for token in tokens:
        if before.type == "heading_open":
            heading = token.content
        if token.type == "tr_open":
            first_cell = True
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "td_open" and first_cell:
            token.tag = "th"
            token.attrSet("scope", "row")
        elif token.type == "td_close" and first_cell:
            token.tag = "th"
            first_cell = False
        before = token
        if token.type == "table_open":
            token.attrSet("class", "table")
            yield _markup(
                f'<div class="table-wrap" tabindex="0" role="group" aria-label="{escape(heading)}">'
            )
            yield token
        elif token.type == "table_close":
            yield token
            yield _markup("</div>")
        else:
            yield token


def _markup(html: str) -> Token:
    return Token("html_block", "", 0, content=f"{html}\n")
