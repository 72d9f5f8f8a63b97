"""What an item is called for good, and what tells two of one name apart."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from netmentor.events.importing.items import Item, Skipped
from netmentor.text import one_line, slug

LONGEST_KEY = 200  # characters; what tells two apart is put behind it


def short_key(text: str) -> str:
    """Return `text` as a key; a longer one keeps its beginning and a digest of the whole.

    >>> short_key(" https://example.org/a "), len(short_key("x" * 1_000_000))
    ('https://example.org/a', 200)
    """
    key = one_line(text)
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"{key[: LONGEST_KEY - len(digest) - 1]}-{digest}"


def slug_key(title: str) -> str:
    """Return a title as words of a key; one in other letters than ours is its digest.

    >>> slug_key("Spring Mixer"), len(slug_key("春の会"))
    ('spring-mixer', 16)
    """
    return slug(title) or hashlib.sha256(title.encode()).hexdigest()[:16]


def told_apart(found: Iterable[Item | Skipped]) -> Iterator[Item | Skipped]:
    """Yield what was found, items of one key told apart by when they start.

    All of them get their day as `part`, so that the order of a file does not matter, and
    those of one day their time. One that is told again word for word is skipped.
    """
    known = list(found)
    days: dict[str, Counter[str]] = defaultdict(Counter)
    starts = {(one.key, one.starts_on, one.starts_time) for one in known if isinstance(one, Item)}
    for key, day, _ in starts:
        days[key][day.isoformat()] += 1
    lines: dict[tuple[str, str], int] = {}
    for one in known:
        if isinstance(one, Skipped):
            yield one
            continue
        part = _part(one, days[one.key])
        if (told := lines.get((one.key, part))) is not None:
            yield Skipped(one.line, f"It is told twice; the one in line {told} counts.", one.title)
            continue
        lines[one.key, part] = one.line
        yield replace(one, part=part) if part else one


def _part(one: Item, days: Counter[str]) -> str:
    day = one.starts_on.isoformat()
    if days.total() == 1:
        return ""
    return f"{day}T{one.starts_time or '00:00'}" if days[day] > 1 else day
