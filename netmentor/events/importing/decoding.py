"""Which letters the bytes of a file are, as far as it can be told."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

from netmentor.events.importing.items import UnreadableFile

_PIECE = 1 << 20  # bytes
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTERS = re.compile(
    r"utf-(8|16|32)(-[bl]e)?|iso8859-\d+|cp125\d|mac-roman|koi8-[ru]|gb\w+|big5|shift_jis|euc_\w+"
)
_OTHER_THINGS = (  # by their first bytes
    (b"PK\x03\x04", "This is a workbook or an archive; save the table as CSV first."),
    (b"\xd0\xcf\x11\xe0", "This is an Excel workbook; save the table as CSV first."),
    (b"%PDF", "This is a PDF document, not text."),
    (b"\x1f\x8b", "This is a compressed file; unpack it first."),
)


def encoding_of(body: bytes, charset: str = "") -> str:
    """Return the codec that reads `body`: by its mark, by what was said of it, or by trying.

    What is neither marked nor UTF-8 is taken for Windows-1252, which Excel writes in the
    United States. Raises UnreadableFile for what is no text.
    """
    for first, sentence in _OTHER_THINGS:
        if body.startswith(first):
            raise UnreadableFile(sentence)
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return codec
    known = _known(charset)
    if known == "utf-8":
        return known  # a letter cut in half must not cost all others their accents
    for codec in filter(None, (known, "utf-8", "cp1252")):
        if _reads(body, codec):
            return codec
    raise UnreadableFile("This is no text: its letters cannot be told.")


def lines_of(body: bytes, codec: str) -> Iterator[str]:
    """Yield the lines of `body` as they stand, without NUL, a few at a time in memory."""
    with io.TextIOWrapper(io.BytesIO(body), encoding=codec, errors="replace", newline="") as text:
        for line in text:
            yield line.replace("\x00", "")


def _known(charset: str) -> str:
    """The codec of a declared charset; never one that does more than read letters."""
    if not re.fullmatch(r"[\w.:-]{1,40}", charset, re.ASCII):
        return ""
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return ""
    if name in ("ascii", "iso8859-1"):
        return ""  # on the web both mean Windows-1252, and often UTF-8
    return name if _LETTERS.fullmatch(name) else ""


def _reads(body: bytes, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for start in range(0, len(body), _PIECE):
            decoder.decode(body[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True
