"""Finished bytes: a written letter becomes the message that goes over the wire.

Put together by hand, for `EmailMessage` takes two milliseconds to build what is always alike; the
tests read the result with `email`.
"""

from __future__ import annotations

import hashlib
import re
from base64 import encodebytes
from binascii import b2a_base64, b2a_qp
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from netmentor.errors import Invalid
from netmentor.mail.letters import Letter, header

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")  # RFC 5322, dot-atom
_URL = re.compile(r"https?://[!#-;=?-~]+")  # no space, quote or angle bracket
_NAME = re.compile(r"[a-z]+(-[a-z]+)*")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}")
_LINE = 76  # octets of a header's line, RFC 5322 section 2.1.1
_WORD = 45  # octets of UTF-8 in one encoded word, RFC 2047 section 2
_BOUNDARY = b"=_netmentor"  # "=_" stands in no quoted-printable text, RFC 2045 section 6.7
_AROUND = b"=_with_file"
_METHODS = ("REQUEST", "CANCEL")
_HEADERS = (
    b"subject",
    b"from",
    b"to",
    b"date",
    b"message-id",
    b"auto-submitted",
    b"mime-version",
    b"content-type",
)
_LISTED = (b"list-id", b"list-unsubscribe", b"list-unsubscribe-post")
_MESSAGE = (
    b"Subject: %b\r\n"
    b"From: NetMentor <%b>\r\n"
    b"To: %b\r\n"
    b"Date: %b\r\n"
    b"Message-ID: <%b@%b>\r\n"
    b"Auto-Submitted: auto-generated\r\n"  # RFC 3834: no out-of-office answers this
    b"%b"
    b"MIME-Version: 1.0\r\n"
    b"%b"
)
_WORDS = (
    b'Content-Type: multipart/alternative; boundary="' + _BOUNDARY + b'"\r\n'
    b"\r\n"
    b"--" + _BOUNDARY + b"\r\n"
    b'Content-Type: text/plain; charset="utf-8"\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n"
    b"\r\n"
    b"%b\r\n"
    b"--" + _BOUNDARY + b"\r\n"
    b'Content-Type: text/html; charset="utf-8"\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n"
    b"\r\n"
    b"%b\r\n"
    b"%b"
    b"--" + _BOUNDARY + b"--\r\n"
)
# As an alternative for programs that read it themselves (RFC 6047 section 2.4), and once more as
# a file for those that do not: of one UID and SEQUENCE, the second changes nothing.
_CALENDAR = (
    b"--" + _BOUNDARY + b"\r\n"
    b'Content-Type: text/calendar; charset="utf-8"; method=%b\r\n'
    b"Content-Transfer-Encoding: base64\r\n"
    b"\r\n"
    b"%b\r\n"
)
_WITH_FILE = (
    b'Content-Type: multipart/mixed; boundary="' + _AROUND + b'"\r\n'
    b"\r\n"
    b"--" + _AROUND + b"\r\n"
    b"%b\r\n"
    b"--" + _AROUND + b"\r\n"
    b'Content-Type: application/ics; name="invite.ics"\r\n'
    b'Content-Disposition: attachment; filename="invite.ics"\r\n'
    b"Content-Transfer-Encoding: base64\r\n"
    b"\r\n"
    b"%b\r\n"
    b"--" + _AROUND + b"--\r\n"
)


_FILE = (
    b'Content-Type: multipart/mixed; boundary="' + _AROUND + b'"\r\n'
    b"\r\n"
    b"--" + _AROUND + b"\r\n"
    b"%b\r\n"
    b"--" + _AROUND + b"\r\n"
    b'Content-Type: application/octet-stream; name="%b"\r\n'
    b'Content-Disposition: attachment; filename="%b"\r\n'
    b"Content-Transfer-Encoding: base64\r\n"
    b"\r\n"
    b"%b\r\n"
    b"--" + _AROUND + b"--\r\n"
)


class UnsafeLetter(Invalid):
    """A letter whose finished bytes hold other headers than ours."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The list that a letter is of, as in "reminders", and the address that ends it by a post."""

    list_name: str
    unsubscribe: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a letter does to the calendar of its reader: an iTIP method, and the message itself."""

    method: str
    message: bytes


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes along with a letter; its name is of letters, digits, dots and dashes."""

    name: str
    content: bytes


def finished(
    letter: Letter,
    *,
    key: str,
    to: str,
    sender: str,
    now: datetime,
    listed: Listed | None = None,
    calendar: Calendar | None = None,
    attached: Attached | None = None,
) -> bytes:
    """Return the message as it goes over the wire; the same `key` makes the same Message-ID.

    Raises Invalid for an address of other than plain letters, UnsafeLetter for a header of a list
    that would hold more than its own.
    """
    check_addresses(to, sender)
    made = _MESSAGE % (
        _folded(header(letter.subject)),
        sender.encode(),
        to.encode(),
        format_datetime(now).encode(),
        hashlib.sha256(key.encode()).hexdigest()[:40].encode(),
        sender.rpartition("@")[2].encode(),
        _of_a_list(listed) if listed else b"",
        _with_file(letter, attached) if attached else _parts(letter, calendar),
    )
    _check(made, {*_HEADERS, *_LISTED} if listed else {*_HEADERS})
    return made


def check_addresses(to: str, sender: str) -> None:
    """Raise Invalid for an address of other than plain letters."""
    if not (_ADDRESS.fullmatch(to) and _ADDRESS.fullmatch(sender)) or "=?" in to:
        raise Invalid("Letters reach addresses of plain letters alone.")


def _parts(letter: Letter, calendar: Calendar | None) -> bytes:
    text, html = _quoted(letter.text), _quoted(letter.html)
    if calendar is None:
        return _WORDS % (text, html, b"")
    if calendar.method not in _METHODS:
        raise UnsafeLetter("This letter would do to a calendar what nobody wrote.")
    told = encodebytes(calendar.message).replace(b"\n", b"\r\n")
    words = _WORDS % (text, html, _CALENDAR % (calendar.method.encode(), told))
    return _WITH_FILE % (words, told)


def _with_file(letter: Letter, attached: Attached) -> bytes:
    if not _FILE_NAME.fullmatch(attached.name):
        raise UnsafeLetter("This letter would hold a file of a name that nobody gave.")
    words, name = _WORDS % (_quoted(letter.text), _quoted(letter.html), b""), attached.name.encode()
    return _FILE % (words, name, name, encodebytes(attached.content).replace(b"\n", b"\r\n"))


def _of_a_list(listed: Listed) -> bytes:
    """Headers by which mail programs offer to end it: RFC 2919, RFC 2369, RFC 8058."""
    name, url = listed.list_name, listed.unsubscribe
    if not (_NAME.fullmatch(name) and _URL.fullmatch(url)):
        raise UnsafeLetter("This letter would hold a list header that nobody wrote.")
    return (
        f"List-Id: NetMentor {name} <{name}.{urlsplit(url).hostname}>\r\n"
        f"List-Unsubscribe: <{url}>\r\n"
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    ).encode()


def _folded(words: str) -> bytes:
    """Return a header's words in lines; what is not ASCII, as encoded words (RFC 2047)."""
    if words.isascii():
        return words.encode() if len(words) < _LINE - 10 else _wrapped(words.split(" "))
    pieces, piece = [], b""
    for letter in words:
        more = letter.encode()
        if len(piece) + len(more) > _WORD:
            pieces.append(piece)
            piece = b""
        piece += more
    return b"\r\n ".join(
        b"=?utf-8?b?" + b2a_base64(one, newline=False) + b"?=" for one in [*pieces, piece]
    )


def _wrapped(words: list[str]) -> bytes:
    lines = ["Subject:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines).encode().removeprefix(b"Subject: ")


def _quoted(text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    # It breaks lines as the first break in it is, and with a bare LF where there is none.
    return b2a_qp(lines.encode("utf-8", "replace") + b"\r\n", istext=True)[:-2]


def _check(made: bytes, expected: set[bytes]) -> None:
    """Raise UnsafeLetter unless the headers are ours, each there once, and no line break bare."""
    head = made.partition(b"\r\n\r\n")[0]
    lines = [line for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")]
    names = [line.partition(b":")[0].lower() for line in lines]
    if set(names) != expected or len(names) != len(expected):
        raise UnsafeLetter("This letter would hold headers that nobody wrote.")
    if not made.count(b"\r") == made.count(b"\n") == made.count(b"\r\n"):
        raise UnsafeLetter("This letter would hold a line that nobody wrote.")
