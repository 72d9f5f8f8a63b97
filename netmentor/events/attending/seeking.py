"""What of one user's events, and of what they noted of them, the words of a search find."""

from __future__ import annotations

from datetime import date

from netmentor.accounts.models import User
from netmentor.db.likeness import may_have_all
from netmentor.db.reading import rows_by_key
from netmentor.events.bits import Memory
from netmentor.events.briefs import Brief, briefs
from netmentor.events.indexing import catalogue
from netmentor.events.seeking import hit_of, ids_found
from netmentor.sought import Found, Hit, Sought

MOST_READ = 100  # texts of one asking

_SAID = """
    SELECT coalesce(merged_into_id, event.id) FROM attendance
    JOIN event ON event.id = event_id
    WHERE attendance.user_id = ? AND owner_id IS NULL AND answer NOT IN ('', 'skipped')"""
_TOLD = "(title || ' ' || venue || ' ' || city || ' ' || description)"
_OWN = "SELECT id, {told} FROM event WHERE owner_id = ? AND gone_at IS NULL AND {has} LIMIT {most}"
_WRITTEN = "(title || ' ' || note || ' ' || goals || ' ' || people || ' ' || why)"
_NOTES = """
    SELECT slug, title, note, goals, people, why FROM attendance JOIN event ON event.id = event_id
    WHERE attendance.user_id = ? AND (owner_id IS NULL OR event.gone_at IS NULL)
        AND note || goals || people || why <> '' AND {has}
    ORDER BY attendance.changed_at DESC, attendance.id LIMIT {most}"""


async def own_events_found(user: User, sought: Sought, *, most: int, today: date) -> Found:
    """What `user` goes to, went to or keeps for themselves: ahead by date, then the last first."""
    has, told = may_have_all(_TOLD, sought.words)
    asked = _OWN.format(told=_TOLD, has=has, most=MOST_READ + 1)
    kept = [id_ for id_, text in await rows_by_key(asked, user.id, *told) if sought.are_in(text)]
    said = await ids_found(sought, [id_ for (id_,) in await rows_by_key(_SAID, user.id)])
    among = (await catalogue()).briefs
    # What somebody keeps for themselves is in no catalogue, whose memory would not forget it.
    mine = [*await briefs(kept, Memory(len(kept))), *await briefs(said[:MOST_READ], among)]
    ordered = sorted(mine, key=lambda one: _turn(one, today))
    return Found([hit_of(one, sought) for one in ordered[:most]], len(kept) + len(said))


async def event_notes_found(user: User, sought: Sought, *, most: int) -> Found:
    """What `user` noted of events, the latest first; the title of one counts as theirs."""
    has, told = may_have_all(_WRITTEN, sought.words)
    found = await rows_by_key(_NOTES.format(has=has, most=MOST_READ + 1), user.id, *told)
    hits = []
    for slug, title, note, goals, people, why in found[:MOST_READ]:
        parts = [
            ("In your notes", note),
            ("Among your goals", goals),
            ("Whom you want to meet", people),
            ("Why you skipped it", why),
        ]
        where, text = sought.beside([title], parts)
        if where and sought.are_in(title, note, goals, people, why):
            hits.append(Hit(title=title, path=f"/events/{slug}", where=where, text=text))
    return Found.first(hits, most, or_more=len(found) > MOST_READ)


def _turn(event: Brief, today: date) -> tuple[bool, int]:
    """What is ahead before what is over, and of each what is nearest."""
    first = event.starts_on or event.window_from_on or date.max
    is_over = (event.ends_on or event.window_to_on or date.max) < today
    return is_over, -first.toordinal() if is_over else first.toordinal()
