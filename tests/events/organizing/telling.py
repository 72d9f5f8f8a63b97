"""An organization whose events organizers tell of, for tests: sample data all."""

from __future__ import annotations

from typing import Any

from netmentor.accounts.models import User
from netmentor.events.models import Event
from netmentor.events.organizing import actions, inviting
from netmentor.events.organizing.rules import Repeats, days_of
from netmentor.events.queries import event_by_slug
from netmentor.organizations.models import Organization
from netmentor.web.forms.events import ORGANIZERS_NEED, blank, read_event
from tests.accounts.casting import OWNER, make_user
from tests.factories import NOON, make_organization

ZONE = "America/New_York"
KEY = "0123456789abcdef0123456789abcdef"
LUNCH = {"title": "Sample lunch", "starts_on": "2027-03-09", "city": "Columbus", "state": "OH"}
FORM = LUNCH | {  # as the page of a new event posts it
    "kind": "chapter_event",
    "modality": "in_person",
    "timezone": ZONE,
    "key": KEY,
}


async def make_organizer(
    email: str = OWNER, slug: str = "sample-association", **fields: Any
) -> User:
    user = await make_user(email, **fields)
    organization = await make_organization(slug)
    await inviting.accept(await inviting.invite(organization, now=NOON), user, now=NOON)
    return user


def fields_of(**told: str) -> dict[str, Any]:
    form = read_event(blank(zone=ZONE) | LUNCH | told, needs=ORGANIZERS_NEED, credentials=["CMPE"])
    assert form.complaints == {}
    return dict(form.fields)


async def publish(
    organization: Organization, times: int = 0, key: str = KEY, **told: str
) -> list[Event]:
    """Publish one event, or one of each week; return them by day."""
    fields = fields_of(**told)
    days = days_of(fields["starts_on"], Repeats.WEEKLY, until=None, times=times) if times else []
    ids = await actions.publish(organization, fields, name=key, days=days, now=NOON)
    rows = await Event.filter(id__in=ids).order_by("starts_on")
    return [await event_by_slug(row.slug) for row in rows]
