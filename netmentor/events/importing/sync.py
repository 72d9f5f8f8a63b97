"""What a source's file says becomes what is listed: found, matched, read, put in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby, islice
from typing import BinaryIO

from netmentor.events.actions import PER_TRANSACTION, Told, announce, mark_missing, put_tellings
from netmentor.events.importing.drafting import Directory, Teller, draft_of, notes_of
from netmentor.events.importing.items import Asked, Entry, Item, Skipped
from netmentor.events.importing.known import Known, follow_new_names, known_of
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.naming import names_of
from netmentor.events.importing.reading import SECONDS, Contents, contents_of, items_of
from netmentor.events.rows import Names, names_known
from netmentor.events.writing import Transaction, writing
from netmentor.organizations.models import Organization

Progress = Callable[[int, int], None]  # entries done, of how many


@dataclass(slots=True)
class Report:
    """What came of one reading, in events; `skipped` tells where and why."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0  # that the source told of before
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[Skipped] = field(default_factory=list)  # of items that were taken all the same


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
    """Read `file` as what `source` says now; return what came of it.

    Raises Unreadable for a file of which nothing can be taken; nothing is touched then. At
    most 200 items are written in one `transaction`, which ends by saying what changed; what
    the file leaves out is kept and marked. Run again, it does nothing.
    """
    fingerprint = _fingerprint(source, file, asked)
    if source.fingerprint == fingerprint:
        return Report(unchanged=await Telling.filter(source=source, last_seen_at=None).count())
    known = await known_of(source)
    async with contents_of(file, asked, seconds=seconds) as contents:
        source.partial = source.partial or contents.partial
        async with transaction():
            await source.save(update_fields=["partial"])
            await follow_new_names(source, known, contents.entries, today=now.date())
        new = [
            key
            for key, entry in contents.entries.items()
            if key not in known or not known[key].is_as(_digest(source, entry))
        ]
        reading = await _Reading.of(source, known, contents, transaction, now=now)
        async with items_of(file, asked, contents, new, seconds=seconds) as items:
            await reading.put(items, asked.most, progress)
    reading.heard(new)
    await reading.mark_missing()
    report = reading.report
    report.unchanged += sum(len(known[key].told) for key in contents.entries.keys() - set(new))
    report.skipped.sort(key=lambda one: one.line)
    source.fingerprint = "" if report.skipped else fingerprint
    return report


def _fingerprint(source: Source, file: BinaryIO, asked: Asked) -> str:
    """The digest of the file and of what else decides how it is read; the month moves on."""
    file.seek(0)
    digest = hashlib.sha256()
    while some := file.read(1 << 20):
        digest.update(some)
    how = (source.organization_id, asked.format, asked.zone, sorted(asked.mapping.items()))
    digest.update(repr((*how, f"{asked.until:%Y-%m}")).encode())
    return digest.hexdigest()


def _digest(source: Source, entry: Entry) -> str:
    """What an entry is known by when it comes again: its own digest, and who organizes it."""
    return f"{entry.digest[:24]}{source.organization_id or 0:x}"


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One reading under way: what it knows, what it was told by now, and its report."""

    source: Source
    known: dict[str, Known]
    contents: Contents
    names: Names
    teller: Teller
    directory: Directory
    transaction: Transaction
    now: datetime
    taken: set[str]
    report: Report
    told: dict[str, set[str]] = field(default_factory=dict)  # names, by the key of their entry

    @classmethod
    async def of(
        cls,
        source: Source,
        known: dict[str, Known],
        contents: Contents,
        transaction: Transaction,
        *,
        now: datetime,
    ) -> _Reading:
        names = await names_known()
        organization = await Organization.get_or_none(id=source.organization_id or 0)
        return cls(
            source=source,
            known=known,
            contents=contents,
            names=names,
            teller=Teller(organization.slug if organization else ""),
            directory=Directory.of(names),
            transaction=transaction,
            now=now,
            taken={row.name for one in known.values() for row in one.rows},
            report=Report(skipped=contents.skipped),
        )

    @property
    def today(self) -> date:
        return self.now.date()

    async def put(self, items: Iterator[Item | Skipped], most: int, progress: Progress) -> None:
        """Put the items in; what comes after `most` of them is left out."""
        tellings = self._tellings(islice(items, most))
        done = 0
        while some := list(islice(tellings, PER_TRANSACTION)):
            await self._put_some(some)
            done += len(some)
            progress(done, max(done, len(self.contents.entries)))
        if more := next(items, None):
            said = f"It tells of more than {most:,} events; those from here on are left out."
            self.report.skipped.append(Skipped(more.line, said))

    def heard(self, read: Iterable[str]) -> None:
        """Note the entries that were read without a word of complaint and told nothing."""
        broken = {one.line for one in self.report.skipped}
        for key in read:
            places = self.contents.entries[key].places
            if places and not any(place.line in broken for place in places):
                self.told.setdefault(key, set())

    async def mark_missing(self) -> None:
        """Mark what the source no longer tells. An entry that broke is still there."""
        missing = [
            row.id
            for key, one in self.known.items()
            if key not in self.contents.entries or key in self.told
            for row in one.told
            if row.name not in self.told.get(key, ())
        ]
        for start in range(0, len(missing), PER_TRANSACTION):
            some = missing[start : start + PER_TRANSACTION]
            async with self.transaction():
                gone = await mark_missing(self.source, some, now=self.now)
                if gone.changed:
                    await announce(gone.changed, retold=gone.retold, now=self.now)
        self.report.missing = len(missing)

    def _tellings(self, items: Iterable[Item | Skipped]) -> Iterator[Told]:
        """What the items tell, each under its name; what they do not is reported."""
        for key, some in groupby(items, key=lambda one: getattr(one, "key", None)):
            group = []
            for item in some:
                if isinstance(item, Skipped):
                    self.report.skipped.append(item)
                else:
                    group.append(item)
            yield from self._told(key or "", group)

    def _told(self, key: str, items: list[Item]) -> Iterator[Told]:
        rows = self.known[key].rows if key in self.known else []
        for item, name in zip(items, names_of(items, rows, self.taken, self.today), strict=True):
            notes = notes_of(item, self.teller, self.directory, self.names)
            self.report.notes += [Skipped(item.line, note, item.title) for note in notes]
            draft = draft_of(item, name, self.teller, self.directory, self.names, today=self.today)
            if isinstance(draft, Skipped):
                self.report.skipped.append(draft)
                continue
            self.told.setdefault(key, set()).add(name)
            digest = _digest(self.source, self.contents.entries[key])
            yield Told(draft=draft, item=key, digest=digest, post=item.post)

    async def _put_some(self, told: list[Told]) -> None:
        async with self.transaction():
            outcome = await put_tellings(self.source, told, self.names, now=self.now)
            if outcome.touched:
                await announce(outcome.touched, retold=outcome.retold, now=self.now)
        self.report.added += len(outcome.added)
        self.report.changed += len(outcome.changed)
        self.report.unchanged += len(outcome.unchanged)
        for title, reason in outcome.unfit:
            said = f"With what others tell of it, it cannot be listed as told here: {reason}"
            self.report.notes.append(Skipped(0, said, title))
