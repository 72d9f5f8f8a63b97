"""What a source does with organizations, and the mark that anything published changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from tortoise.expressions import F

from netmentor.organizations.models import (
    Affiliation,
    CatalogueRevision,
    Credential,
    Membership,
    Organization,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationDraft:
    """That the organization belonged to the one with the slug `to`; open ends are None."""

    to: str
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipDraft:
    name: str
    amount: Decimal | None = None
    currency: str = "USD"
    period: str = ""
    note: str = ""
    source_url: str
    verified_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationDraft:
    """An organization as a source tells it; parent and affiliations are named by slug."""

    slug: str
    name: str
    acronym: str
    kind: str
    url: str
    parent: str
    affiliations: tuple[AffiliationDraft, ...]
    memberships: tuple[MembershipDraft, ...]
    join_url: str
    calendar_url: str
    calendar_access: str
    about: str
    source_url: str
    verified_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialDraft:
    slug: str
    name: str
    acronym: str
    body: str
    url: str
    note: str


async def bump_catalogue(*, now: datetime) -> None:
    """Say that something published has changed: the last write of a transaction."""
    changed = await CatalogueRevision.filter(id=1).update(number=F("number") + 1, changed_at=now)
    if not changed:
        await CatalogueRevision.create(id=1, number=1, changed_at=now)


async def put_organizations(drafts: Sequence[OrganizationDraft], *, now: datetime) -> None:
    """Make the organizations what `drafts` say; those they leave out are retired, not deleted.

    Runs inside the caller's transaction.
    """
    rows = {row.slug: row for row in await Organization.all()}
    for draft in drafts:
        row = rows.setdefault(draft.slug, Organization(slug=draft.slug))
        row.update_from_dict(
            {
                name: value
                for name, value in asdict(draft).items()
                if name not in ("parent", "affiliations", "memberships")
            }
        )
        row.retired_at = None
        await row.save()
    for draft in drafts:  # a parent may come after its child
        row = rows[draft.slug]
        row.parent_id = rows[draft.parent].id if draft.parent else None
        await row.save(update_fields=["parent_id"])
        await _replace_affiliations(row, draft.affiliations, rows)
        await _replace_memberships(row, draft.memberships)
    named = [draft.slug for draft in drafts]
    await Organization.filter(retired_at=None).exclude(slug__in=named).update(retired_at=now)


async def put_credentials(drafts: Sequence[CredentialDraft], *, now: datetime) -> None:
    """Make the credentials what `drafts` say; those they leave out are retired, not deleted."""
    bodies = dict(await Organization.all().values_list("slug", "id"))
    rows = {row.slug: row for row in await Credential.all()}
    for draft in drafts:
        row = rows.setdefault(draft.slug, Credential(slug=draft.slug))
        row.update_from_dict(
            {
                "name": draft.name,
                "acronym": draft.acronym,
                "body_id": bodies[draft.body] if draft.body else None,
                "url": draft.url,
                "note": draft.note,
                "retired_at": None,
            }
        )
        await row.save()
    named = [draft.slug for draft in drafts]
    await Credential.filter(retired_at=None).exclude(slug__in=named).update(retired_at=now)


async def _replace_affiliations(
    row: Organization, drafts: Sequence[AffiliationDraft], rows: dict[str, Organization]
) -> None:
    await Affiliation.filter(organization=row).delete()
    for draft in drafts:
        await Affiliation.create(
            organization=row, to=rows[draft.to], from_on=draft.from_on, until_on=draft.until_on
        )


async def _replace_memberships(row: Organization, drafts: Sequence[MembershipDraft]) -> None:
    await Membership.filter(organization=row).delete()
    for position, draft in enumerate(drafts):
        await Membership.create(organization=row, position=position, **asdict(draft))
