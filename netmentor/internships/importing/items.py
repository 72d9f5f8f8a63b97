"""What a reader finds in a file: opportunities with their lines, and places it had to skip."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from netmentor.events.importing.items import Skipped
from netmentor.events.importing.keys import short_key, slug_key
from netmentor.internships.drafts import OpportunityDraft, read, written

PROGRAM = "netmentor.internships.importing.child"  # which `events.importing.reading` starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One opportunity as a file tells it: put into our words, not yet judged.

    `key` is what its file calls it for good. `draft` is None where it cannot be read, for
    this `reason`: it is there all the same. `notes` say what was read otherwise than it
    stands there. `is_dated`: the file names the day on which it was true.
    """

    line: int
    key: str
    title: str
    draft: OpportunityDraft | None
    reason: str = ""
    notes: tuple[str, ...] = ()
    is_dated: bool = False


def named(found: Iterable[Item | Skipped]) -> Iterator[Item | Skipped]:
    """Yield what was found, each under a name of its own.

    That is its own name, else its address if no other has it, else who offers it and what
    it is called. One that is told again is skipped.
    """
    known = list(found)
    drafts = [one.draft for one in known if isinstance(one, Item)]
    addresses = Counter(draft.url for draft in drafts if draft)
    lines: dict[str, int] = {}
    for one in known:
        if isinstance(one, Skipped):
            yield one
            continue
        key = one.key or _key(one, addresses)
        if (told := lines.get(key)) is not None:
            yield Skipped(one.line, f"It is told twice; the one in line {told} counts.", one.title)
            continue
        lines[key] = one.line
        yield one if one.key else _called(one, key)


def _called(one: Item, key: str) -> Item:
    return replace(one, key=key, draft=one.draft and replace(one.draft, external_id=key))


def _key(one: Item, addresses: Counter[str]) -> str:
    if one.draft and one.draft.url and addresses[one.draft.url] == 1:
        return short_key(one.draft.url)
    told = (one.draft.organization_name, one.draft.cycle) if one.draft else ("", "")
    return short_key("/".join(slug_key(words) for words in (told[0], one.title, told[1]) if words))


def packed(found: Item | Skipped) -> str:
    """Return what a reader found as one line of JSON."""
    if isinstance(found, Skipped):
        return json.dumps([found.line, found.reason, found.what])
    draft = written(found.draft) if found.draft else None
    told = [found.line, found.key, found.title, draft, found.reason, found.notes, found.is_dated]
    return json.dumps(told)


def unpacked(line: bytes) -> Item | Skipped:
    """Return what `packed` made a line of."""
    at, *told = json.loads(line)
    if len(told) == 2:
        return Skipped(at, *told)
    key, title, draft, reason, notes, is_dated = told
    return Item(
        line=at,
        key=key,
        title=title,
        draft=read(draft) if draft else None,
        reason=reason,
        notes=tuple(notes),
        is_dated=is_dated,
    )
