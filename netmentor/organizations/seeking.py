"""Which organizations the words of a search find."""

from __future__ import annotations

from netmentor.db.reading import rows_by_key
from netmentor.sought import Found, Hit, Sought

_ALL = "SELECT slug, name, acronym, about FROM organization WHERE retired_at IS NULL ORDER BY name"


async def organizations_found(sought: Sought, *, most: int) -> Found:
    """Those that the words name, by acronym or by name; a whole acronym comes first."""
    hits = []
    for slug, name, acronym, about in await rows_by_key(_ALL):
        if sought.are_in(name, acronym):
            is_acronym = acronym.casefold() == str(sought)
            title = name if acronym in name else f"{name} ({acronym})"
            hits.append(
                (not is_acronym, Hit(title=title, path=f"/organizations/{slug}", line=about))
            )
    return Found.first((hit for _, hit in sorted(hits, key=lambda one: one[0])), most)
