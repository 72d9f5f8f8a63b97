"""One version of one feed: what it was made of, and the two ways to answer with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from starlette.responses import Response

from netmentor.events.rules import day_began
from netmentor.feeds.conditional import Version
from netmentor.organizations.queries import Revision

OPEN = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}


class State(NamedTuple):
    """All that decides what feeds hold: what is published, the day, and the zone data."""

    revision: Revision | None
    today: date
    zones: str

    def version(self, address: str, renderer: int) -> Version:
        """What the feed at `address` is in this state, when `renderer` has made it."""
        revision = self.revision
        # The time too: after a restore from a backup the numbers come again, for other content.
        changed = (revision.number, revision.changed_at) if revision else ()
        made_of = (address, changed, self.today, renderer, self.zones)
        tag = hashlib.sha256(repr(made_of).encode()).hexdigest()[:24]
        began = day_began(self.today)
        return Version(tag, max(revision.changed_at, began) if revision else began)


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a feed under the name and the type that its answers give it."""

    version: Version
    file_name: str
    media_type: str
    openness: Mapping[str, str] = field(default_factory=lambda: OPEN)  # who else may keep it

    def nothing_new(self, coding: str) -> Response:
        """The answer to somebody who has it already."""
        return Response(status_code=304, headers=self._headers(coding))

    def whole(self, coding: str, body: bytes) -> Response:
        """The answer with all of it; `body` is in `coding`."""
        headers = self._headers(coding)
        headers["Content-Disposition"] = f'inline; filename="{self.file_name}"'
        if coding:
            headers["Content-Encoding"] = coding
        return Response(body, media_type=f"{self.media_type}; charset=utf-8", headers=headers)

    def _headers(self, coding: str) -> dict[str, str]:
        return {**self.version.headers(coding), **self.openness, "Vary": "Accept-Encoding"}
