"""Full text: which events a search finds, forgiving accents, word endings and slips.

SQLite answers from its FTS5 table and PostgreSQL from two GIN indexes; both stem English
words. What is asked of them is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netmentor.db.reading import is_postgres, rows
from netmentor.events.bits import Bits
from netmentor.events.indexing import Catalogue
from netmentor.events.search_words import COMMON, alternatives, asked_for, corrected

_SQLITE = "SELECT group_concat(rowid) FROM event_search WHERE event_search MATCH ?"
_POSTGRES = """
    SELECT string_agg(id::text, ',') FROM event
    WHERE to_tsvector('english', {text}) @@ to_tsquery('english', ?)"""
_HEAD = "search_head"
_WHOLE = "search_head || ' ' || search_body"

Words = Sequence[Sequence[str]]  # all of them, each as one of its alternatives


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to.

    `named` have the words in what names them: title, organizer, series, place, topic, month.
    `mentioned` have them in what describes them only. `read_as` is what was searched for
    in place of words that nothing has; `is_partial` says that nothing has all the words,
    and these have most.
    """

    named: Bits
    mentioned: Bits
    read_as: str = ""
    is_partial: bool = False

    @property
    def both(self) -> Bits:
        return self.named | self.mentioned


async def search(text: str, catalogue: Catalogue, *, guess: bool) -> Found:
    """Return the events that `text` finds; all of them where no word tells events apart.

    A page may `guess` what was meant, and says so. A subscription may not: what it guessed
    would be gone with the first event that has the words.
    """
    asked = tuple(asked_for(text))
    memory = catalogue.index.memory
    key = ("search", asked, guess)
    known: Found | None = memory.get(key)
    return known or memory.keep(key, await _search(asked, catalogue, guess=guess))


async def _search(asked: Sequence[str], catalogue: Catalogue, *, guess: bool) -> Found:
    if not asked:
        return Found(catalogue.index.all(), 0)
    known = await _vocabulary(catalogue)
    found = await _with_all([alternatives(word, known) for word in asked], catalogue)
    if found.both or not guess:
        return found
    having = {word: await _having(word, known, catalogue) for word in asked}
    right = [word if having[word] else corrected(word, known) for word in asked]
    read_as = " ".join(right) if right != list(asked) else ""
    likely = [alternatives(word, known) for word in right]
    if read_as and (found := await _with_all(likely, catalogue)).both:
        return Found(found.named, found.mentioned, read_as)
    if len(asked) == 1:
        return found
    having |= {word: await _having(word, known, catalogue) for word in right if word not in having}
    return _with_most([having[word] for word in right], read_as, catalogue)


async def _with_all(words: Words, catalogue: Catalogue) -> Found:
    named, anywhere = [catalogue.index.of(await _ids(words, text)) for text in (_HEAD, _WHOLE)]
    return Found(named, anywhere & ~named)


async def _having(word: str, known: Sequence[str], catalogue: Catalogue) -> Bits:
    """The events that have `word` anywhere, or what it may stand for."""
    return catalogue.index.of(await _ids([alternatives(word, known)], _WHOLE))


def _with_most(having: Iterable[Bits], read_as: str, catalogue: Catalogue) -> Found:
    """The events that have the most of some words; `having` are those of each word."""
    levels = [catalogue.index.all()]  # those that have at least so many of the words
    for has in having:
        lower = [*levels, 0]
        levels = [lower[0], *((lower[n] | (lower[n - 1] & has)) for n in range(1, len(lower)))]
    most = next((level for level in reversed(levels[1:]) if level), 0)
    return Found(most, 0, read_as, is_partial=True)


async def _ids(words: Words, text: str) -> Iterable[int]:
    """The row ids of the events that have all of `words` in `text`."""
    if is_postgres():
        asked = " & ".join("(" + " | ".join(f"'{one}'" for one in some) + ")" for some in words)
        ((found,),) = await rows(_POSTGRES.format(text=text), asked)
    else:
        asked = " AND ".join("(" + " OR ".join(f'"{one}"' for one in some) + ")" for some in words)
        column = f"{{{text}}} : " if text == _HEAD else ""
        ((found,),) = await rows(_SQLITE, f"{column}({asked})")
    return map(int, found.split(",")) if found else ()


async def _vocabulary(catalogue: Catalogue) -> Sequence[str]:
    """All telling words that name an event, sorted."""
    if catalogue.vocabulary is None:
        words: set[str] = set()
        for (head,) in await rows("SELECT search_head FROM event WHERE merged_into_id IS NULL"):
            words.update(head.split())
        catalogue.vocabulary = sorted(words - COMMON)
    return catalogue.vocabulary
