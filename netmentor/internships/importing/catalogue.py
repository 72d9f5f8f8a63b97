"""The opportunities that ship with NetMentor: read, checked, and put in as a source."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from netmentor.errors import Invalid
from netmentor.events.importing.models import Source
from netmentor.events.importing.sources import OPENINGS as KEY
from netmentor.events.rules import Authority, SourceKind
from netmentor.internships.actions import Outcome, announce, mark_gone, put_from_source
from netmentor.internships.drafts import OpportunityDraft, WindowDraft, why_not_listable
from netmentor.internships.rules import Status
from netmentor.internships.writing import writing
from netmentor.paths import CATALOGUE

_FILE = "opportunities.json"
_STATUS = {
    "open": Status.CURRENT,
    "closed": Status.PAST,
    "past": Status.PAST,
    "projected": Status.EXPECTED,
}
_WORDS = (
    "title kind setting city state paid duration starts places eligibility how_to_apply cycle url"
    " source_url"
).split()
_MORE = "program setting_kind gpa authorization".split()


class BadOpportunities(Invalid):
    """The file does not hold what it should; the sentence says which row, and why."""


async def load_opportunities(*, now: datetime, folder: Path = CATALOGUE) -> Outcome | None:
    """Put the opportunities of the catalogue in; return what came of it, None if they are in.

    One transaction: a file that does not fit leaves everything as it was.
    """
    text = (folder / _FILE).read_bytes()
    fingerprint = hashlib.sha256(text).hexdigest()
    drafts = drafts_of(text)
    async with writing():
        source = await _locked_source()
        if source.fingerprint == fingerprint:
            return None
        outcome = await put_from_source(source, drafts, now=now)
        gone = await mark_gone(source, [one.external_id for one in drafts], now=now)
        source.fingerprint, source.read_at = fingerprint, now
        await source.save()
        touched, windows = (*outcome.touched, *gone.changed), (*outcome.windows, *gone.windows)
        await announce(touched, windows=windows, now=now)
    return outcome


def drafts_of(text: bytes) -> list[OpportunityDraft]:
    """Read the file; raise BadOpportunities for the first row that is wrong."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise BadOpportunities(f"{_FILE} is no JSON: {exc}.") from exc
    drafts = []
    for row in rows:
        try:
            draft = _draft(row)
        except (LookupError, TypeError, ValueError) as exc:
            which = row.get("id", "a row without id") if isinstance(row, dict) else "a row"
            raise BadOpportunities(f"{_FILE}, {which}: {exc}.") from exc
        if reason := why_not_listable(draft):
            raise BadOpportunities(f"{_FILE}, {draft.external_id}: {reason}")
        drafts.append(draft)
    return drafts


async def _locked_source() -> Source:
    """The catalogue's row, held until the transaction ends, so that processes take turns."""
    told = {"name": "NetMentor's starter catalogue", "authority": Authority.OVERWRITE.value}
    await Source.get_or_create(told, key=KEY)
    await Source.filter(key=KEY).update(authority=Authority.OVERWRITE)
    return await Source.get(key=KEY)


def _draft(row: Mapping[str, Any]) -> OpportunityDraft:
    words: dict[str, Any] = {name: row[name] or "" for name in _WORDS}
    words |= {name: row.get(name) or "" for name in _MORE}
    return OpportunityDraft(
        **words,
        external_id=row["id"],
        status=_STATUS[row["status"]],
        organization_name=row["organization"],
        organization=row["organization_id"] or "",
        compensation=row["compensation_note"] or "",
        hours_note=row["hours_note"] or "",
        hours_total=row.get("hours_total"),
        starts_on=_day(row["starts_on"]),
        degrees=tuple(row.get("degrees", ())),
        accreditation=tuple(row.get("accreditation", ())),
        accreditation_is_required=row.get("accreditation_is_required", False),
        graduates_from_on=_day(row.get("graduates_from_on")),
        graduates_until_on=_day(row.get("graduates_until_on")),
        affiliation_needed=row.get("affiliation_needed", False),
        materials=tuple(row["materials"]),
        windows=tuple(_window(one) for one in row["windows"]),
        source_kind=SourceKind.THIRD_PARTY,
        verified_on=date.fromisoformat(row["verified_on"]),
    )


def _window(row: Mapping[str, Any]) -> WindowDraft:
    return WindowDraft(
        kind=row["kind"],
        on=_day(row["on"]),
        at=(row["at"] or "")[:5],  # of 23:59:59 the minute
        timezone=row["timezone"] or "",
        not_before=_day(row.get("not_before")),
        not_after=_day(row.get("not_after")),
        note=row["note"] or "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
