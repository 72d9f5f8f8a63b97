"""Letters: a name and some facts become subject, plain text and HTML, and finished bytes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from netmentor.errors import Invalid
from netmentor.paths import TEMPLATES

_LONGEST_VALUE = 150  # letters of a header that holds words of people
_HEADERS = {
    b"subject",
    b"from",
    b"to",
    b"date",
    b"message-id",
    b"auto-submitted",
    b"mime-version",
    b"content-type",
}


class UnsafeLetter(Invalid):
    """A letter whose finished bytes hold other headers than ours."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told, in three forms."""

    subject: str
    text: str
    html: str


def write(name: str, /, **facts: object) -> Letter:
    """Fill in subject.txt, body.txt and body.html of the letter called `name`."""
    subject, text, html = (
        _paper().get_template(f"{name}/{part}").render(facts)
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return Letter(header(subject), text.strip() + "\n", html.strip() + "\n")


def finished(letter: Letter, *, key: str, to: str, sender: str, now: datetime) -> bytes:
    """Return the message as it goes over the wire; the same `key` makes the same Message-ID."""
    if not (to.isascii() and to.isprintable()):
        raise Invalid("Letters reach addresses of plain letters alone.")
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message["From"] = Address("NetMentor", addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{digest}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers this
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    made = message.as_bytes()
    _check(made)
    return made


def header(value: str) -> str:
    """Return words as a header holds them: one line, and nothing that becomes another header.

    Python before 3.13 reads an encoded word in a value, and the line breaks in it become
    real (CVE-2024-6923), so no value holds one.

    >>> header("Hi" + chr(13) + chr(10) + "Bcc: x@example.org"), header("=?utf-8?q?=0ABcc:_x?=")
    ('Hi Bcc: x@example.org', '= ?utf-8?q?=0ABcc:_x?=')
    """
    plain = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs") else letter
        for letter in value
    )
    while "=?" in plain:
        plain = plain.replace("=?", "= ?")
    return " ".join(plain.split())[:_LONGEST_VALUE].strip()


def _check(made: bytes) -> None:
    """Raise UnsafeLetter unless the headers are ours, each there once."""
    head = made.split(b"\r\n\r\n", 1)[0]
    lines = [line for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")]
    names = [line.partition(b":")[0].lower() for line in lines]
    if set(names) != _HEADERS or len(names) != len(_HEADERS) or re.search(rb"\r(?!\n)", head):
        raise UnsafeLetter("This letter would hold headers that nobody wrote.")
    if head.count(b"\n") != head.count(b"\r\n"):
        raise UnsafeLetter("This letter would hold a line that nobody wrote.")


@cache
def _paper() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,  # a missing fact stops the letter, not the reader
        trim_blocks=True,
        lstrip_blocks=True,
    )
