"""Questions the rest of the house asks about organizations."""

from __future__ import annotations

from collections.abc import Iterable

from netmentor.db.columns import values_of
from netmentor.errors import NotFound
from netmentor.organizations.models import (
    Affiliation,
    CatalogueRevision,
    Credential,
    Organization,
)
from netmentor.organizations.rules import ASSOCIATIONS
from netmentor.text import is_slug


async def catalogue_revision() -> CatalogueRevision | None:
    """How often anything published has changed, and when last; None before anything has."""
    return await CatalogueRevision.get_or_none(id=1)


async def organization_by_slug(slug: str) -> Organization:
    """One organization with its parent, chapters, affiliations, memberships and credentials.

    A retired one is found too: somebody may be subscribed to it.
    """
    rows = Organization.filter(slug=slug).prefetch_related(
        "parent", "children", "affiliations__to", "memberships", "credentials"
    )
    found = await rows.first() if is_slug(slug) else None
    if found is None:
        raise NotFound("There is no such organization.")
    return found


async def organizations() -> list[Organization]:
    """All that their source still names, by name, each with its parent."""
    return await Organization.filter(retired_at=None).select_related("parent").order_by("name")


async def associations() -> list[Organization]:
    """The four national bodies a newcomer meets first, in that order, with what they offer."""
    found = await Organization.filter(slug__in=ASSOCIATIONS).prefetch_related(
        "parent", "children", "memberships", "credentials"
    )
    return sorted(found, key=lambda organization: ASSOCIATIONS.index(organization.slug))


async def affiliates_of(organization: Organization) -> list[Affiliation]:
    """Who belongs, or once belonged, to `organization`."""
    return (
        await Affiliation.filter(to=organization, organization__retired_at=None)
        .select_related("organization")
        .order_by("organization__name")
    )


async def unknown_organizations(slugs: Iterable[str]) -> list[str]:
    """Those of `slugs` that name no organization."""
    known = await values_of(Organization.filter(slug__in=list(slugs)), "slug")
    return [slug for slug in slugs if slug not in known]


async def unknown_credentials(slugs: Iterable[str]) -> list[str]:
    """Those of `slugs` that name no credential."""
    known = await values_of(Credential.filter(slug__in=list(slugs)), "slug")
    return [slug for slug in slugs if slug not in known]
