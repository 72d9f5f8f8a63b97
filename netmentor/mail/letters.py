"""Letters: a name and some facts become subject, plain text and HTML."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from netmentor.paths import TEMPLATES

_LONGEST_VALUE = 150  # letters of a header that holds words of people


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told, in three forms."""

    subject: str
    text: str
    html: str


def write(name: str, /, **facts: object) -> Letter:
    """Fill in subject.txt, body.txt and body.html of the letter called `name`."""
    subject, text, html = (template.render(facts) for template in _templates(name))
    return Letter(header(subject), text.strip() + "\n", html.strip() + "\n")


def header(value: str) -> str:
    """Return words as a header holds them: one line, and nothing that becomes another header.

    Python before 3.13 reads an encoded word in a value, and the line breaks in it become
    real (CVE-2024-6923), so no value holds one.

    >>> header("Hi" + chr(13) + chr(10) + "Bcc: x@example.org"), header("=?utf-8?q?=0ABcc:_x?=")
    ('Hi Bcc: x@example.org', '= ?utf-8?q?=0ABcc:_x?=')
    """
    plain = value
    if not value.isprintable():
        plain = "".join(
            " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs") else letter
            for letter in value
        )
    while "=?" in plain:
        plain = plain.replace("=?", "= ?")
    return " ".join(plain.split())[:_LONGEST_VALUE].strip()


@cache  # the environment looks at each template's loader before it gives it again
def _templates(name: str) -> tuple[Template, ...]:
    parts = ("subject.txt", "body.txt", "body.html")
    return tuple(_paper().get_template(f"{name}/{part}") for part in parts)


@cache
def _paper() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,  # a missing fact stops the letter, not the reader
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # or the files are looked at for each letter; a start reads them anew
    )
