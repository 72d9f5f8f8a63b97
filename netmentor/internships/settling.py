"""Making known opportunities what their sources and a person's hand come to together."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from netmentor.events.rules import listing_day, part_names
from netmentor.events.voices import heard, locked
from netmentor.internships.drafts import OpportunityDraft, Plain, WindowDraft, read
from netmentor.internships.facets import LISTING, differences, is_over, merged
from netmentor.internships.models import (
    Opportunity,
    OpportunityChange,
    OpportunityLock,
    OpportunityTelling,
    Whole,
    Window,
)
from netmentor.internships.moments import moment_of_kind, moment_of_window
from netmentor.internships.queries import is_off
from netmentor.internships.rules import Kind, WindowKind
from netmentor.internships.words import KIND_WORDS
from netmentor.organizations.models import Organization
from netmentor.text import folded

MOMENTS = {
    "opens_at": WindowKind.OPENS,
    "closes_at": WindowKind.CLOSES,
    "opens_again_at": WindowKind.PHASE2_OPENS,
    "closes_again_at": WindowKind.PHASE2_CLOSES,
}


@dataclass(slots=True)
class Settled:
    """Which opportunities became something else, by id, and which of their windows, by theirs."""

    changed: list[int] = field(default_factory=list)
    windows: list[int] = field(default_factory=list)


async def settle(
    ids: Collection[int], organizations: Mapping[str, int] | None = None, *, now: datetime
) -> Settled:
    """Bring these opportunities up to date with their tellings and locks.

    `organizations` are those known, where the caller has read them already. Runs inside the
    caller's transaction, which ends with `actions.announce`.
    """
    done = Settled()
    of_these, about = {"opportunity_id__in": list(ids)}, "opportunity_id"
    voices = await heard(OpportunityTelling.filter(**of_these), about)
    locks = await locked(OpportunityLock.filter(**of_these), about)
    if organizations is None:
        organizations = await organizations_known() if voices else {}
    rows = Opportunity.filter(id__in=list(voices)).order_by("id")
    wholes = {one.opportunity_id: one for one in await Whole.filter(**of_these)}
    for row in await rows.prefetch_related("windows"):
        said = voices[row.id]
        told = merged(said, locks[row.id])
        gone = all(one.is_gone for one in said) and not is_over(told)
        was_off = is_off(row)
        if await _make(wholes[row.id], row, told, organizations, gone=gone, now=now):
            done.changed.append(row.id)
        turned = was_off != is_off(row)
        done.windows += await _put_windows(row, read(told), turned=turned, now=now)
    return done


async def organizations_known() -> dict[str, int]:
    """The ids of the organizations that a draft may name, by slug."""
    return dict(await Organization.all().values_list("slug", "id"))


async def write(
    whole: Whole,
    row: Opportunity,
    told: Plain,
    organizations: Mapping[str, int],
    *,
    now: datetime,
) -> None:
    """Write down what an opportunity is, and what of it lists ask by."""
    draft = read(told)
    row.organization_id = organizations.get(draft.organization)
    row.program = draft.program or row.slug
    for name in ("title", "kind", "status", "setting_kind", "state", "paid", "authorization"):
        setattr(row, name, getattr(draft, name))
    for name in ("degrees", "years", "accreditation"):
        setattr(row, name, _words(getattr(draft, name)))
    row.accreditation_is_required = draft.accreditation_is_required
    row.graduates_from_on = draft.graduates_from_on
    row.graduates_until_on = draft.graduates_until_on
    derive_moments(row, draft)
    row.expected_on = min((w.not_before for w in draft.windows if w.not_before), default=None)
    row.searched = folded(" ".join(_searched(draft)))
    row.changed_at, whole.told = now, json.dumps(told)
    await row.save()
    whole.opportunity_id = row.id
    await whole.save()


def derive_moments(row: Opportunity, draft: OpportunityDraft) -> None:
    """Have the `MOMENTS` of an opportunity follow from its days, by the rules of their zones."""
    for name, kind in MOMENTS.items():
        setattr(row, name, moment_of_kind(draft, kind))


async def _make(
    whole: Whole,
    row: Opportunity,
    told: Plain,
    organizations: Mapping[str, int],
    *,
    gone: bool,
    now: datetime,
) -> bool:
    """Make an opportunity what is told; return whether it was something else."""
    before: Plain = json.loads(whole.told)
    changes: dict[str, object] = dict(differences(before, told))
    if gone != bool(row.gone_at):
        changes[LISTING] = ["gone" if row.gone_at else "there", "gone" if gone else "there"]
    if not changes and before == told:
        return False
    row.gone_at = (row.gone_at or now) if gone else None
    await write(whole, row, told, organizations, now=now)
    if changes:
        await OpportunityChange.create(opportunity=row, seen_at=now, told=json.dumps(changes))
    return True


async def _put_windows(
    row: Opportunity, draft: OpportunityDraft, *, turned: bool, now: datetime
) -> list[int]:
    """Make the windows of `row` those of `draft`; return the ids of those that are others.

    `turned`: all of it was called off, or takes place after all, which calendars are told of.
    """
    known = {one.part: one for one in row.windows}
    parts = part_names([one.kind for one in draft.windows])
    touched = []
    for part, told in zip(parts, draft.windows, strict=True):
        window = known.pop(part, None) or Window(
            opportunity=row, part=part, kind=told.kind, created_at=now, changed_at=now
        )
        if _take(window, told, turned=turned, now=now):
            await window.save()
            touched.append(window.id)
    for window in known.values():
        if window.dropped_on is None:
            _drop(window, listing_day(now), now=now)
            await window.save()
            touched.append(window.id)
    return touched


def _take(window: Window, told: WindowDraft, *, turned: bool, now: datetime) -> bool:
    """Have a window say what is told; False where it does already."""
    when = (told.on, told.at, told.timezone)
    same_when = (window.due_on, window.due_time, window.timezone) == when
    rest = (told.not_before, told.not_after, told.note)
    same_rest = (window.not_before, window.not_after, window.note) == rest
    is_new = window.id is None
    turned = turned or window.dropped_on is not None
    if same_when and same_rest and not turned and not is_new:
        return False
    if not is_new:
        window.sequence += not same_when or turned
        window.changed_at = now
    window.due_on, window.due_time, window.timezone = when
    window.not_before, window.not_after, window.note = rest
    window.due_at, window.dropped_on = moment_of_window(told), None
    return True


def _drop(window: Window, today: date, *, now: datetime) -> None:
    window.dropped_on, window.changed_at = today, now
    window.sequence += 1


def _words(some: Sequence[str]) -> str:
    """Words as a column holds them, so that each can be looked for between spaces."""
    return f" {' '.join(some)} " if some else ""


def _searched(draft: OpportunityDraft) -> list[str]:
    told = (
        draft.title,
        draft.organization_name,
        KIND_WORDS[Kind(draft.kind)],
        draft.setting,
        draft.department,
        draft.city,
        draft.state,
        draft.cycle,
        draft.eligibility,
        draft.description,
    )
    return [one for one in told if one]
