"""What a document is called: by the name of its file, or as somebody types it."""

from __future__ import annotations

import re

from netmentor.internships.applying.documents.rules import LONGEST_NAME, Kind
from netmentor.text import one_line

_ODD = re.compile(r'[/\\:*?"<>|]')  # what some file systems refuse, or read as folders


def plain_name(told: str) -> str:
    """A name in one line, without marks that nobody sees, such as those that turn text around.

    >>> plain_name('  My "best"\\n r\u202eésumé ')
    'My best résumé'
    """
    seen = "".join(one for one in one_line(told) if one.isprintable())
    return " ".join(_ODD.sub(" ", seen).split()).strip(".- ")


def name_of_file(told: str) -> str:
    """What a document is called by its file: no folders and no ending, which the bytes decide.

    >>> name_of_file("../../Résumé, Fall.pdf"), name_of_file("a\u202efdp.exe"), name_of_file("..")
    ('Résumé, Fall', 'afdp', 'Document')
    """
    last = re.split(r"[/\\]", told)[-1]
    bare = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", plain_name(last))
    return plain_name(bare[:LONGEST_NAME]) or "Document"


def file_name(name: str, kind: str) -> str:
    """What the file of a document is called: by its name and what it is, whatever came in.

    >>> file_name("Résumé", "pdf")
    'Résumé.pdf'
    """
    return f"{name}.{Kind(kind)}"
