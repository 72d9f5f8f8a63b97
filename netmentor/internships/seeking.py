"""Which internships and fellowships the words of a search find, as their list shows them."""

from __future__ import annotations

from datetime import datetime

from netmentor.internships.filters import OpportunityFilter
from netmentor.internships.listing import Listed, listed
from netmentor.internships.words import STANDING_WORDS
from netmentor.sought import Found, Hit, Sought


async def opportunities_found(sought: Sought, *, most: int, now: datetime) -> Found:
    """What is open first; what no source lists any more is not there."""
    found = await listed(OpportunityFilter(q=str(sought)), None, now=now, per_page=most)
    return Found([_hit(one, sought) for one in found.shown], found.total)


def _hit(one: Listed, sought: Sought) -> Hit:
    draft = one.draft
    place = ", ".join(filter(None, (draft.organization_name, draft.city, draft.state)))
    line = " · ".join(filter(None, (STANDING_WORDS[one.standing], place)))
    where, text = sought.beside([draft.title, line], [("Department", draft.department)])
    return Hit(
        title=draft.title, path=f"/internships/{one.slug}", line=line, where=where, text=text
    )
