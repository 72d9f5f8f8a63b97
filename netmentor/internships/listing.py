"""The list of opportunities that an address asks for: what one can apply for now comes first."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from netmentor.db.reading import rows_by_key
from netmentor.events.bits import Memory
from netmentor.internships.drafts import OpportunityDraft, WindowDraft, read
from netmentor.internships.filters import OpportunityFilter
from netmentor.internships.fitting import Fit, fit_of
from netmentor.internships.indexing import opportunities
from netmentor.internships.models import Studies
from netmentor.internships.moments import moment_of_window, phases_of
from netmentor.internships.rules import CLOSINGS, Phase, Standing, WindowKind, standing_of

PAGE = 20  # opportunities
_TOLD = """
    SELECT o.id, o.slug, w.told FROM opportunity AS o
    JOIN opportunity_whole AS w ON w.opportunity_id = o.id WHERE o.id IN ({ids})"""


@dataclass(frozen=True, slots=True)
class Listed:
    """One opportunity of the list: where it stands, its next date, and whether it fits."""

    slug: str
    draft: OpportunityDraft
    standing: Standing
    closing: WindowDraft | None  # the next one by which one must have applied
    closes_at: datetime | None
    fit: Fit | None
    expected: Expected | None  # when it is to close, where nobody published a date


@dataclass(frozen=True, slots=True)
class Expected:
    """The days between which something is expected to close, going by earlier cycles."""

    kind: WindowKind
    not_before: date
    not_after: date
    is_over: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the list, which of how many it is, and how many all of them hold."""

    shown: Sequence[Listed]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Told:
    """One opportunity, and the moments that its days come to, worked out once."""

    slug: str
    draft: OpportunityDraft
    phases: Sequence[Phase]
    closings: Sequence[tuple[datetime, WindowDraft]]  # the earliest first

    @classmethod
    def of(cls, slug: str, draft: OpportunityDraft) -> Told:
        found = [
            (at, one)
            for one in draft.windows
            if one.kind in CLOSINGS and (at := moment_of_window(one))
        ]
        return cls(slug, draft, phases_of(draft), sorted(found, key=lambda one: one[0]))

    def at(self, now: datetime, studies: Studies | None) -> Listed:
        """As a list shows it at a moment to whoever studies this."""
        ahead = (one for one in self.closings if one[0] > now)
        closes_at, closing = next(ahead, (None, None))
        standing = standing_of(self.draft.status, self.phases, now=now)
        fit = fit_of(self.draft, studies) if studies else None
        expected = _expected(self.draft, now.date())
        return Listed(self.slug, self.draft, standing, closing, closes_at, fit, expected)


async def listed(
    wanted: OpportunityFilter, studies: Studies | None, *, now: datetime, per_page: int = PAGE
) -> Found:
    """The page of opportunities that `wanted` asks for; what no source lists is not there."""
    among = await opportunities()
    index = among.at(now)
    found = index.matching(wanted, studies) & index.listed
    total = found.bit_count()
    pages = max(1, -(-total // per_page))
    page = wanted.page if wanted.page <= pages else 1
    ids = index.ids_of(found, (page - 1) * per_page, per_page)
    told = await _told(ids, among.read)
    return Found([one.at(now, studies) for one in told], total, page, pages)


async def ids_matching(wanted: OpportunityFilter, *, now: datetime) -> Collection[int] | None:
    """The row ids of what a filter lets through, listed or no longer; None: all of it."""
    if not wanted.narrowing:
        return None
    index = (await opportunities()).at(now)
    return index.ids_of(index.matching(wanted, None))


def _expected(draft: OpportunityDraft, today: date) -> Expected | None:
    """The next such days; the last ones where all are over."""
    found = [
        Expected(WindowKind(one.kind), one.not_before, one.not_after, one.not_after < today)
        for one in draft.windows
        if one.kind in CLOSINGS and one.not_before and one.not_after
    ]
    found.sort(key=lambda one: one.not_after)
    ahead = [one for one in found if not one.is_over]
    return next(iter(ahead or found[-1:]), None)


async def _told(ids: Sequence[int], memory: Memory) -> list[Told]:
    """These opportunities, in their order; what was read once of this state is not read again."""
    known = {id_: told for id_ in ids if (told := memory.get(id_))}
    missing = ",".join(str(id_) for id_ in ids if id_ not in known)
    for id_, slug, text in await rows_by_key(_TOLD.format(ids=missing)) if missing else ():
        known[id_] = memory.keep(id_, Told.of(slug, read(json.loads(text))))
    return [known[id_] for id_ in ids if id_ in known]
