"""Where a private feed stands: found by the secret of its address, in one small row."""

from __future__ import annotations

from typing import NamedTuple

from netmentor.db.glance import glance

# A revoked address is as unknown as one that never was.
_STANDING = """
    SELECT f.id, f.version, f.salt, coalesce(r.number, 0)
    FROM private_feed AS f LEFT JOIN agenda_revision AS r ON r.user_id = f.user_id
    WHERE f.token_hash = ? AND f.revoked_at IS NULL"""


class Standing(NamedTuple):
    """A feed, which version of its row it is, and the revision of its user's dates.

    With the `salt` nobody who has a hash of it all can try numbers until they fit.
    """

    feed_id: int
    version: int
    salt: str
    revision: int


async def standing_of(digest: str) -> Standing | None:
    """Where the feed stands whose secret has this digest; None where none has, or not any more."""
    row = await glance(_STANDING, digest)
    return Standing(*row) if row else None
