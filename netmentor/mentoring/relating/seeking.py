"""What of one user's sessions, and of what was written about them, the words of a search find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.db.likeness import may_have_all
from netmentor.db.reading import moment_of, rows_by_key
from netmentor.events.words import day_words
from netmentor.mentoring.entries import path_of, title_of
from netmentor.mentoring.relating.rules import NoteKind
from netmentor.sought import Found, Hit, Sought

MOST_READ = 100  # of one asking

_TOLD = (
    "(s.type_name || ' ' || s.topic || ' ' || s.questions || ' ' || s.before_after"
    " || ' ' || m.name || ' ' || coalesce(u.name, ''))"
)
_OF_EITHER = """
    mentor_session AS s JOIN mentor AS m ON m.id = s.mentor_id
    LEFT JOIN user_account AS u ON u.id = s.mentee_id"""
_MINE = "(s.mentee_id = ? OR s.mentor_id = (SELECT id FROM mentor WHERE user_id = ?))"
_SESSIONS = """
    SELECT s.key, s.type_name, s.starts_at, s.topic, s.questions, s.before_after, m.name,
        coalesce(u.name, ''), m.user_id
    FROM {of_either} WHERE {mine} AND {has} ORDER BY s.starts_at DESC, s.id LIMIT {most}"""
_NOTES = """
    SELECT s.key, n.about, n.kind, n.author_id, n.text, n.changed_at
    FROM session_note AS n LEFT JOIN mentor_session AS s ON s.id = n.session_id
    WHERE (n.author_id = ? OR (n.kind <> 'private' AND {mine})) AND {has_note}
    UNION ALL SELECT s.key, t.about, 'thought', t.author_id, t.text, t.changed_at
    FROM afterthought AS t LEFT JOIN mentor_session AS s ON s.id = t.session_id
    WHERE t.author_id = ? AND {has_thought} ORDER BY 6 DESC, 2, 3 LIMIT {most}"""


async def sessions_found(user: User, sought: Sought, *, most: int) -> Found:
    """The sessions of `user`, as whichever of the two, the latest first."""
    has, told = may_have_all(_TOLD, sought.words)
    asked = _SESSIONS.format(of_either=_OF_EITHER, mine=_MINE, has=has, most=MOST_READ + 1)
    found = await rows_by_key(asked, user.id, user.id, *told)
    hits = (_session(row, user, sought) for row in found[:MOST_READ] if _is_in(row, user, sought))
    return Found.first(hits, most, or_more=len(found) > MOST_READ)


async def session_notes_found(user: User, sought: Sought, *, most: int) -> Found:
    """What `user` wrote about sessions, and what the other one wrote for both to read: the latest
    first.
    """
    has_note, told_note = may_have_all("n.text", sought.words)
    has_thought, told_thought = may_have_all("t.text", sought.words)
    asked = _NOTES.format(
        mine=_MINE, has_note=has_note, has_thought=has_thought, most=MOST_READ + 1
    )
    values = [user.id, user.id, user.id, *told_note, user.id, *told_thought]
    found = await rows_by_key(asked, *values)
    hits = (
        Hit(
            title=about,
            path=path_of(key) if key else "/mentorships",
            where=_where(kind, author == user.id),
            text=text,
        )
        for key, about, kind, author, text, _ in found[:MOST_READ]
        if sought.are_in(text)
    )
    return Found.first(hits, most, or_more=len(found) > MOST_READ)


def _is_in(row: Sequence[Any], user: User, sought: Sought) -> bool:
    return sought.are_in(row[1], _other(row, user), *row[3:6])


def _other(row: Sequence[Any], user: User) -> str:
    mentor, mentee, mentor_user = row[6:9]
    name: str = mentee if mentor_user == user.id else mentor
    return name


def _session(row: Sequence[Any], user: User, sought: Sought) -> Hit:
    key, type_name, starts_at, topic, questions, before_after = row[:6]
    title = title_of(type_name, _other(row, user) or None)
    parts = [("About", topic), ("Questions", questions), ("Before and after", before_after)]
    where, text = sought.beside([title], parts)
    return Hit(title=title, path=path_of(key), line=_day(starts_at, user), where=where, text=text)


def _day(starts_at: datetime | str, user: User) -> str:
    return day_words(moment_of(starts_at).astimezone(ZoneInfo(user.timezone)).date())


def _where(kind: str, is_mine: bool) -> str:
    if kind == NoteKind.AGENDA:
        return "On the agenda"
    if kind == "thought":
        return "What you thought afterwards"
    shared = "In your note" if is_mine else "In their note"
    return "In your private note" if kind == NoteKind.PRIVATE else shared
