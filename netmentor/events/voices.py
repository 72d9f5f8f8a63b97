"""What sources say, and a person's hand, of the things that tellings and locks are about."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from tortoise.queryset import QuerySet

from netmentor.events.facets import Voice
from netmentor.events.rules import Authority
from netmentor.events.written import Plain


async def heard(tellings: QuerySet[Any], about: str) -> dict[int, list[Voice]]:
    """What each source says, by the ids in the column `about`.

    A source that may only propose says what a person took of it, where that is something. One
    that tells only a part of what there is never says that something is gone.
    """
    found: dict[int, list[Voice]] = defaultdict(list)
    for telling in await tellings.exclude(draft="").select_related("source"):
        source = telling.source
        proposes = source.authority == Authority.PROPOSE
        found[getattr(telling, about)].append(
            Voice(
                said=json.loads((proposes and telling.accepted) or telling.draft),
                authority=source.authority,
                is_shipped=not source.format,
                is_gone=telling.last_seen_at is not None and not source.partial,
                source_key=source.key,
            )
        )
    return found


async def locked(locks: QuerySet[Any], about: str) -> dict[int, dict[str, Plain]]:
    """The facets that a person set by hand, and their values, by the ids in the column `about`."""
    found: dict[int, dict[str, Plain]] = defaultdict(dict)
    for lock in await locks:
        found[getattr(lock, about)][lock.facet] = json.loads(lock.value)
    return found
