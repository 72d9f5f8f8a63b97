"""What kinds of documents are called, by people and in headers, and how large one is."""

from __future__ import annotations

from netmentor.internships.applying.documents.rules import Kind

KIND_WORDS = {
    Kind.PDF: "PDF",
    Kind.DOCX: "Word",
    Kind.ODT: "OpenDocument",
    Kind.RTF: "RTF",
    Kind.TXT: "Text",
    Kind.PNG: "PNG picture",
    Kind.JPEG: "JPEG picture",
}
MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.RTF: "application/rtf",
    Kind.TXT: "text/plain; charset=utf-8",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
}


def size_words(count: int) -> str:
    """Return so many bytes as people read them.

    >>> size_words(900), size_words(153_600), size_words(10 * 1024 * 1024)
    ('1 KB', '150 KB', '10 MB')
    """
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024 / 1024:.1f}".removesuffix(".0") + " MB"
