"""What of one user's applications the words of a search find."""

from __future__ import annotations

from netmentor.accounts.models import User
from netmentor.db.likeness import may_have_all
from netmentor.db.reading import rows_by_key
from netmentor.internships.applying.rules import OVER, Stage
from netmentor.internships.applying.words import STAGE_WORDS
from netmentor.sought import Found, Hit, Sought

MOST_READ = 100  # of one asking

_TOLD = "(title || ' ' || organization_name || ' ' || notes || ' ' || coalesce(c.name, ''))"
_APPLICATIONS = """
    SELECT a.key, title, organization_name, stage, notes, coalesce(c.name, '')
    FROM application AS a LEFT JOIN contact AS c ON c.id = a.contact_id AND c.gone_at IS NULL
    WHERE a.user_id = ? AND {has} ORDER BY stage_at DESC, a.id LIMIT {most}"""


async def applications_found(user: User, sought: Sought, *, most: int) -> Found:
    """What goes on before what is over, the latest first."""
    has, told = may_have_all(_TOLD, sought.words)
    found = await rows_by_key(_APPLICATIONS.format(has=has, most=MOST_READ + 1), user.id, *told)
    hits = []
    for key, title, organization, stage, notes, person in found[:MOST_READ]:
        if sought.are_in(title, organization, notes, person):
            line = " · ".join(filter(None, (STAGE_WORDS[Stage(stage)], organization)))
            parts = [("Through", person), ("In its notes", notes)]
            where, text = sought.beside([title, line], parts)
            path = f"/applications/{key}"
            hit = Hit(title=title, path=path, line=line, where=where, text=text)
            hits.append((stage in OVER, hit))
    ordered = (hit for _, hit in sorted(hits, key=lambda one: one[0]))
    return Found.first(ordered, most, or_more=len(found) > MOST_READ)
