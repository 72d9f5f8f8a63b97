"""Words looked for in columns that are kept as somebody wrote them, with accents and capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from netmentor.db.reading import is_postgres

_MEANS = re.compile(r"([%_\\])")
_ONE_OR_TWO = re.compile("ss|ae|oe|th")  # what ß, æ, œ and þ are folded to
_BYTES = "length(CAST({} AS BLOB))"
_MAY_BE_ANOTHER = re.compile(r"[acdegilnorstuyz]|[^\x00-\x7f]")  # with an accent, or a capital


def may_have(column: str, word: str) -> tuple[str, list[str]]:
    """Return a condition on `column`, and its parameters, that every text with `word` meets.

    `word` is folded. Of texts in ASCII only those with it meet the condition; of others some
    without it do, too, and are to be read by whoever asks.
    """
    pieces = _ONE_OR_TWO.split(escaped(word))
    loose = f"%{'%'.join(_MAY_BE_ANOTHER.sub('_', piece) for piece in pieces)}%"
    like, size = ("ILIKE", "octet_length({})") if is_postgres() else ("LIKE", _BYTES)
    has = rf"{column} {like} ? ESCAPE '\'"
    is_beyond = f"{size.format(column)} > length({column})"
    return f"({has} OR {is_beyond} AND {has})", [f"%{escaped(word)}%", loose]


def may_have_all(column: str, words: Sequence[str], *, or_in: str = "") -> tuple[str, list[str]]:
    """Return such a condition for all of `words`, at least one of which is in `column`.

    The others may be in the column `or_in`, which is folded already.
    """
    each = [may_have(column, word) for word in words]
    has_more = or_in and len(words) > 1
    parts, told = [], []
    for word, (condition, parameters) in zip(words, each, strict=True):
        beside = rf" OR {or_in} LIKE ? ESCAPE '\'" if has_more else ""
        parts.append(f"({condition}{beside})")
        told += [*parameters, *([f"%{escaped(word)}%"] if has_more else [])]
    if has_more:
        parts.append(f"({' OR '.join(condition for condition, _ in each)})")
        told += [one for _, parameters in each for one in parameters]
    return " AND ".join(parts), told


def escaped(word: str) -> str:
    r"""Return `word` as LIKE with ESCAPE '\' reads it: as it is written.

    >>> escaped("100%_")
    '100\\%\\_'
    """
    return _MEANS.sub(r"\\\1", word)
