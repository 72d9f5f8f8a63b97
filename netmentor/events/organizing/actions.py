"""What organizers do to the events of their organization."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from netmentor.db.columns import values_of
from netmentor.errors import Conflict, Denied, Invalid
from netmentor.events.actions import Told, announce, put_tellings
from netmentor.events.curating.models import Lock
from netmentor.events.curating.resembling import look_for_resemblances
from netmentor.events.drafts import Draft, why_not_listable
from netmentor.events.facets import facet_of, merged
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.rules import BY_FORM
from netmentor.events.organizing.queries import (
    Step,
    own_event,
    said_by,
    source_key,
    steps_of,
)
from netmentor.events.organizing.rules import moved, name_of
from netmentor.events.rows import Names, names_known
from netmentor.events.rules import OFF, Authority, EventStatus
from netmentor.events.settling import Settled, settle, voices_of
from netmentor.events.writing import writing
from netmentor.events.written import Plain, read, written
from netmentor.organizations.models import Organization


class Unfit(Invalid):
    """A telling that would make an event nobody could list; the sentence says why."""


class SetByCurator(Denied):
    """Something that a curator set by hand, which no organizer undoes."""


class EditedMeanwhile(Conflict):
    """The event is not what it was when the form was shown."""


async def publish(
    organization: Organization,
    fields: Mapping[str, Any],
    *,
    name: str,
    days: Sequence[date] = (),
    now: datetime,
) -> list[int]:
    """Publish an event, or one for each of `days` that repeats it; return the new ones' ids.

    `fields` are those of a draft, told for its first day; `name` is what it is called for
    good in what organizers tell. Published a second time under one name it stays as it is.
    """
    first = _first_draft(organization, fields, name, now=now)
    told = [Told(draft=draft, item=name) for draft in _occurrences(first, days)]
    for one in told:
        if reason := why_not_listable(one.draft):
            raise Unfit(reason)
    async with writing():
        source = await _source_of(organization, now=now)
        if await Telling.filter(source=source, item=name).exists():
            return []
        outcome = await put_tellings(source, told, await names_known(), now=now)
        await announce(outcome.touched, retold=outcome.retold, now=now)
    return list(outcome.touched)


async def edit(
    organization: Organization,
    slug: str,
    after: Mapping[str, Plain],
    *,
    following: bool = False,
    seen: str | None = None,
    now: datetime,
) -> int:
    """Give an event these facets, and all following that agreed with it; return how many changed.

    What organizers alone tell of is told again in full. Where other sources tell of it,
    too, these facets are held and all others go on following their sources. Raises
    EditedMeanwhile if the event last changed at another moment than `seen`.
    """
    async with writing():
        event = await own_event(organization, slug)
        if seen is not None and event.changed_at.isoformat() != seen:
            raise EditedMeanwhile("Somebody changed this event while you edited it.")
        steps = await steps_of(event, organization, after, following=following)
        settled = await _take(organization, steps, now=now)
        if settled.changed:
            await announce(settled.changed, retold=settled.retold, now=now)
    return len(settled.changed)


async def call_off(organization: Organization, slug: str, *, following: bool, now: datetime) -> int:
    """Cancel an event, and all following that are on as it was; return how many are off by it."""
    return await edit(
        organization, slug, _status(EventStatus.CANCELED), following=following, now=now
    )


async def hold_after_all(
    organization: Organization, slug: str, *, following: bool, now: datetime
) -> int:
    """Hold an event that was called off, and all following that were; return how many are on."""
    on = _status(EventStatus.CONFIRMED)
    return await edit(organization, slug, on, following=following, now=now)


def _status(status: EventStatus) -> dict[str, Plain]:
    return {"status": {"status": status.value}}


def _first_draft(
    organization: Organization, fields: Mapping[str, Any], name: str, *, now: datetime
) -> Draft:
    page = fields["url"] or fields["registration_url"] or organization.url
    return Draft(
        **fields,
        external_id=name,
        status=EventStatus.CONFIRMED.value,
        organizers=(organization.slug,),
        source_url=page or organization.source_url,
        verified_on=now.date(),
    )


def _occurrences(first: Draft, days: Sequence[date]) -> list[Draft]:
    """`first` once for each of `days`, or as it is where there are none."""
    if not days or first.starts_on is None:
        return [first]
    told = written(first)
    return [
        read(moved(told, first.starts_on, day) | {"external_id": name_of(first.external_id, day)})
        for day in days
    ]


async def _source_of(organization: Organization, *, now: datetime) -> Source:
    """The source of what organizers of `organization` tell by the forms."""
    told = {
        "name": f"Organizers of {organization.name}"[:200],
        "authority": Authority.OVERWRITE.value,
        "format": BY_FORM,
        "organization": organization,
        "partial": True,
        "read_at": now,
    }
    source, _ = await Source.get_or_create(told, key=source_key(organization))
    return source


async def _take(organization: Organization, steps: Collection[Step], *, now: datetime) -> Settled:
    """Make the events of `steps` what they become; return what came of it."""
    ids = [step.event.id for step in steps]
    tellings: dict[int, list[Telling]] = {one: [] for one in ids}
    for telling in await Telling.filter(event_id__in=ids).select_related("source"):
        tellings[telling.event_id or 0].append(telling)
    names = await names_known()
    key = source_key(organization)
    ours = [step for step in steps if {one.source.key for one in tellings[step.event.id]} == {key}]
    told = await _tell_again(ours, tellings, names, now=now)
    theirs = [step for step in steps if step not in ours]
    await _hold(theirs, now=now)
    settled = await settle([step.event.id for step in theirs], names, now=now)
    if settled.unfit:
        raise Unfit(next(iter(settled.unfit.values())))
    await look_for_resemblances(settled.changed)
    return Settled([*told.changed, *settled.changed], [*told.retold, *settled.retold])


async def _tell_again(
    steps: Collection[Step],
    tellings: Mapping[int, Sequence[Telling]],
    names: Names,
    *,
    now: datetime,
) -> Settled:
    """Tell what nobody else tells of in full, with the facets of each step."""
    told = []
    for step in steps:
        await _let_go(step)
        for telling in tellings[step.event.id]:
            said = said_by(telling)
            for fields in step.changes.values():
                said |= fields
            draft = read(said | {"verified_on": now.date().isoformat()})
            if reason := why_not_listable(draft):
                raise Unfit(reason)
            told.append(Told(draft=draft, item=telling.item))
    if not told:
        return Settled()
    source = next(iter(tellings[next(iter(steps)).event.id])).source
    outcome = await put_tellings(source, told, names, now=now)
    if outcome.unfit:
        raise Unfit(outcome.unfit[0][1])
    return Settled(list(outcome.touched), list(outcome.retold))


async def _let_go(step: Step) -> None:
    """Release what was held by hand of the facets that are told anew."""
    await _refuse_what_curators_set(step.event.id, step.changes)
    await Lock.filter(event=step.event, facet__in=list(step.changes)).delete()


async def _hold(steps: Collection[Step], *, now: datetime) -> None:
    """Hold the facets of each step, as far as its sources do not say the same."""
    voices = await voices_of([step.event.id for step in steps])
    for step in steps:
        await _refuse_what_curators_set(step.event.id, step.changes)
        said = merged(voices[step.event.id], {}) if voices[step.event.id] else {}
        for facet, fields in step.changes.items():
            if said and _agree(said, facet, fields):
                await Lock.filter(event=step.event, facet=facet).delete()
                continue
            told = {"value": json.dumps(fields), "locked_at": now, "by_organizer": True}
            await Lock.update_or_create(told, event_id=step.event.id, facet=facet)


async def _refuse_what_curators_set(event_id: int, facets: Collection[str]) -> None:
    held = Lock.filter(event_id=event_id, facet__in=list(facets), by_organizer=False)
    if names := sorted(await values_of(held, "facet")):
        said = ", ".join(name.replace("_", " ") for name in names)
        raise SetByCurator(f"A curator set this by hand: {said}. Write to them to change it.")


def _agree(said: Plain, facet: str, fields: Plain) -> bool:
    """True where the sources say the same; of the status, that it is on, in whatever way."""
    if facet == "status" and fields["status"] not in OFF:
        return said["status"] not in OFF
    return facet_of(said, facet) == fields
