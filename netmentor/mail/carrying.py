"""Carrying letters out: claimed, asked about, written down as under way, handed over, marked.

Whatever happens, a letter is lost by none of it. It goes out twice only where a worker ended, or
a server broke off, between its last byte and the mark: then under the same Message-ID.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from netmentor.db.finish import finish
from netmentor.errors import NetMentorError
from netmentor.mail import claims, dead
from netmentor.mail.carriers import (
    Away,
    BrokeOff,
    Carrier,
    Hold,
    NoSuchMailbox,
    NotNow,
    Refused,
    Unwanted,
    Wanted,
    everything,
)
from netmentor.mail.claims import Claim, Outcome
from netmentor.mail.dead import dead_among
from netmentor.mail.models import OutgoingMail
from netmentor.mail.outbox import LONGEST_ERROR
from netmentor.mail.rules import (
    AT_A_TIME,
    LEASE,
    MailState,
    is_given_up,
    our_words,
    pause_after,
)
from netmentor.text import one_line

log = logging.getLogger(__name__)

ASKED_AGAIN_AFTER = 0.25  # seconds; what a letter tells may have changed by then
_MARKED_AFTER = 1.0  # seconds; less is lost to a crash where a server is slow
_TAKEN_WITHIN = 10  # seconds; finer, and letters that go alike are not marked alike
_NOTHING = Away("The mail server takes nothing just now.")
_DEAD = "Its server says that there is no such mailbox."
_MARKED_AGAIN_AFTER = 1.0  # seconds, while the database takes nothing


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of one batch; none `claimed` means that nothing was due.

    `away` says why the mail server takes no letter at all, so that the rest waits for another
    round; "" where it answered, and None where it was asked nothing.
    """

    claimed: int = 0
    taken: int = 0
    away: str | None = None


async def deliver_some(
    carrier: Carrier,
    wanted: Wanted = everything,
    *,
    now: datetime,
    lease: timedelta = LEASE,
) -> Carried:
    """Have up to ten letters carried that are due at `now`, those that have waited longest."""
    hold = Hold(lease.total_seconds())  # from before the lease begins
    claim = await claims.claim(now=now, lease=lease)
    if not claim.letters:
        return Carried()
    return await _Trip(claim, carrier, wanted, hold, now).made()


class _Trip:
    """One batch on its way: who is left, and how it went with those that are not."""

    def __init__(
        self, claim: Claim, carrier: Carrier, wanted: Wanted, hold: Hold, now: datetime
    ) -> None:
        self._claim, self._carrier, self._wanted = claim, carrier, wanted
        self._hold, self._now = hold, now
        self._left = list(claim.letters)
        self._outcomes: dict[Outcome, list[OutgoingMail]] = defaultdict(list)
        self._dead: set[str] = set()
        self._taken = 0
        self._away: Away | None = None
        self._was_asked = False  # the mail server, about a letter
        self._is_ending = False
        self._began_at = self._asked_at = self._marked_at = monotonic()

    async def made(self) -> Carried:
        try:
            self._dead = await dead_among({mail.to for mail in self._left})
            await self._leave_what_is_unwanted()
            self._left = await claims.begin(self._claim, self._left) if self._left else []
            await self._carry_what_is_left()
        except asyncio.CancelledError:
            self._is_ending = True
            raise
        finally:
            await finish(self._give_back_and_mark())
        away = self._away.message if self._away else "" if self._was_asked else None
        return Carried(len(self._claim.letters), self._taken, away)

    async def _carry_what_is_left(self) -> None:
        while self._left and not (self._away or self._hold.is_half_over):
            if monotonic() - self._asked_at > ASKED_AGAIN_AFTER:
                await self._leave_what_is_unwanted()
            if self._left:
                await self._carry(self._left.pop(0))
            if sum(map(len, self._outcomes.values())) >= AT_A_TIME or (
                self._outcomes and monotonic() - self._marked_at > _MARKED_AFTER
            ):
                await self._mark()

    async def _carry(self, mail: OutgoingMail) -> None:
        self._was_asked = True
        try:
            state = await self._carrier.carry(mail, self._hold, partial(self._last_word, mail))
        except asyncio.CancelledError:
            self._put_back(mail, BrokeOff("The worker ended meanwhile."))
            raise
        except Unwanted as exc:
            self._suppress(mail, exc.message)
            return
        except Exception as exc:  # whatever a carrier raises, the round goes on
            self._put_back(mail, exc)
            self._away = exc if isinstance(exc, Away) else None
            if isinstance(exc, NoSuchMailbox):
                await dead.note(mail.to, said=_said(mail, exc), now=self._now)
            return
        self._taken += 1
        is_sent, taken_at = state == MailState.SENT, self._taken_at()
        outcome = Outcome(
            state=state,
            sent_at=taken_at if is_sent else None,
            over_at=taken_at,
            tried=1,
            error="",
            # What has gone out is the reader's: here its name and its fate are enough.
            is_emptied=is_sent or mail.secret_until is not None,
        )
        self._outcomes[outcome].append(mail)

    def _taken_at(self) -> datetime:
        """The moment by our own clock, to ten seconds: a slow server keeps a batch for minutes."""
        steps = int(monotonic() - self._began_at) // _TAKEN_WITHIN
        return self._now + timedelta(seconds=steps * _TAKEN_WITHIN)

    async def _last_word(self, mail: OutgoingMail) -> str:
        """Ask about one letter again where the server let so much time pass, or say ""."""
        if monotonic() - self._asked_at <= ASKED_AGAIN_AFTER:
            return ""
        try:
            return (await self._wanted([mail])).get(mail.key, "")
        except Exception as exc:
            log.exception("letter %d: asking whether it is wanted broke", mail.id)
            raise NotNow(f"A fault of ours: {type(exc).__name__}.") from exc

    async def _leave_what_is_unwanted(self) -> None:
        """Suppress what nobody wants, or what would be written to nobody."""
        asked = list(self._left)
        self._asked_at = monotonic()
        why_not = {mail.key: _DEAD for mail in asked if mail.is_listed and mail.to in self._dead}
        why_not |= await self._why_not([mail for mail in asked if mail.key not in why_not])
        for mail in asked:
            if why := why_not.get(mail.key):
                self._suppress(mail, why)
                self._left.remove(mail)

    def _suppress(self, mail: OutgoingMail, why: str) -> None:
        outcome = Outcome(
            state=MailState.SUPPRESSED,
            over_at=self._now,
            error=one_line(why)[:LONGEST_ERROR],
            is_emptied=True,
        )
        self._outcomes[outcome].append(mail)

    async def _why_not(self, letters: Sequence[OutgoingMail]) -> Mapping[str, str]:
        """Ask about all at once; where that breaks, one by one, so that one costs no other."""
        try:
            return await self._wanted(letters) if letters else {}
        except Exception:
            log.exception("asking whether %d letters are wanted broke", len(letters))
        answers: dict[str, str] = {}
        for mail in letters:
            try:
                answers |= await self._wanted([mail])
            except Exception as exc:
                log.exception("letter %d: asking whether it is wanted broke", mail.id)
                self._put_back(mail, NotNow(f"A fault of ours: {type(exc).__name__}."))
                self._left.remove(mail)
        return answers

    def _put_back(self, mail: OutgoingMail, exc: BaseException) -> None:
        if not isinstance(exc, NetMentorError):
            log.exception("letter %d: a fault of ours", mail.id, exc_info=exc)
        # The number and never the address: a log is read by more people than the outbox.
        log.warning("letter %d not sent (%s)", mail.id, type(exc).__name__)
        self._outcomes[_outcome_of(mail, exc, self._now)].append(mail)

    async def _give_back_and_mark(self) -> None:
        for mail in self._left:
            untouched = Outcome(state=MailState.DUE)
            outcome = _outcome_of(mail, _NOTHING, self._now) if self._away else untouched
            self._outcomes[outcome].append(mail)
        if self._outcomes:
            await self._mark()

    async def _mark(self) -> None:
        """Write down how it went; what was taken, again and again while it is still ours."""
        expected = sum(map(len, self._outcomes.values()))
        ids = {outcome: [mail.id for mail in some] for outcome, some in self._outcomes.items()}
        while True:
            try:
                marked = await claims.mark(self._claim, ids)
                break
            except Exception:
                if self._is_ending or self._hold.is_over or not self._taken:
                    raise
                log.exception("%d letters cannot be marked; trying again", expected)
                await asyncio.sleep(_MARKED_AGAIN_AFTER)
        if marked != expected:
            log.warning("%d letters: their lease had lapsed before", expected - marked)
        alive = {
            mail.to
            for outcome, some in self._outcomes.items()
            for mail in some
            if outcome.sent_at and mail.to in self._dead
        }
        if alive:
            await dead.forget(alive)
        self._outcomes.clear()
        self._marked_at = monotonic()


def _outcome_of(mail: OutgoingMail, exc: BaseException, now: datetime) -> Outcome:
    refused = isinstance(exc, Refused)
    over = refused or is_given_up(posted_at=mail.posted_at, now=now)
    return Outcome(
        state=MailState.FAILED if over else MailState.DUE,
        due_at=now + pause_after(mail.attempts + 1, random.random()),  # noqa: S311
        over_at=now if over else None,
        tried=1,
        unsure=0 if isinstance(exc, Refused | NotNow) else 1,
        error=_said(mail, exc),
    )


def _said(mail: OutgoingMail, exc: BaseException) -> str:
    """What went wrong, for the outbox page; a server may repeat a letter, and so a code."""
    if not isinstance(exc, NetMentorError):
        return f"A fault of ours: {type(exc).__name__}."
    words = our_words(exc.message) if mail.secret_until else exc.message
    return one_line(words)[:LONGEST_ERROR]
