"""What the readers of every format share: words from outside, put into ours.

Each rule lives beside its kind: `plaintext`, `titles`, `places`; the readers import from here.
"""

from __future__ import annotations

from collections.abc import Iterable

from netmentor.events.drafts import is_web_address
from netmentor.events.importing.places import modality_of, place_of
from netmentor.events.importing.plaintext import plain_text, unescaped
from netmentor.events.importing.titles import kind_of, status_in_title
from netmentor.text import clean, slug

__all__ = [
    "kind_of",
    "modality_of",
    "place_of",
    "plain_text",
    "status_in_title",
    "topics_of",
    "web_address",
]

LONGEST_TOPIC = 40
MOST_TOPICS = 10
LONGEST_ADDRESS = 500

_SAY_NOTHING = frozenset(
    "event events uncategorized general calendar other meeting meetings misc".split()
)


def topics_of(categories: Iterable[str]) -> tuple[str, ...]:
    """Return categories as topics: at most 10 words of an address, without those that say nothing.

    >>> topics_of(["Events", "Practice Management", "practice management", "Finance"])
    ('practice-management', 'finance')
    """
    slugs = (slug(category[:1_000]) for category in categories)
    told = (one for one in slugs if 0 < len(one) <= LONGEST_TOPIC and one not in _SAY_NOTHING)
    return tuple(dict.fromkeys(told))[:MOST_TOPICS]


def web_address(text: str) -> str:
    """Return the address of a web page that `text` is, or "" if it is none that we can keep.

    >>> web_address(" www.example.org/a&amp;b "), web_address("javascript:alert(1)")
    ('https://www.example.org/a&b', '')
    """
    address = clean(unescaped(text[: 4 * LONGEST_ADDRESS]))
    if address.lower().startswith("www."):
        address = f"https://{address}"
    return address if len(address) <= LONGEST_ADDRESS and is_web_address(address) else ""
