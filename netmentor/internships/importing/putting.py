"""What a file says of opportunities becomes what is listed: read apart, judged, put in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import BinaryIO
from urllib.parse import urlsplit

from netmentor.events.actions import PER_TRANSACTION
from netmentor.events.importing.drafting import Directory, Teller
from netmentor.events.importing.items import Asked, Skipped
from netmentor.events.importing.models import Source
from netmentor.events.importing.reading import SECONDS, Unreadable, answer_of
from netmentor.events.importing.rules import Format
from netmentor.events.importing.sync import Progress, Report
from netmentor.events.rows import Names, names_known
from netmentor.events.writing import Transaction
from netmentor.internships.actions import announce, mark_missing, missing_in, put_from_source
from netmentor.internships.drafts import OpportunityDraft
from netmentor.internships.importing.drafting import draft_of
from netmentor.internships.importing.items import PROGRAM, Item, unpacked
from netmentor.internships.queries import told_by
from netmentor.internships.writing import writing
from netmentor.organizations.models import Organization


def name_of_page(address: str) -> str:
    """Return what the page at `address` is called among sources: what may be a password is not.

    >>> name_of_page("https://example.org/jobs/17?key=secret")
    'example.org/jobs/17, aa401b74'
    """
    parts = urlsplit(address)
    mark = hashlib.sha256(address.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{parts.hostname or ''}{parts.path}" + (f", {mark}" if parts.query else "")


def asked_of_opportunities(asked: Asked, source: Source, *, now: datetime) -> Asked:
    """What a reader must know of a file with opportunities; raise Unreadable where it has none.

    A cut-off whose zone nobody told is on no clock: none is guessed.
    """
    if asked.format == Format.ICS:
        raise Unreadable("A calendar tells of no opportunities: hand in a table or a page.")
    return replace(asked, zone=source.timezone, since=now.date())


async def read_into(
    source: Source,
    file: BinaryIO,
    asked: Asked,
    *,
    now: datetime,
    seconds: float = SECONDS,
    progress: Progress = lambda done, of: None,
    transaction: Transaction = writing,
) -> Report:
    """Read `file` as what `source` says of opportunities now; return what came of it.

    Raises Unreadable for a file of which nothing can be taken; nothing is touched then. At
    most 200 are written in one `transaction`, which ends by saying what changed. What the
    file leaves out is kept and marked; what it names and cannot be read stays as it was.
    """
    reading = await _Reading.of(source, transaction, now=now)
    async with answer_of(file, asked, program=PROGRAM, seconds=seconds) as answer:
        count = sum(1 for _ in answer)
        answer.seek(0)
        items = map(unpacked, answer)
        done = 0
        while some := list(islice(items, min(PER_TRANSACTION, asked.most - done))):
            await reading.put(some)
            done += len(some)
            progress(done, count)
        if left := next(items, None):
            said = f"It tells of more than {asked.most:,}; those from here on are left out."
            reading.report.skipped.append(Skipped(left.line, said))
        reading.named |= {one.key for one in items if isinstance(one, Item)}
    await reading.mark_missing()
    reading.report.skipped.sort(key=lambda one: one.line)
    return reading.report


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One reading under way: what it knows, what it was told by now, and its report."""

    source: Source
    names: Names
    teller: Teller
    directory: Directory
    transaction: Transaction
    now: datetime
    report: Report = field(default_factory=Report)
    named: set[str] = field(default_factory=set)  # by the file, readable or not

    @classmethod
    async def of(cls, source: Source, transaction: Transaction, *, now: datetime) -> _Reading:
        names = await names_known()
        organization = await Organization.get_or_none(id=source.organization_id or 0)
        return cls(
            source=source,
            names=names,
            teller=Teller(organization.slug if organization else ""),
            directory=Directory.of(names),
            transaction=transaction,
            now=now,
        )

    async def put(self, items: Sequence[Item | Skipped]) -> None:
        drafts = await self._drafts(items)
        async with self.transaction():
            outcome = await put_from_source(self.source, drafts, now=self.now)
            await announce(outcome.touched, windows=outcome.windows, now=self.now)
        self.report.added += len(outcome.added)
        self.report.changed += len(outcome.changed)
        self.report.unchanged += len(outcome.unchanged)

    async def mark_missing(self) -> None:
        missing = await missing_in(self.source, self.named)
        for start in range(0, len(missing), PER_TRANSACTION):
            async with self.transaction():
                gone = await mark_missing(missing[start : start + PER_TRANSACTION], now=self.now)
                await announce(gone.changed, windows=gone.windows, now=self.now)
        self.report.missing = len(missing)

    async def _drafts(self, items: Sequence[Item | Skipped]) -> list[OpportunityDraft]:
        """What can be listed of these; what cannot is reported."""
        known = await told_by(self.source, [one.key for one in items if isinstance(one, Item)])
        return [draft for one in items for draft in self._draft(one, known)]

    def _draft(
        self, item: Item | Skipped, known: Mapping[str, OpportunityDraft]
    ) -> Iterator[OpportunityDraft]:
        if isinstance(item, Skipped):
            self.report.skipped.append(item)
            return
        self.named.add(item.key)
        self.report.notes += [Skipped(item.line, note, item.title) for note in item.notes]
        draft = draft_of(item, self.teller, self.directory, self.names)
        if isinstance(draft, Skipped):
            self.report.skipped.append(draft)
            return
        yield draft if item.is_dated else _as_verified(draft, known.get(item.key))


def _as_verified(draft: OpportunityDraft, said: OpportunityDraft | None) -> OpportunityDraft:
    """What is told as it was before is as of the day on which it was first told so."""
    if said and replace(draft, verified_on=said.verified_on) == said:
        return said
    return draft
