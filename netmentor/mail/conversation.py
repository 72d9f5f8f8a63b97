"""What is said on one connection to a mail server, letter after letter, once it knows us.

Our own words and not aiosmtplib's, which opens connections for us: what it does for each letter
takes three times as long.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from typing import NamedTuple

from netmentor.mail.carriers import (
    Away,
    BrokeOff,
    Hold,
    LastWord,
    NoSuchMailbox,
    NotNow,
    Refused,
    Unwanted,
)

LETTERS_A_CONNECTION = 100
_GOODBYE = 2.0  # seconds
_LONGEST_REPLY = 65_536  # octets
_GO_ON = 354
_CLOSING = 421
_OF_US = (530, 534, 535, 538)  # RFC 4954 section 6: we are to sign in first, or otherwise
# RFC 3463 section 3.2. Others of X.1 are about the sender, and stand in answers to RCPT as well.
_NO_MAILBOX = re.compile(r"5\.1\.(1|2|3|6|10)\b")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?= |$)")  # RFC 3463 section 2
_FAREWELL = "The mail server closed the connection."
_UNASKED = "The mail server speaks unasked."


class Reply(NamedTuple):
    """An answer of the server, its lines as one."""

    code: int
    words: str


class Conversation(asyncio.Protocol):
    """Hands over one letter at a time: it is agreed to, and then its text goes out.

    Raises NotNow, Refused or Unwanted where it surely was not taken, and else BrokeOff.
    After whatever it raises, the connection is of no more use.
    """

    def __init__(self, transport: asyncio.Transport, *, is_pipelined: bool) -> None:
        self.letters = 0
        self._transport = transport
        self._is_pipelined = is_pipelined  # RFC 2920: several commands before an answer
        self._unread = b""
        self._lines: list[str] = []
        self._replies: deque[Reply] = deque()
        self._expected = 0  # replies to what we said; more than these nobody listens to
        self._octets = 0  # of the reply that is read
        self._awaited: asyncio.Future[None] | None = None
        self._broken = _FAREWELL if transport.is_closing() else ""  # why nothing more can come
        self._is_leaving = False
        transport.set_protocol(self)

    @property
    def is_open(self) -> bool:
        """False once the server closed, or said something unasked, such as that it will."""
        return not self._broken

    async def agree(self, sender: str, to: str) -> None:
        """Have the server agree to a letter, up to where it waits for its text."""
        mail, rcpt = f"MAIL FROM:<{sender}>\r\n".encode(), f"RCPT TO:<{to}>\r\n".encode()
        if self._is_pipelined:
            self._say(mail + rcpt + b"DATA\r\n", replies=3)
            _check(await self._reply(), 250)
            _check_recipient(await self._reply())
        else:
            self._say(mail)
            _check(await self._reply(), 250)
            self._say(rcpt)
            _check_recipient(await self._reply())
            self._say(b"DATA\r\n")
        _check(await self._reply(), _GO_ON)

    async def hand_over(
        self, message: bytes, hold: Hold, last_word: LastWord, patience: float
    ) -> None:
        """Have the server take the text that it agreed to, within `patience` seconds.

        Its answer to the last byte is waited for longest (RFC 5321 section 4.5.3.2.6): a letter
        that is given up there has often been taken.
        """
        ends = asyncio.get_running_loop().time() + patience  # the last word counts: so do leases
        if why := await last_word():
            raise Unwanted(why)
        if hold.is_over:  # we slept, and somebody else may be sending it
            raise NotNow("The letter was held too long.")
        if self._broken:
            raise Away(self._broken)
        self._say(_stuffed(message))
        self.letters += 1
        try:
            async with asyncio.timeout_at(ends):
                reply = await self._reply()
        except (TimeoutError, Away) as exc:
            raise BrokeOff("The mail server did not say whether it took the letter.") from exc
        if reply.code // 100 in (4, 5):
            raise trouble(reply)
        if reply.code // 100 != 2:  # RFC 5321 section 4.2.1: the first digit alone decides
            raise BrokeOff(f"The mail server answered the letter with {reply.code}.")

    def leave(self) -> None:
        """Say goodbye and close, as soon as the server says so too."""
        self._is_leaving = True
        if not self._transport.is_closing():
            self._transport.write(b"QUIT\r\n")
            asyncio.get_running_loop().call_later(_GOODBYE, self._transport.abort)

    def abort(self) -> None:
        """Close at once; what was not sent yet is not sent."""
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        if self._is_leaving:
            self._transport.close()
            return
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            self._read(line.rstrip(b"\r"))
        if self._unread and not self._expected:
            self._break_off(_UNASKED)
        if self._octets + len(self._unread) > _LONGEST_REPLY:
            self._break_off("The mail server does not stop talking.")
        if self._broken:  # what is read no more would fill memory
            self._unread = b""
            self._transport.abort()
        self._wake()

    def eof_received(self) -> None:
        self._break_off(_FAREWELL)

    def connection_lost(self, exc: Exception | None) -> None:
        self._break_off(_FAREWELL)

    def _say(self, words: bytes, replies: int = 1) -> None:
        self._expected += replies
        self._transport.write(words)

    async def _reply(self) -> Reply:
        while not self._replies:
            if self._broken:
                raise Away(self._broken)
            self._awaited = asyncio.get_running_loop().create_future()
            await self._awaited
        return self._replies.popleft()

    def _read(self, line: bytes) -> None:
        """Read a line of an answer; all but the last of them have a dash after the code."""
        if self._broken:
            return
        code = line[:3]
        if not self._expected:
            self._break_off(_FAREWELL if code == b"%d" % _CLOSING else _UNASKED)
            return
        if not (code.isdigit() and len(code) == 3):
            self._break_off("The mail server does not speak SMTP.")
            return
        self._lines.append(line[4:].decode("utf-8", "replace").strip())
        self._octets += len(line)
        if line[3:4] != b"-":
            self._replies.append(Reply(int(code), " ".join(self._lines)))
            self._lines, self._octets = [], 0
            self._expected -= 1
            if int(code) == _CLOSING:
                self._break_off(_FAREWELL)

    def _break_off(self, why: str) -> None:
        self._broken = self._broken or why
        self._wake()

    def _wake(self) -> None:
        if self._awaited is not None and not self._awaited.done():
            self._awaited.set_result(None)


def trouble(reply: Reply) -> NotNow | Refused:
    """What it means that a server did not take a letter, or us.

    Its words may repeat the letter: of what is about all of them, its numbers alone are told.
    """
    if reply.code == _CLOSING or reply.code in _OF_US:
        status = _STATUS.match(reply.words)
        numbers = f"{reply.code} {status[0]}" if status else str(reply.code)
        return Away(f"The mail server answered {numbers}.")
    said = f"The mail server answered {reply.code}: {reply.words}"
    return Refused(said) if reply.code // 100 == 5 else NotNow(said)


def _check(reply: Reply, wanted: int) -> None:
    if reply.code != wanted:
        raise trouble(reply)


def _check_recipient(reply: Reply) -> None:
    if reply.code == 550 and _NO_MAILBOX.search(reply.words):
        raise NoSuchMailbox(trouble(reply).message)
    if reply.code not in (250, 251):  # 251: the server forwards it
        raise trouble(reply)


def _stuffed(message: bytes) -> bytes:
    """Return a letter as it follows DATA, its lines that begin with a dot marked by another.

    RFC 5321 section 4.5.2.

    >>> _stuffed(b"..a")[:4], len(_stuffed(b"a")), len(_stuffed(b"a" + bytes([13, 10])))
    (b'...a', 6, 6)
    """
    stuffed = message.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")
