"""What a source told in earlier readings, and which of it comes under another name now."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from netmentor.events.importing.items import Entry
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.naming import Row, may_be_renamed
from netmentor.events.written import Plain, value

_COLUMNS = (
    "item digest post url last_seen_at id external_id event_id"
    " event__title event__starts_on event__ends_on"
).split()


@dataclass(slots=True)
class Known:
    """What is known of one entry of the source; several rows where it recurs."""

    digest: str
    post: str
    url: str
    rows: list[Row] = field(default_factory=list)

    @property
    def told(self) -> list[Row]:
        """Those that the source told in its last reading."""
        return [row for row in self.rows if row.is_told]

    def is_as(self, digest: str) -> bool:
        """True if an entry of this digest is told as it was the last time."""
        return self.digest == digest and bool(self.told)


async def known_of(source: Source) -> dict[str, Known]:
    """All entries that `source` ever told of, by their keys."""
    found: dict[str, Known] = {}
    waiting = await _waiting(source)
    rows = Telling.filter(source=source).order_by("id").values_list(*_COLUMNS)
    for item, digest, post, url, last_seen_at, row_id, name, event_id, *facts in await rows:
        known = found.setdefault(item, Known(digest, post, url))
        title, first_on, last_on = facts if event_id else waiting[row_id]
        known.rows.append(Row(row_id, name, last_seen_at is None, title, first_on, last_on))
        if last_seen_at is None:
            known.digest = digest
    return found


async def follow_new_names(
    source: Source, known: dict[str, Known], entries: Mapping[str, Entry], *, today: date
) -> None:
    """Hang entries that come under another key on what is known: by address, then by post.

    The Events Calendar puts the time into a UID, so what moves is called differently. An
    entry is followed only where its address, or its post, is its alone.
    """
    for trait in ("url", "post"):
        olds, news = _by_trait(known, trait), _by_trait(entries, trait)
        for told in olds.keys() & news.keys():
            if len(olds[told]) > 1 or len(news[told]) > 1:
                continue
            [old], [key] = olds[told], news[told]
            if key in known or old in entries or len(known[old].rows) > 1:
                continue
            [row] = known[old].rows
            if may_be_renamed(row, entries[key], today, by_address=trait == "url"):
                await Telling.filter(id=row.id).update(item=key)
                known[key] = known.pop(old)
                known[key].digest = ""


async def _waiting(source: Source) -> dict[int, tuple[str, date | None, date | None]]:
    """Title and days of what waits for a person, by the telling's id."""
    rows = Telling.filter(source=source, event_id=None).values_list("id", "draft")
    found = {}
    for row_id, draft in await rows:
        said: Plain = json.loads(draft)
        days = (value(name, said[name]) for name in ("starts_on", "ends_on"))
        found[row_id] = (said["title"], *days)
    return found


def _by_trait(
    entries: Mapping[str, Known] | Mapping[str, Entry], trait: str
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, entry in entries.items():
        if told := getattr(entry, trait):
            found[told].append(key)
    return found
