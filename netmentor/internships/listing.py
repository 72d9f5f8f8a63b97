"""The list of opportunities that an address asks for: what one can apply for now comes first."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from netmentor.db.reading import rows, rows_among
from netmentor.internships.drafts import OpportunityDraft, WindowDraft, read
from netmentor.internships.filters import OpportunityFilter
from netmentor.internships.fitting import Fit, fit_of, sql_of
from netmentor.internships.models import Studies
from netmentor.internships.moments import LAST_ZONE, moment_of_window, phases_of
from netmentor.internships.rules import CLOSINGS, Standing, standing_of
from netmentor.text import folded

PAGE = 20  # opportunities
_PHASE = """((o.{opens} IS NOT NULL OR o.{closes} IS NOT NULL)
    AND (o.{opens} IS NULL OR o.{opens} <= {{now}})
    AND (o.{closes} IS NULL OR o.{closes} > {{now}}))"""
_FIRST = _PHASE.format(opens="opens_at", closes="closes_at")
_SECOND = _PHASE.format(opens="opens_again_at", closes="closes_again_at")
_OPEN = f"(o.status = 'current' AND ({_FIRST} OR {_SECOND}))"
# In the order of `Standing`: what is open, what opens, what is expected, undated, and over.
_RANK = f"""CASE WHEN o.status = 'canceled' THEN 5 WHEN o.status = 'past' THEN 4
    WHEN o.status = 'expected' THEN 2 WHEN {_OPEN} THEN 0
    WHEN o.opens_at > {{now}} OR o.opens_again_at > {{now}} THEN 1
    WHEN COALESCE(o.opens_at, o.closes_at, o.opens_again_at, o.closes_again_at) IS NULL THEN 3
    ELSE 4 END"""
_CLOSES = "CASE WHEN o.closes_at > {now} THEN o.closes_at ELSE o.closes_again_at END"
_QUESTION = """
    SELECT count(*) OVER (), s.id FROM (
        SELECT o.id, {rank} AS rank, {closes} AS closes_at,
            o.expected_on, COALESCE(o.closes_again_at, o.closes_at) AS last_at
        FROM opportunity AS o WHERE o.gone_at IS NULL {where}
    ) AS s ORDER BY s.rank, CASE WHEN s.rank < 2 THEN s.closes_at END NULLS LAST,
        CASE WHEN s.rank = 2 THEN s.expected_on END NULLS LAST,
        CASE WHEN s.rank > 3 THEN s.last_at END DESC NULLS LAST, s.id LIMIT {most} OFFSET {past}"""
_TOLD = """
    SELECT o.id, o.slug, w.told FROM opportunity AS o
    JOIN opportunity_whole AS w ON w.opportunity_id = o.id WHERE"""


@dataclass(frozen=True, slots=True)
class Listed:
    """One opportunity of the list: where it stands, its next date, and whether it fits."""

    slug: str
    draft: OpportunityDraft
    standing: Standing
    closing: WindowDraft | None  # the next one by which one must have applied
    closes_at: datetime | None
    fit: Fit | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the list, and how many all its pages hold."""

    shown: Sequence[Listed]
    total: int
    pages: int


async def listed(wanted: OpportunityFilter, studies: Studies | None, *, now: datetime) -> Found:
    """The page of opportunities that `wanted` asks for; what no source lists is not there."""
    where, values = where_of(wanted, studies, now=now)
    at = _stamp(now)
    question = _QUESTION.format(
        rank=_RANK.format(now=at),
        closes=_CLOSES.format(now=at),
        where=where.format(now=at),
        most=PAGE,
        past=(wanted.page - 1) * PAGE,
    )
    found = await rows(question, *values)
    if not found and wanted.page > 1:
        return await listed(replace(wanted, page=1), studies, now=now)
    total = found[0][0] if found else 0
    ids = [id_ for _, id_ in found]
    told = {id_: (slug, one) for id_, slug, one in await rows_among(_TOLD, "o.id", ids)}
    shown = [
        shown_of(slug, _read_again(text), studies, now=now)
        for slug, text in (told[one] for one in ids if one in told)
    ]
    return Found(shown, total, max(1, -(-total // PAGE)))


def where_of(
    wanted: OpportunityFilter, studies: Studies | None, *, now: datetime
) -> tuple[str, list[object]]:
    """The conditions of a filter on `opportunity AS o`, with `{now}` in them, and their values."""
    parts: list[str] = []
    values: list[object] = []
    for word in folded(wanted.q).split():
        parts.append(r"o.searched LIKE ? ESCAPE '\'")
        values.append("%" + re.sub(r"([\\%_])", r"\\\1", word) + "%")
    columns = {"kind": "kind", "setting": "setting_kind", "state": "state", "paid": "paid"}
    for name, column in columns.items():
        if value := getattr(wanted, name):
            parts.append(f"o.{column} = ?")
            values.append(value)
    if wanted.degree:
        parts.append("(o.degrees = '' OR o.degrees LIKE ?)")
        values.append(f"% {wanted.degree} %")
    if wanted.open:
        parts.append(_OPEN)
    if wanted.deadline_before:
        until = _midnight(wanted.deadline_before)
        parts.append(f"({_CLOSES} > {{now}} AND {_CLOSES} < ?)")
        values.append(until)
    if wanted.fits and studies:
        condition, told = sql_of(studies)
        parts.append(condition)
        values += told
    return "".join(f" AND {one}" for one in parts), values


def shown_of(
    slug: str, draft: OpportunityDraft, studies: Studies | None, *, now: datetime
) -> Listed:
    """One opportunity as a list shows it at a moment."""
    closings = [
        (at, one) for one in draft.windows if one.kind in CLOSINGS if (at := moment_of_window(one))
    ]
    ahead = sorted((one for one in closings if one[0] > now), key=lambda one: one[0])
    closes_at, closing = ahead[0] if ahead else (None, None)
    standing = standing_of(draft.status, phases_of(draft), now=now)
    return Listed(
        slug, draft, standing, closing, closes_at, fit_of(draft, studies) if studies else None
    )


@lru_cache(maxsize=1024)  # the same come with every page until they change
def _read_again(text: str) -> OpportunityDraft:
    return read(json.loads(text))


def _midnight(day: date) -> datetime:
    """When the day before is over wherever a day ends last."""
    return datetime.combine(day, time(), ZoneInfo(LAST_ZONE)).astimezone(UTC)


def _stamp(now: datetime) -> str:
    """A moment as a literal that both databases compare with their own."""
    return f"'{now.astimezone(UTC).isoformat(' ')}'"
