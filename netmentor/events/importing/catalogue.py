"""The starter catalogue that ships with NetMentor: read, checked, and put in as a source.

It is read on the first start and again when an upgrade brings another one. What is
in the files is the source's own; events from elsewhere are not touched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from netmentor.errors import Invalid
from netmentor.events.actions import Outcome, announce, mark_gone, put_from_source
from netmentor.events.drafts import CreditDraft, DeadlineDraft, Draft, PriceDraft
from netmentor.events.importing.models import Source, Telling
from netmentor.events.models import Event, Series
from netmentor.events.queries import ALL_OF_AN_EVENT
from netmentor.events.rows import draft_of
from netmentor.events.rules import Authority
from netmentor.events.writing import writing
from netmentor.events.written import written
from netmentor.organizations.actions import (
    AffiliationDraft,
    CredentialDraft,
    MembershipDraft,
    OrganizationDraft,
    put_credentials,
    put_organizations,
)
from netmentor.organizations.models import Organization
from netmentor.paths import CATALOGUE

FILES = ("organizations", "memberships", "credentials", "series", "editions")

Row = dict[str, Any]  # as JSON has it
Made = TypeVar("Made")


class BadCatalogue(Invalid):
    """The catalogue's files do not fit together; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The files as values, and the digest of their bytes."""

    organizations: tuple[OrganizationDraft, ...]
    credentials: tuple[CredentialDraft, ...]
    series: tuple[Row, ...]
    editions: tuple[Draft, ...]
    fingerprint: str


async def load_catalogue(*, now: datetime, folder: Path = CATALOGUE) -> Outcome | None:
    """Put the catalogue in; return what came of it, or None if it is in already.

    One transaction: a catalogue that does not fit leaves everything as it was.
    """
    catalogue = read_catalogue(folder)
    async with writing():
        source = await _locked_source()
        if source.fingerprint == catalogue.fingerprint:
            return None
        await _take_down_words(source)
        await put_organizations(catalogue.organizations, now=now)
        await put_credentials(catalogue.credentials, now=now)
        await _put_series(catalogue.series, now=now)
        outcome = await put_from_source(source, catalogue.editions, now=now)
        named = [draft.external_id for draft in catalogue.editions]
        gone = await mark_gone(source, named, now=now)
        source.fingerprint, source.read_at = catalogue.fingerprint, now
        await source.save()
        retold = (*outcome.retold, *gone.retold)
        await announce((*outcome.touched, *gone.changed), retold=retold, now=now)
    return outcome


async def _locked_source() -> Source:
    """The catalogue's row, held until the transaction ends, so that processes take turns."""
    await Source.get_or_create(
        {"name": "NetMentor's starter catalogue", "authority": Authority.OVERWRITE},
        key="catalogue",
    )
    await Source.filter(key="catalogue").update(authority=Authority.OVERWRITE)
    return await Source.get(key="catalogue")


async def _take_down_words(source: Source) -> None:
    """Keep as told what older versions kept in the events alone."""
    for telling in await Telling.filter(source=source, draft=""):
        event = await Event.get(id=telling.event_id).prefetch_related(*ALL_OF_AN_EVENT)
        telling.draft = json.dumps(written(draft_of(event)))
        telling.last_seen_at = event.gone_at
        await telling.save(update_fields=["draft", "last_seen_at"])


def read_catalogue(folder: Path) -> Catalogue:
    """Read the files of `folder`; raise BadCatalogue naming the file and row that is wrong."""
    texts = {name: (folder / f"{name}.json").read_bytes() for name in FILES}
    rows = {name: _rows(name, text) for name, text in texts.items()}
    catalogue = Catalogue(
        organizations=_each(
            "organizations", rows, lambda row: _organization(row, rows["memberships"])
        ),
        credentials=_each("credentials", rows, _credential),
        series=_each("series", rows, _series),
        editions=_each("editions", rows, _draft),
        fingerprint=hashlib.sha256(b"\0".join(texts.values())).hexdigest(),
    )
    for name, named in _named(catalogue):
        if named not in {row["id"] for row in rows[name]}:
            raise BadCatalogue(f"{name}.json has no row “{named[:80]}”, which another row names.")
    return catalogue


def _rows(name: str, text: bytes) -> list[Row]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise BadCatalogue(f"{name}.json is no JSON: {exc}.") from exc
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadCatalogue(f"{name}.json holds no list of rows.")
    return rows


def _each(
    name: str, rows: Mapping[str, list[Row]], made: Callable[[Row], Made]
) -> tuple[Made, ...]:
    """Make something of each row of a file; raise BadCatalogue for the first that is wrong."""
    found = []
    for row in rows[name]:
        try:
            found.append(made(row))
        except (LookupError, TypeError, ValueError, ArithmeticError) as exc:
            said = f"{exc} is missing" if isinstance(exc, KeyError) else exc
            which = row.get("id", "a row without id")
            raise BadCatalogue(f"{name}.json, {which}: {said}.") from exc
    return tuple(found)


def _named(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield each row that another row names, and its file."""
    for organization in catalogue.organizations:
        yield from (("organizations", one.to) for one in organization.affiliations)
        yield from [("organizations", organization.parent)] if organization.parent else []
    for credential in catalogue.credentials:
        yield from [("organizations", credential.body)] if credential.body else []
    for series in catalogue.series:
        yield "organizations", series["organization_id"]
    for draft in catalogue.editions:
        yield from (("organizations", slug) for slug in draft.organizers)
        yield from [("series", draft.series)] if draft.series else []


async def _put_series(rows: tuple[Row, ...], *, now: datetime) -> None:
    organizers = dict(await Organization.all().values_list("slug", "id"))
    known = {series.slug: series for series in await Series.all()}
    for row in rows:
        series = known.get(row["id"]) or Series(slug=row["id"])
        told = row | {"organization_id": organizers[row["organization_id"]], "retired_at": None}
        series.update_from_dict({name: one for name, one in told.items() if name != "id"})
        await series.save()
    named = [row["id"] for row in rows]
    await Series.filter(retired_at=None).exclude(slug__in=named).update(retired_at=now)


def _organization(row: Row, memberships: list[Row]) -> OrganizationDraft:
    return OrganizationDraft(
        slug=row["id"],
        name=row["name"],
        acronym=row["acronym"] or "",
        kind=row["kind"],
        url=row["url"] or "",
        parent=row["parent_id"] or "",
        affiliations=tuple(
            AffiliationDraft(to=one["to"], from_on=_day(one["from"]), until_on=_day(one["until"]))
            for one in row["affiliations"]
        ),
        memberships=tuple(
            _membership(one) for one in memberships if one["organization_id"] == row["id"]
        ),
        join_url=row["join_url"] or "",
        calendar_url=row["calendar_url"] or "",
        calendar_access=row["calendar_access"],
        about=row["about"],
        source_url=row["source_url"],
        verified_on=date.fromisoformat(row["verified_on"]),
    )


def _membership(row: Row) -> MembershipDraft:
    return MembershipDraft(
        name=row["name"],
        amount=_amount(row["amount"]),
        currency=row["currency"],
        period=row["period"] or "",
        note=row["note"] or "",
        source_url=row["source_url"],
        verified_on=date.fromisoformat(row["verified_on"]),
    )


def _credential(row: Row) -> CredentialDraft:
    return CredentialDraft(
        slug=row["id"],
        name=row["name"],
        acronym=row["acronym"],
        body=row["body_id"] or "",
        url=row["url"] or "",
        note=row["note"] or "",
    )


_WORDS = (
    "title kind status modality timezone grounds venue city state country url registration_url"
    " description source_url source_kind"
).split()


def _series(row: Row) -> Row:
    words = ("id", "organization_id", "name", "kind", "modality", "source_url")
    return {name: row[name] for name in words} | {
        "usual_months": " ".join(str(month) for month in row["usual_months"])
    }


def _draft(row: Row) -> Draft:
    window = row["window"] or {"from": None, "to": None}
    return Draft(
        **{name: row[name] or "" for name in _WORDS},
        external_id=row["id"],
        slug=row["id"],
        series=row["series_id"] or "",
        organizers=tuple(row["organizer_ids"]),
        starts_on=_day(row["starts_on"]),
        ends_on=_day(row["ends_on"]),
        starts_time=row["starts_at"] or "",
        ends_time=row["ends_at"] or "",
        window_from_on=_day(window["from"]),
        window_to_on=_day(window["to"]),
        topics=tuple(row["topics"]),
        deadlines=tuple(_deadline(one) for one in row["deadlines"]),
        prices=tuple(_price(one) for one in row["price_tiers"]),
        credits=tuple(_credit(one) for one in row["credits"]),
        verified_on=date.fromisoformat(row["verified_on"]),
    )


def _credit(row: Row) -> CreditDraft:
    return CreditDraft(
        credential=row["credential"],
        bucket=row["bucket"] or "",
        amount=_amount(row["amount"]),
        note=row["note"] or "",
    )


def _deadline(row: Row) -> DeadlineDraft:
    return DeadlineDraft(
        kind=row["kind"],
        due_on=date.fromisoformat(row["on"]),
        due_time=row["at"] or "",
        timezone=row["timezone"] or "",
        note=row["note"] or "",
    )


def _price(row: Row) -> PriceDraft:
    return PriceDraft(
        audience=row["audience"],
        step=row["step"] or "",
        amount=Decimal(row["amount"]),
        currency=row["currency"],
        until_on=_day(row["until"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
