"""Which guides the words of a search find."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from netmentor.guides.library import Guide, guides
from netmentor.sought import Found, Hit, Sought
from netmentor.text import folded

_TAGS = re.compile("<[^>]+>")


def guides_found(sought: Sought, *, most: int) -> Found:
    """Those with all of the words, in the order to read them."""
    return Found.first((_hit(one, sought) for one in guides() if _is_in(sought, one)), most)


def _hit(guide: Guide, sought: Sought) -> Hit:
    where, text = sought.beside([guide.title, guide.summary], [("It says", _text(guide.slug)[0])])
    path = f"/guides/{guide.slug}"
    return Hit(title=guide.title, path=path, line=guide.summary, where=where, text=text)


def _is_in(sought: Sought, guide: Guide) -> bool:
    told = _text(guide.slug)[1]
    return all(word in told for word in sought.words)


@cache
def _text(slug: str) -> tuple[str, str]:
    """What a guide says, as it is read; and all of it with its title and summary, folded."""
    [guide] = [one for one in guides() if one.slug == slug]
    plain = " ".join(unescape(_TAGS.sub(" ", guide.html)).split())
    return plain, folded(f"{guide.title} {guide.summary} {plain}")
