"""What a document is, told by its bytes; how large it may be, and how many there may be."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from struct import unpack_from

LARGEST = 10 * 1024 * 1024  # bytes of one version
MOST_BYTES = 100 * 1024 * 1024  # of all versions of one user
MOST_DOCUMENTS = 100  # of one user
MOST_VERSIONS = 50  # of one document
MOST_SENT = 60  # notes of what was sent, of one application
LONGEST_NAME = 100

_ODF_TEXT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_MOST_MEMBERS = 5_000  # of a ZIP that are looked at
_END, _MEMBER = b"PK\x05\x06", b"PK\x01\x02"
_LARGEST_END = 22 + 65_535  # bytes, with the longest comment


class Kind(StrEnum):
    """What is taken, by the ending of its files."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    TXT = "txt"
    PNG = "png"
    JPEG = "jpg"


def kind_of(body: bytes) -> Kind | None:
    """What `body` is, whatever its file is called; None for anything that is not taken.

    Nothing is opened or unpacked. Of Word's files with macros the list of members tells.

    >>> kind_of(b"%PDF-1.7 ..."), kind_of("Résumé".encode()), kind_of(b"MZ\\x90\\x00")
    (<Kind.PDF: 'pdf'>, <Kind.TXT: 'txt'>, None)
    """
    starts = {
        b"%PDF-": Kind.PDF,
        b"{\\rtf1": Kind.RTF,
        b"\x89PNG\r\n\x1a\n": Kind.PNG,
        b"\xff\xd8\xff": Kind.JPEG,
    }
    for start, kind in starts.items():
        if body.startswith(start):
            return kind
    if body.startswith(b"PK\x03\x04"):
        return _kind_of_zip(body)
    return Kind.TXT if _is_text(body) else None


def why_not_kept(body: bytes) -> str | None:
    """Say why this is kept as no document, or None if it is."""
    if not body:
        return "Choose a file first; this one is empty."
    if len(body) > LARGEST:
        return f"A document may have {LARGEST // 1024 // 1024} MB."
    if kind_of(body) is None:
        return (
            "This is no file of a kind that is taken: PDF, Word (.docx, without macros),"
            " OpenDocument text, RTF, plain text, PNG or JPEG. Save it as PDF, and send that."
        )
    return None


def _kind_of_zip(body: bytes) -> Kind | None:
    # OpenDocument 1.3, part 2, 3.3: the first member says what it is, packed in no way
    if body[30 : 30 + len(_ODF_TEXT)] == _ODF_TEXT and body[30 + len(_ODF_TEXT) :][:2] == b"PK":
        return Kind.ODT
    names = _members(body)
    is_word = {b"[Content_Types].xml", b"word/document.xml"} <= set(names)
    has_macros = any(name.lower().endswith(b"vbaproject.bin") for name in names)
    return Kind.DOCX if is_word and not has_macros else None


def _members(body: bytes) -> Collection[bytes]:
    """The names in the directory at the end of a ZIP (APPNOTE 4.3).

    None where that is broken, has another number of them than it says, or is longer than
    anything that is looked at.
    """
    end = body.rfind(_END, max(0, len(body) - _LARGEST_END))
    if end < 0 or len(body) < end + 22:
        return ()
    count, at = unpack_from("<H4xI", body, end + 10)
    found: list[bytes] = []
    while body[at : at + 4] == _MEMBER and at + 46 <= end and len(found) <= _MOST_MEMBERS:
        name, extra, comment = unpack_from("<HHH", body, at + 28)
        found.append(body[at + 46 : at + 46 + name])
        at += 46 + name + extra + comment
    return found if len(found) == count <= _MOST_MEMBERS else ()


def _is_text(body: bytes) -> bool:
    try:
        told = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not re.search(r"[\x00-\x08\x0e-\x1f\x7f]", told)
