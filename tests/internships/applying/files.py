"""Files of tests: small ones of each kind that is taken, and some that are not what they say."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
RTF = b"{\\rtf1\\ansi Sample}"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}


def zipped(members: Mapping[str, bytes], *, comment: bytes = b"") -> bytes:
    """A ZIP of these members in their order; the first is packed in no way.

    Of the same bytes each time: tests are named by them, in every worker alike.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            packed = zipfile.ZIP_DEFLATED if archive.namelist() else zipfile.ZIP_STORED
            told = zipfile.ZipInfo(name, date_time=(2026, 11, 24, 12, 0, 0))
            archive.writestr(told, body, packed)
        archive.comment = comment
    return made.getvalue()


DOCX = zipped(WORD)
ODT = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
EPUB = zipped({"mimetype": b"application/epub+zip", "content.xml": b"<x/>"})
SHEET = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
MACROS = zipped({**WORD, "word/vbaProject.bin": b"\xd0\xcf"})
