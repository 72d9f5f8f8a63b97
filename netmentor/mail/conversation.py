"""What is said on one connection to a mail server, letter after letter, once it knows us.

Our own words and not aiosmtplib's, which opens connections for us: what it does for each letter
takes three times as long.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from typing import NamedTuple

from netmentor.mail.carriers import Away, BrokeOff, Hold, NoSuchMailbox, NotNow, Refused

LETTERS_A_CONNECTION = 100
_GOODBYE = 2.0  # seconds
_LONGEST_REPLY = 65_536  # octets
_GO_ON = 354
_CLOSING = 421
_OF_US = (530, 534, 535, 538)  # RFC 4954 section 6: we are to sign in first, or otherwise
# RFC 3463 section 3.2. Others of X.1 are about the sender, and stand in answers to RCPT as well.
_NO_MAILBOX = re.compile(r"5\.1\.(1|2|3|6|10)\b")
_FAREWELL = "The mail server closed the connection."


class Reply(NamedTuple):
    """An answer of the server, its lines as one."""

    code: int
    words: str


class Conversation(asyncio.Protocol):
    """Hands over one letter at a time; raises NotNow, Refused, or BrokeOff after the last byte.

    After whatever it raises, the connection is of no more use.
    """

    def __init__(self, transport: asyncio.Transport, *, is_pipelined: bool) -> None:
        self.letters = 0
        self._transport = transport
        self._is_pipelined = is_pipelined  # RFC 2920: several commands before an answer
        self._unread = b""
        self._lines: list[str] = []
        self._replies: deque[Reply] = deque()
        self._awaited: asyncio.Future[None] | None = None
        self._broken = _FAREWELL if transport.is_closing() else ""  # why nothing more can come
        self._is_leaving = False
        transport.set_protocol(self)

    @property
    def is_open(self) -> bool:
        """False once the server closed, or said something unasked, such as that it will."""
        return not (self._broken or self._replies or self._unread)

    async def hand_over(
        self, sender: str, to: str, message: bytes, hold: Hold, patience: float
    ) -> None:
        """Have the server take a letter: `patience` seconds to agree to it, thrice that to take it.

        Its answer to the last byte is waited for longest (RFC 5321 section 4.5.3.2.6): a letter
        that is given up there has often been taken.
        """
        try:
            async with asyncio.timeout(patience):
                await self._agree(sender, to)
        except TimeoutError as exc:
            raise Away("The mail server does not answer.") from exc
        if hold.is_over:  # we slept, and somebody else may be sending it
            raise NotNow("The letter was held too long.")
        self._transport.write(_stuffed(message))
        self.letters += 1
        try:
            async with asyncio.timeout(3 * patience):
                taken = await self._reply()
        except (TimeoutError, Away) as exc:
            raise BrokeOff("The mail server did not say whether it took the letter.") from exc
        if taken.code != 250:
            raise trouble(taken)

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
        if len(self._unread) > _LONGEST_REPLY or len(self._lines) > _LONGEST_REPLY // 80:
            self._break_off("The mail server does not stop talking.")
        self._wake()

    def eof_received(self) -> None:
        self._break_off(_FAREWELL)

    def connection_lost(self, exc: Exception | None) -> None:
        self._break_off(_FAREWELL)

    async def _agree(self, sender: str, to: str) -> None:
        mail, rcpt = f"MAIL FROM:<{sender}>\r\n".encode(), f"RCPT TO:<{to}>\r\n".encode()
        if self._is_pipelined:
            self._transport.write(mail + rcpt + b"DATA\r\n")
            replies = [await self._reply(), await self._reply(), await self._reply()]
            _check(replies[0], 250)
            _check_recipient(replies[1])
            _check(replies[2], _GO_ON)
            return
        self._transport.write(mail)
        _check(await self._reply(), 250)
        self._transport.write(rcpt)
        _check_recipient(await self._reply())
        self._transport.write(b"DATA\r\n")
        _check(await self._reply(), _GO_ON)

    async def _reply(self) -> Reply:
        while not self._replies:
            if self._broken:
                raise Away(self._broken)
            self._awaited = asyncio.get_running_loop().create_future()
            await self._awaited
        return self._replies.popleft()

    def _read(self, line: bytes) -> None:
        """Read a line of an answer; all but the last of them have a dash after the code."""
        code = line[:3]
        if not (code.isdigit() and len(code) == 3):
            self._break_off("The mail server does not speak SMTP.")
            return
        self._lines.append(line[4:].decode("utf-8", "replace").strip())
        if line[3:4] != b"-":
            self._replies.append(Reply(int(code), " ".join(self._lines)))
            self._lines = []
            if int(code) == _CLOSING:
                self._break_off(_FAREWELL)

    def _break_off(self, why: str) -> None:
        self._broken = self._broken or why
        self._wake()

    def _wake(self) -> None:
        if self._awaited is not None and not self._awaited.done():
            self._awaited.set_result(None)


def trouble(reply: Reply) -> NotNow | Refused:
    """What it means that a server did not take a letter, or us."""
    said = f"The mail server answered {reply.code}: {reply.words}"
    if reply.code == _CLOSING or reply.code in _OF_US:
        return Away(said)
    return Refused(said) if reply.code >= 500 else NotNow(said)


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
