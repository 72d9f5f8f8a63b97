"""Opportunities that wait for a curator, for tests over a real database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from netmentor.accounts.models import User
from netmentor.db.transactions import transaction
from netmentor.events.curating.models import Decision
from netmentor.events.curating.queries import Proposal
from netmentor.events.rules import Authority
from netmentor.internships.actions import announce, put_from_source
from netmentor.internships.curating.queries import proposals
from netmentor.internships.drafts import OpportunityDraft
from netmentor.internships.models import Opportunity
from netmentor.internships.queries import draft_of
from netmentor.internships.suggesting import actions as suggesting
from tests.events.telling import make_teller
from tests.factories import NOON
from tests.internships.opportunities import make_opportunity_draft


async def suggested(member: User, **told: Any) -> Proposal:
    """What waits once `member` suggested this."""
    suggestion = await suggesting.suggest_by_hand(member, now=NOON)
    await suggesting.send(suggestion, make_opportunity_draft(**told), now=NOON)
    return (await proposals())[-1]


async def told_by(
    key: str, *drafts: OpportunityDraft, authority: str = Authority.PROPOSE, now: datetime = NOON
) -> None:
    """Have a source tell these, which may no more than propose."""
    source = await make_teller(key, authority)
    async with transaction():
        outcome = await put_from_source(source, drafts, now=now)
        await announce(outcome.touched, windows=outcome.windows, now=now)


async def as_it_stands(slug: str) -> OpportunityDraft:
    """All that is known of what stands at this address."""
    return await draft_of(await Opportunity.get(slug=slug))


async def last_decision() -> Decision:
    found = await Decision.all().order_by("-id").first()
    assert found is not None
    return found
