"""What a file told is taken back, and nobody who applies loses a deadline by it."""

from __future__ import annotations

from datetime import timedelta

from netmentor.accounts.models import User
from netmentor.db.columns import values_of
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Start
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.queries import whole_of
from netmentor.internships.importing.withdrawing import withdraw
from netmentor.internships.models import Opportunity, OpportunityTelling
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON, revision
from tests.internships.applying.begun import dates, numbers, sequences
from tests.internships.importing.reading import make_file, put_file, table

HEADER = "id,title,organization_name,closes_on,closes_time,closes_timezone"
ONE = "s-1,Sample fellowship,Sample Clinic,2027-09-24,17:00,Eastern"
TWO = "s-2,Sample internship,Sample Hospital,2027-03-01,,"
LATER = NOON + timedelta(days=3)


async def test_what_one_file_alone_told_goes_and_the_rest_stays(database: Settings) -> None:
    source, other = await make_file(), await make_file("other")
    await put_file(source, table(HEADER, ONE, TWO))
    await put_file(other, table(HEADER, ONE.replace("Sample", "Another")))
    shared = await Opportunity.get(tellings__external_id="s-2")
    await OpportunityTelling.create(
        source=other, opportunity=shared, external_id="x", draft=(
            await OpportunityTelling.get(external_id="s-2")
        ).draft.replace("Sample internship", "As others tell it"), told_at=NOON,
    )  # fmt: skip
    before = await revision()
    assert await withdraw(source, now=LATER) == 1
    titles = await values_of(Opportunity.filter(gone_at=None).order_by("title"), "title")
    assert titles == ["Another fellowship", "As others tell it"]
    assert await revision() > before
    assert await withdraw(source, now=LATER) == 0


async def test_whoever_applies_keeps_the_deadline_that_there_was(database: Settings) -> None:
    owner: User = await make_user()
    source = await make_file()
    await put_file(source, table(HEADER, ONE))
    moved = ONE.replace("2027-09-24", "2027-10-01")
    await put_file(source, table(HEADER, moved), now=NOON + timedelta(days=1))
    row = await actions.start(owner, Start(opportunity=await Opportunity.get()), now=NOON)
    uid, number = f"deadline.{row.key}", await numbers(owner)
    before = (await dates(owner), (await sequences(owner))[uid])
    await withdraw(source, now=LATER)
    assert (await dates(owner), (await sequences(owner))[uid]) == before
    assert await numbers(owner) == number + 1
    deadline = (await whole_of(owner, row.key)).deadline
    assert deadline is not None
    assert (str(deadline.on), deadline.time, deadline.zone, deadline.is_followed) == (
        "2027-10-01", "17:00", "America/New_York", False,
    )  # fmt: skip
    assert (await Application.get()).opportunity_id is None
