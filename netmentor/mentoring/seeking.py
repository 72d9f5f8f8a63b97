"""Which mentors the words of a search find: those of the directory, by their names first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from netmentor.accounts.models import User
from netmentor.db.likeness import escaped
from netmentor.db.reading import is_postgres, rows
from netmentor.sought import NOTHING, Found, Hit, Sought

# The count beside each row is of all: the directory's order would read every one of them.
_LISTED = """
    SELECT slug, name, role_title, organization_name, city, headline, credentials, specialties,
        about, count(*) OVER ()
    FROM mentor WHERE listing = 'listed' AND visibility IN ({seen}) AND {has}
        AND id NOT IN (SELECT mentor_id FROM mentor_blocking WHERE user_id = ? AND NOT by_mentor)
    ORDER BY CASE WHEN {begins} THEN 0 ELSE 1 END, slug LIMIT {most}"""
_NOBODY = 0  # no user has this number


async def mentors_found(viewer: User | None, sought: Sought, *, most: int) -> Found:
    """The mentors whom `viewer` may see; whom they blocked is not there."""
    has = " AND ".join([r"searched LIKE ? ESCAPE '\'"] * len(sought.words))
    like = "ILIKE" if is_postgres() else "LIKE"
    question = _LISTED.format(
        seen="'public', 'members'" if viewer else "'public'",
        has=has,
        begins=rf"name {like} ? ESCAPE '\' OR name {like} ? ESCAPE '\'",
        most=most,
    )
    first = escaped(sought.words[0])
    told = [f"%{escaped(word)}%" for word in sought.words]
    told_of_viewer = viewer.id if viewer else _NOBODY
    found = await rows(question, *told, told_of_viewer, f"{first}%", f"% {first}%")
    return Found([_hit(row, sought) for row in found], found[0][-1]) if found else NOTHING


def _hit(row: Sequence[Any], sought: Sought) -> Hit:
    slug, name, role, organization, city, headline, credentials, specialties, about, _ = row
    line = ", ".join(filter(None, (role, organization, city))) or headline
    parts = [
        ("Says", headline),
        ("Credentials", credentials),
        ("Specialties", specialties),
        ("About them", about),
    ]
    where, text = sought.beside([name, line], parts)
    return Hit(title=name, path=f"/mentors/{slug}", line=line, where=where, text=text)
