"""What became of an opportunity, in the words of its page: what it was, and what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from netmentor.events.changes import Told
from netmentor.internships.curating.words import facet_name, said, when_words, window_words
from netmentor.internships.drafts import Plain, read_windows
from netmentor.internships.facets import LISTING
from netmentor.internships.queries import Changed
from netmentor.internships.words import STATUS_WORDS

_LONG = frozenset({"program", "eligibility", "materials", "how_to_apply", "description", "url"})


def told(changes: Iterable[Changed]) -> list[Told]:
    """Return the changes in words."""
    return [Told(one.seen_at, tuple(sentences(one.facets))) for one in changes]


def sentences(changes: Mapping[str, tuple[Any, Any]]) -> Iterator[str]:
    """Say what changed, the most important first; `changes` are facet → before and after.

    >>> list(sentences({"pay": ({"paid": "no"}, {"paid": "yes"}), "url": ({}, {})}))
    ['Pay: Paid. It was Unpaid.', 'Web page changed.']
    """
    order = (LISTING, "dates")
    for facet in (*order, *(one for one in changes if one not in order)):
        if facet in changes:
            yield from _sentences(facet, *changes[facet])


def _sentences(facet: str, before: Any, after: Any) -> Iterator[str]:
    name = facet_name(facet).capitalize()
    if facet == LISTING:
        gone = "No longer listed by its source."
        yield gone if after == "gone" else "Listed by its source again."
    elif facet == "dates":
        yield from list(_dates(before, after)) or ["What is known of its dates is told anew."]
    elif facet == "title":
        yield f"Renamed from “{before['title']}”."
    elif facet in _LONG:
        yield f"{name} changed."
    else:
        yield f"{name}: {_line(after)}. It was {_line(before)}."


def _dates(before: Plain, after: Plain) -> Iterator[str]:
    """Each day that is new, moved or gone; of several of a kind the first goes with the first."""
    if before["status"] != after["status"]:
        yield f"{STATUS_WORDS[after['status']]}."
    was, now = read_windows(before["windows"]), read_windows(after["windows"])
    gone = [one for one in was if one not in now]
    for one in now:
        if one in was:
            continue
        earlier = next((other for other in gone if other.kind == one.kind), None)
        if earlier:
            gone.remove(earlier)
            yield f"{window_words(one)}. It was {when_words(earlier)}."
        else:
            yield f"New: {window_words(one)}."
    yield from (f"Taken back: {window_words(one)}." for one in gone)


def _line(told: Plain) -> str:
    return said(told).replace("\n", ", ")
