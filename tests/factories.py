"""Events and organizations for tests, sample data all: every default sensible and boring."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from netmentor.db.transactions import transaction
from netmentor.events.actions import Outcome, announce, put_from_source
from netmentor.events.drafts import CreditDraft, DeadlineDraft, Draft, PriceDraft
from netmentor.events.importing.models import Source
from netmentor.events.models import Event, Series
from netmentor.events.queries import event_by_slug
from netmentor.events.rules import Authority
from netmentor.organizations.models import Credential, Organization
from netmentor.organizations.queries import catalogue_revision

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
EVER = datetime(2026, 1, 1, tzinfo=UTC)  # before anything that tests do

# A conference of which everything is known.
FULL: dict[str, Any] = {
    "external_id": "sample-full",
    "title": "Sample conference 2026",
    "kind": "conference",
    "modality": "in_person",
    "starts_on": date(2026, 12, 9),
    "ends_on": date(2026, 12, 11),
    "starts_time": "15:00",
    "ends_time": "12:30",
    "venue": "Sample Hall",
    "city": "Columbus",
    "state": "OH",
    "country": "US",
    "topics": ("leadership", "finance"),
    "deadlines": (
        DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 1), note="Online form."),
        DeadlineDraft(
            kind="hotel_block",
            due_on=date(2026, 11, 27),
            due_time="17:00",
            timezone="America/Denver",
        ),
    ),
    "prices": (PriceDraft(audience="student", step="early", amount=Decimal("95.50")),),
    "credits": (CreditDraft(credential="CMPE", bucket="MGMA live", amount=Decimal("14")),),
}

_number = count(1)


def make_draft(**fields: Any) -> Draft:
    """A confirmed online webinar on December 9, 2026, unless `fields` say otherwise."""
    boring = {
        "external_id": f"sample-{next(_number)}",
        "title": "Sample webinar",
        "kind": "webinar",
        "status": "confirmed",
        "modality": "online",
        "organizers": ("sample-association",),
        "starts_on": date(2026, 12, 9),
        "ends_on": date(2026, 12, 9),
        "starts_time": "12:00",
        "ends_time": "13:00",
        "timezone": "America/Chicago",
        "url": "https://events.example.org/sample",
        "source_url": "https://events.example.org/",
        "verified_on": date(2026, 11, 22),
    }
    return Draft(**boring | fields)  # type: ignore[arg-type]


def make_expected_draft(**fields: Any) -> Draft:
    """A conference expected in March 2027."""
    boring = {
        "title": "Sample congress 2027",
        "kind": "conference",
        "status": "expected",
        "modality": "in_person",
        "starts_on": None,
        "ends_on": None,
        "starts_time": "",
        "ends_time": "",
        "timezone": "",
        "window_from_on": date(2027, 3, 1),
        "window_to_on": date(2027, 3, 31),
        "grounds": "Expected from March in 2025 and 2026.",
    }
    return make_draft(**boring | fields)


async def make_organization(slug: str = "sample-association", **fields: Any) -> Organization:
    boring: dict[str, Any] = {
        "name": slug.replace("-", " ").title(),
        "kind": "association",
        "url": "https://events.example.org/",
        "source_url": "https://events.example.org/about",
        "verified_on": date(2026, 11, 22),
    }
    organization, _ = await Organization.get_or_create(boring | fields, slug=slug)
    return organization


async def make_series(slug: str = "sample-series", **fields: Any) -> Series:
    boring: dict[str, Any] = {
        "organization": fields.pop("organization", None) or await make_organization(),
        "name": slug.replace("-", " ").title(),
        "kind": "conference",
        "modality": "in_person",
        "usual_months": "3",
        "source_url": "https://events.example.org/series",
    }
    series, _ = await Series.get_or_create(boring | fields, slug=slug)
    return series


async def make_credential(acronym: str = "CMPE", **fields: Any) -> Credential:
    boring: dict[str, Any] = {"slug": acronym.lower(), "name": f"Sample credential {acronym}"}
    credential, _ = await Credential.get_or_create(boring | fields, acronym=acronym)
    return credential


async def make_source(key: str = "sample") -> Source:
    source, _ = await Source.get_or_create(
        {"name": "Sample source", "authority": Authority.OVERWRITE}, key=key
    )
    return source


async def put(*drafts: Draft, now: datetime = NOON) -> Outcome:
    """Have the sample source name `drafts`, as a reading of it would."""
    for draft in drafts:
        for organizer in draft.organizers:
            await make_organization(organizer)
        for credit in draft.credits:
            await make_credential(credit.credential)
    async with transaction():
        outcome = await put_from_source(await make_source(), drafts, now=now)
        if outcome.added or outcome.changed:
            await announce(outcome.touched, retold=outcome.retold, now=now)
    return outcome


async def make_event(now: datetime = NOON, **fields: Any) -> Event:
    """Put one draft in and return its event with all that belongs to it."""
    draft = make_draft(**fields)
    await put(draft, now=now)
    return await event_of(draft)


async def event_of(draft: Draft) -> Event:
    row = await Event.get(source__key="sample", external_id=draft.external_id)
    return await event_by_slug(row.slug)


async def revision() -> int:
    """How often anything published has changed."""
    row = await catalogue_revision()
    return row.number if row else 0
