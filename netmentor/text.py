"""Words: those from outside made safe to keep, compare and address; how long, in words."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import Literal

_DO_NOT_DECOMPOSE = dict(
    pair.split() for pair in "ß ss/æ ae/œ oe/ø o/đ d/ł l/þ th/ð d/ı i".split("/")
)
_ODD_LETTERS = re.compile(f"[{''.join(_DO_NOT_DECOMPOSE)}]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PIECE = 1_000  # characters that are put into a normal form at once
_PLAIN = re.compile("[\x00-\x7f]")
_LATIN_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
_BEYOND_LATIN = re.compile("[\u0370-\U0010ffff]")


def clean(text: str) -> str:
    """Return `text` in NFC without what no reader should meet, trimmed.

    Line feeds and tabs stay; other control characters, NUL and lone surrogates
    go: PostgreSQL refuses them, and RFC 5545 section 3.1 forbids them in feeds. So do marks
    that turn the direction of text: with them a title could be shown as another.

    >>> clean("  Cafe\\u0301\\x00 \\ud800 ")
    'Café'
    """
    normal = _normal("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if normal.isprintable() or normal.replace("\n", "").replace("\t", "").isprintable():
        return normal.strip()  # as nearly all text is: looking at each character takes long
    normal = _TURNS.sub("", normal.replace("\u2028", "\n").replace("\u2029", "\n"))
    kept = (c for c in normal if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def _normal(form: Literal["NFC", "NFKD"], text: str) -> str:
    """Return `text` in a normal form, in time that grows with its length alone.

    Marks are sorted behind their letter one by one: a hundred thousand on one letter would take
    a minute. Long text is taken in pieces that begin with an ASCII character, which is never
    composed with what stands before it; where there is none for long, a piece ends anyway.
    """
    if len(text) <= _PIECE or text.isascii():
        return unicodedata.normalize(form, text)
    pieces, start = [], 0
    while start < len(text):
        end = start + _PIECE
        found = _PLAIN.search(text, end, end + _PIECE)
        end = found.start() if found else end + _PIECE
        pieces.append(unicodedata.normalize(form, text[start:end]))
        start = end
    return "".join(pieces)


def one_line(text: str) -> str:
    """Return `text` cleaned, with every run of white space as one space.

    >>> one_line(" ACHE\\n Congress ")
    'ACHE Congress'
    """
    return " ".join(clean(text).split())


def folded(text: str) -> str:
    """Return `text` as searches compare it: no accents, no case, single spaces.

    >>> folded("Congrès  de Québec")
    'congres de quebec'
    """
    if (line := one_line(text)).isascii():
        return line.casefold()
    bare = _LATIN_MARKS.sub("", _normal("NFKD", line.casefold()))
    if bare.isascii():
        return bare
    letters = _BEYOND_LATIN.sub(
        lambda found: "" if unicodedata.combining(found[0]) else found[0], bare
    )
    return _ODD_LETTERS.sub(lambda found: _DO_NOT_DECOMPOSE[found[0]], letters)


def slug(text: str) -> str:
    """Return `text` as words of an address.

    >>> slug("Women’s Leadership: Rochester, NY")
    'womens-leadership-rochester-ny'
    """
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", folded(text))).strip("-")


def is_slug(text: str) -> bool:
    """True for what `slug` makes, at most 100 letters: anything else names nothing of ours.

    >>> is_slug("ache-congress-2026"), is_slug("../x"), is_slug("a\\x00")
    (True, False, False)
    """
    return len(text) <= 100 and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


def how_long(span: timedelta) -> str:
    """Return `span` in its largest unit; one that is less than nothing is nothing.

    >>> how_long(timedelta(days=3, hours=5)), how_long(timedelta(hours=1)), how_long(timedelta(0))
    ('3 days', '1 hour', '0 seconds')
    """
    left = max(int(span.total_seconds()), 0)
    units = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
    seconds, unit = next((one for one in units if left >= one[0]), units[-1])
    return f"{left // seconds} {unit}{'' if left // seconds == 1 else 's'}"
