"""Questions the rest of the house asks about organizations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from netmentor.db.columns import values_of
from netmentor.db.glance import glance
from netmentor.db.reading import moment_of, rows
from netmentor.errors import NotFound
from netmentor.organizations.models import (
    Affiliation,
    Credential,
    Organization,
)
from netmentor.organizations.rules import ASSOCIATIONS
from netmentor.text import is_slug

_ADDRESSES = "SELECT slug FROM organization WHERE retired_at IS NULL ORDER BY id"
_REVISION = "SELECT number, changed_at FROM catalogue_revision WHERE id = 1"


class Revision(NamedTuple):
    """How often anything published has changed, and when last.

    Both: after a restore from a backup the numbers come again, for other content.
    """

    number: int
    changed_at: datetime


async def catalogue_revision() -> Revision | None:
    """The revision of what is published; None before anything is."""
    row = await glance(_REVISION)
    return _revision(*row) if row else None


@lru_cache(maxsize=8)
def _revision(number: int, changed_at: datetime | str) -> Revision | None:
    """Most askings find the same row as the last one."""
    moment = moment_of(changed_at)
    return Revision(number, moment) if moment else None


async def credential_acronyms() -> list[str]:
    """What credit may be given towards, as people call it."""
    return sorted(await values_of(Credential.filter(retired_at=None), "acronym"))


async def names_by_slug() -> dict[str, str]:
    """What every organization is called, in the order of the names."""
    return dict(await Organization.all().order_by("name").values_list("slug", "name"))


async def organization_by_slug(slug: str) -> Organization:
    """One organization with its parent, chapters, affiliations, memberships and credentials.

    A retired one is found too: somebody may be subscribed to it.
    """
    named = Organization.filter(slug=slug).prefetch_related(
        "parent", "children", "affiliations__to", "memberships", "credentials"
    )
    found = await named.first() if is_slug(slug) else None
    if found is None:
        raise NotFound("There is no such organization.")
    return found


async def organizations() -> list[Organization]:
    """All that their source still names, by name, each with its parent."""
    return await Organization.filter(retired_at=None).select_related("parent").order_by("name")


async def addresses_of_organizations() -> list[str]:
    """The slug of each organization that its source still names, for whoever walks them all."""
    return [slug for (slug,) in await rows(_ADDRESSES)]


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


async def credentials() -> list[Credential]:
    """Every credential that its source still names, by acronym, with the body that gives it."""
    return await Credential.filter(retired_at=None).select_related("body").order_by("acronym")


async def unknown_organizations(slugs: Iterable[str]) -> list[str]:
    """Those of `slugs` that name no organization."""
    known = await values_of(Organization.filter(slug__in=list(slugs)), "slug")
    return [slug for slug in slugs if slug not in known]


async def unknown_credentials(slugs: Iterable[str]) -> list[str]:
    """Those of `slugs` that name no credential."""
    known = await values_of(Credential.filter(slug__in=list(slugs)), "slug")
    return [slug for slug in slugs if slug not in known]
