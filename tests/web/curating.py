"""What waits for a curator, and where, for tests of the pages."""

from __future__ import annotations

from typing import Any

from netmentor.accounts.models import User
from netmentor.events.curating.queries import open_resemblances, proposals
from netmentor.events.rules import Authority
from netmentor.internships.curating.queries import proposals as proposals_of_opportunities
from netmentor.internships.suggesting import actions as opportunities
from tests.accounts.casting import STRANGER, make_user
from tests.events.telling import make_teller, tell
from tests.factories import NOON, make_draft
from tests.internships.opportunities import make_opportunity_draft

PAGES = [
    "/curate",
    "/curate/sources",
    "/curate/duplicates",
    "/curate/proposals",
    "/curate/suggestions",
    "/curate/locks",
    "/curate/missing",
    "/curate/opportunities",
    "/curate/opportunities/locks",
]
FORMS = [*PAGES[1:], "/curate/decisions"]
NASTY = [
    "\x00",
    "\ud800",
    "x" * 5000,
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "‮abc",
    "' OR 1=1 --",
]


async def told_by(key: str, authority: str = Authority.OVERWRITE, **fields: Any) -> None:
    draft = make_draft(**{"external_id": f"of-{key}"} | fields)
    await tell(await make_teller(key, authority), draft)


async def a_pair() -> int:
    await told_by("alpha")
    await told_by("beta", Authority.FILL, title="Annual sample webinar", city="Dayton")
    [pair] = await open_resemblances()
    return pair.id


async def a_proposal(key: str = "gamma", **fields: Any) -> int:
    await told_by(key, Authority.PROPOSE, **fields)
    return (await proposals(key))[0].number


async def an_offer(**fields: Any) -> int:
    """The number of an opportunity that a member suggested."""
    member = await User.get_or_none(email=STRANGER) or await make_user(STRANGER)
    suggestion = await opportunities.suggest_by_hand(member, now=NOON)
    await opportunities.send(suggestion, make_opportunity_draft(**fields), now=NOON)
    return (await proposals_of_opportunities())[-1].number
