"""What happens to opportunities: a source names them, and drops them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from netmentor.accounts.actions import bump
from netmentor.db.columns import values_of
from netmentor.errors import Invalid
from netmentor.events.importing.models import Source
from netmentor.events.rules import Authority
from netmentor.internships.applying.following import followers_of, read_by
from netmentor.internships.applying.letters import move_all_letters
from netmentor.internships.applying.steps import move_all_steps
from netmentor.internships.drafts import OpportunityDraft, Plain, why_not_listable, written
from netmentor.internships.facets import LISTING
from netmentor.internships.models import Opportunity, OpportunityChange, OpportunityTelling, Whole
from netmentor.internships.settling import Settled, organizations_known, settle, write
from netmentor.organizations.actions import bump_catalogue
from netmentor.text import is_slug, slug

_UIDS = UUID("9d0a1b52-6c0f-5a0e-8f43-51c4b7de6a20")  # drawn once; a uid is made of a source's name
PAGES = frozenset({"suggest", "fits", "new"})  # addresses beside those of opportunities
_NUMBERED = 99


class Unlistable(Invalid):
    """A draft that cannot become an opportunity; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the drafts of one reading, by their names in the source."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    touched: tuple[int, ...] = ()  # opportunities, by id
    windows: tuple[int, ...] = ()  # whose dates are others, by id


async def put_from_source(
    source: Source, drafts: Sequence[OpportunityDraft], *, now: datetime
) -> Outcome:
    """Keep what `source` tells, and make opportunities of it as far as the source may.

    One is known by its name in the source. Nothing is written for what is told as before. Runs
    inside the caller's transaction, which ends with `announce`.
    """
    for draft in drafts:
        if reason := why_not_listable(draft):
            raise Unlistable(f"{draft.external_id or draft.title or 'An opportunity'}: {reason}")
    names = [one.external_id for one in drafts]
    rows = OpportunityTelling.filter(source=source, external_id__in=names)
    known = {one.external_id: one for one in await rows}
    again = [one for one in drafts if one.external_id in known]
    news = [one for one in again if await _tell_again(known[one.external_id], one, now=now)]
    ids = {id_ for one in news if (id_ := known[one.external_id].opportunity_id)}
    new = [one for one in drafts if one.external_id not in known]
    organizations = await organizations_known() if ids or new else {}
    settled = await settle(ids, organizations, now=now)
    added = [await _tell_first(source, one, organizations, now=now) for one in new]
    listed = [one for one in added if one]
    first = await settle(listed, organizations, now=now)
    changed = {one.external_id for one in news}
    return Outcome(
        added=tuple(one.external_id for one in new),
        changed=tuple(name for name in names if name in changed),
        unchanged=tuple(name for name in names if name in known and name not in changed),
        touched=(*settled.changed, *listed),
        windows=(*settled.windows, *first.windows),
    )


async def mark_gone(source: Source, still_there: Collection[str], *, now: datetime) -> Settled:
    """Mark what `source` no longer names; return what is other by it."""
    return await mark_missing(await missing_in(source, still_there), now=now)


async def missing_in(source: Source, still_there: Collection[str]) -> list[int]:
    """The tellings, by id, that were `source`'s the last time and are not among these names."""
    there = set(still_there)
    rows = OpportunityTelling.filter(source=source, last_seen_at=None).order_by("id")
    return [id_ for id_, name in await rows.values_list("id", "external_id") if name not in there]


async def mark_missing(tellings: Collection[int], *, now: datetime) -> Settled:
    """Mark that the source of these tellings names them no longer; return what is other by it.

    Runs inside the caller's transaction.
    """
    rows = OpportunityTelling.filter(id__in=list(tellings))
    await rows.update(last_seen_at=now)
    ids = [id_ for id_ in await values_of(rows, "opportunity_id") if id_]
    return await settle(ids, now=now)


async def announce(
    touched: Iterable[int],
    *,
    windows: Collection[int] = (),
    and_to: Iterable[int] = (),
    now: datetime,
) -> None:
    """Say to every page and feed that these changed; and to whoever has one of the dates.

    Open steps of their plans, and letters, move along. `and_to` are users whose dates are others
    for what was deleted. The last writes of a transaction, which is `writing`: deeds about
    applications wait.
    """
    followers = await followers_of(windows) if windows else []
    await move_all_steps(followers, now=now)
    changed = list(touched)
    letters = await move_all_letters(changed, now=now)
    beside = await read_by(windows) if windows else ()
    await bump({*(one.user_id for one in followers), *letters, *beside, *and_to})
    if changed:
        await bump_catalogue(now=now)


async def _tell_again(
    telling: OpportunityTelling, draft: OpportunityDraft, *, now: datetime
) -> bool:
    """Keep what is told now in place of what was; False if that says nothing new."""
    told = json.dumps(written(draft))
    if told == telling.draft and telling.last_seen_at is None:
        return False
    telling.draft, telling.last_seen_at, telling.told_at = told, None, now
    if telling.opportunity_id is None:
        telling.refused = ""  # it was refused as it was
    await telling.save()
    return True


async def _tell_first(
    source: Source, draft: OpportunityDraft, organizations: Mapping[str, int], *, now: datetime
) -> int | None:
    """Keep what was never told before; return the id of what is listed by it."""
    row = None
    if source.authority != Authority.PROPOSE:
        row = await add(source, draft, organizations, now=now)
    await OpportunityTelling.create(
        source=source,
        opportunity=row,
        external_id=draft.external_id,
        draft=json.dumps(written(draft)),
        told_at=now,
    )
    return row.id if row else None


async def add(
    source: Source, draft: OpportunityDraft, organizations: Mapping[str, int], *, now: datetime
) -> Opportunity:
    """List an opportunity that nobody told of before; its windows come when it is settled.

    One that was taken away is there again, under the address that it had. `organizations` are the
    ids of those known, by slug.
    """
    uid = str(uuid5(_UIDS, f"{source.key}:{draft.external_id}"))
    if known := await Opportunity.get_or_none(uid=uid):
        return known
    row = Opportunity(
        slug=await _free_slug(source, draft),
        uid=uid,
        created_at=now,
        changed_at=now,
    )
    told: Plain = written(draft)
    await write(Whole(), row, told, organizations, now=now)
    listing = json.dumps({LISTING: ["", "there"]})
    await OpportunityChange.create(opportunity=row, seen_at=now, told=listing)
    return row


async def _free_slug(source: Source, draft: OpportunityDraft) -> str:
    """An address of its own: its name in the source, or made of who offers it and what it is.

    Where a hundred are called alike, the next ones are told apart by that name's digest.
    """
    named = slug(f"{draft.organization_name} {draft.title} {draft.cycle}")
    wanted = draft.external_id if is_slug(draft.external_id) else named
    wanted = wanted[:80].strip("-") or "opportunity"
    numbered = [wanted, *(f"{wanted}-{n}" for n in range(2, _NUMBERED))]
    taken = {*await values_of(Opportunity.filter(slug__in=numbered), "slug"), *PAGES}
    digest = hashlib.sha256(f"{source.key}/{draft.external_id}".encode()).hexdigest()[:16]
    return next((one for one in numbered if one not in taken), f"{wanted}-{digest}")
