"""What of one user's people, of what they noted of them for themselves, and of what is to be
done the words of a search find.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.contacts.finding import Asked, matching
from netmentor.contacts.rules import State
from netmentor.contacts.words import WAY_WORDS
from netmentor.db.likeness import escaped, may_have, may_have_all
from netmentor.db.reading import day_of, is_postgres, moment_of, rows, rows_by_key
from netmentor.events.words import day_words
from netmentor.sought import Found, Hit, Sought

MOST_READ = 100  # texts of one asking, which are many already

_NAMED = "SELECT id FROM contact WHERE user_id = ? AND gone_at IS NULL"
_PEOPLE = "SELECT id, key, name, credentials, met_where, note FROM contact WHERE id IN ({ids})"
_LINES = """
    SELECT contact_id, title, organization FROM contact_position
    WHERE contact_id IN ({ids}) AND to_on IS NULL ORDER BY id"""
_BESIDE = """
    SELECT 1 AS turn, contact_id, kind AS how, value AS told, CAST(NULL AS timestamptz) AS at
    FROM contact_way WHERE contact_id IN ({ids})
    UNION ALL SELECT 2, contact_id, 'tag', tag.name, CAST(NULL AS timestamptz)
    FROM tagging JOIN tag ON tag.id = tag_id WHERE contact_id IN ({ids})
    UNION ALL SELECT 3, contact_id, 'position', title || ' ' || organization,
        CAST(NULL AS timestamptz)
    FROM contact_position WHERE contact_id IN ({ids}) AND to_on IS NOT NULL
    UNION ALL SELECT 4, contact_id, CASE WHEN by_them THEN 'theirs' ELSE 'mine' END, what, made_at
    FROM promise WHERE contact_id IN ({ids}) AND {promised}
    UNION ALL SELECT 5, contact_id, 'touch', note, at
    FROM touch WHERE contact_id IN ({ids}) AND {noted}
    ORDER BY 1, 5 DESC"""
_NOTES = """
    SELECT key, name, private_note FROM contact{by}
    WHERE user_id = ? AND gone_at IS NULL AND private_note <> '' AND {has}
    ORDER BY folded_name, id LIMIT {most}"""
_TO_DO = """
    SELECT f.what, f.due_on, f.state, c.key, c.name, e.slug, e.title
    FROM follow_up AS f
    LEFT JOIN contact AS c ON c.id = f.contact_id LEFT JOIN event AS e ON e.id = f.event_id
    WHERE f.user_id = ? AND f.state <> 'dropped' AND c.gone_at IS NULL AND {has}
    ORDER BY CASE f.state WHEN 'open' THEN 0 ELSE 1 END, f.due_on, f.id LIMIT {most}"""


async def people_found(user: User, sought: Sought, *, most: int) -> Found:
    """The people of `user` outside the bin: those first whose names begin with the words.

    They are those of the list of people, where each is found by what the private note leaves out.
    """
    found = await matching(user, Asked(words=str(sought)), today=date.min)
    named = await _named(user, sought, most) if found.total > most else ()
    ids = list(dict.fromkeys([*named, *found.ids]))[:most]
    return Found(await _people(user, ids, sought), found.total, found.or_more)


async def private_notes_found(user: User, sought: Sought, *, most: int) -> Found:
    """What `user` noted of their people for nobody else; the name of one counts as theirs."""
    has, told = may_have_all("private_note", sought.words, or_in="folded_name")
    by = "" if is_postgres() else " INDEXED BY contact_privately"  # another is of everybody
    found = await rows(_NOTES.format(by=by, has=has, most=MOST_READ + 1), user.id, *told)
    noted = [
        (key, name, note)
        for key, name, note in found[:MOST_READ]
        if sought.are_in(name, note) and sought.how_many(note)
    ]
    hits = [
        Hit(title=name, path=f"/contacts/{key}", where="In your private note", text=note)
        for key, name, note in noted[:most]
    ]
    return Found(hits, len(noted), len(found) > MOST_READ)


async def follow_ups_found(user: User, sought: Sought, *, most: int) -> Found:
    """What `user` is to do, the next first, and what is done; what was dropped is not there."""
    has, told = may_have_all("f.what", sought.words, or_in="coalesce(c.folded_name, '')")
    found = await rows(_TO_DO.format(has=has, most=MOST_READ + 1), user.id, *told)
    planned = [
        tuple(row)
        for row in found[:MOST_READ]
        if sought.are_in(row[0], row[4] or "") and sought.how_many(row[0])
    ]
    return Found([_to_do(*row) for row in planned[:most]], len(planned), len(found) > MOST_READ)


def _to_do(what: str, due_on: Any, state: str, key: str, name: str, slug: str, title: str) -> Hit:
    path = f"/contacts/{key}#owed" if key else f"/events/{slug}" if slug else "/today"
    day = "Done" if state == State.DONE else f"Due {day_words(day_of(due_on))}"
    return Hit(title=what, path=path, line=", ".join(filter(None, (day, name or title))))


async def _named(user: User, sought: Sought, most: int) -> list[int]:
    """Those in whose names each of the words begins one."""
    begins = r" AND (folded_name LIKE ? ESCAPE '\' OR folded_name LIKE ? ESCAPE '\')"
    told = [one for word in sought.words for one in (f"{escaped(word)}%", f"% {escaped(word)}%")]
    question = f"{_NAMED}{begins * len(sought.words)} ORDER BY folded_name, id LIMIT {most}"
    return [id_ for (id_,) in await rows(question, user.id, *told)]


async def _people(user: User, ids: Sequence[int], sought: Sought) -> list[Hit]:
    if not ids:
        return []
    among = ", ".join(map(str, ids))  # numbers of this database's own
    people = {row[0]: tuple(row)[1:] for row in await rows_by_key(_PEOPLE.format(ids=among))}
    lines: dict[int, str] = {}
    for id_, *told in await rows_by_key(_LINES.format(ids=among)):
        lines.setdefault(id_, ", ".join(filter(None, told)))
    beside = await _beside(user, among, sought)
    return [
        _hit(people[id_], lines.get(id_, ""), beside.get(id_, ()), sought)
        for id_ in ids
        if id_ in people
    ]


async def _beside(user: User, among: str, sought: Sought) -> dict[int, list[tuple[str, str]]]:
    """What is told of these people beside their rows, by their numbers."""
    conditions, values = [], []
    for column in ("what", "note"):
        each = [may_have(column, word) for word in sought.words]
        conditions.append(f"({' OR '.join(condition for condition, _ in each)})")
        values += [one for _, told in each for one in told]
    promised, noted = conditions
    question = _BESIDE.format(ids=among, promised=promised, noted=noted)
    told: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for _, id_, how, text, at in await rows_by_key(question, *values):
        moment = moment_of(at)
        day = day_words(moment.astimezone(ZoneInfo(user.timezone)).date()) if moment else ""
        told[id_].append((_where(how, day), text))
    return told


def _where(how: str, day: str) -> str:
    if how == "touch":
        return f"In a note of {day}"
    if how in ("mine", "theirs"):
        return f"{'You' if how == 'mine' else 'They'} promised on {day}"
    return {"tag": "Tag", "position": "Earlier"}.get(how) or WAY_WORDS[how]


def _hit(row: Sequence[str], line: str, beside: Iterable[tuple[str, str]], sought: Sought) -> Hit:
    """One person, with what else holds most of the words, where what is shown anyway does not."""
    key, name, credentials, met_where, note = row
    title, line = ", ".join(filter(None, (name, credentials))), line or met_where
    told = [("Met at", met_where), ("In your note", note), *beside]
    where, text = sought.beside([title, line], told)
    return Hit(title=title, path=f"/contacts/{key}", line=line, where=where, text=text)
