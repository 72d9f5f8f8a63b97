"""What led where: each source with how many applications got how far."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmentor.accounts.models import User
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Start
from netmentor.internships.applying.funnel import STEPS, funnel_of
from netmentor.internships.applying.models import Application, StageChange
from netmentor.internships.applying.rules import CameFrom, Stage
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.internships.applying.begun import begun

RANKS = [
    {Stage.SUBMITTED, Stage.RETURNED, Stage.VERIFIED},
    {Stage.INTERVIEW},
    {Stage.OFFER, Stage.HELD, Stage.DECLINED},
    {Stage.ACCEPTED},
]


async def test_each_source_is_told_with_how_far_it_led(owner: User) -> None:
    listed = await begun(owner)
    manager = await make_contact(owner, "Sample Manager")
    through = await actions.start(owner, Start(contact=manager), now=NOON)
    for stage in (Stage.SUBMITTED, Stage.REJECTED):
        await actions.set_stage(owner, listed.key, stage, now=NOON)
    for stage in (Stage.INTERVIEW, Stage.OFFER, Stage.ACCEPTED):
        await actions.set_stage(owner, through.key, stage, now=NOON)
    other = await make_user(STRANGER)
    await actions.start(other, Start(title="Sample"), now=NOON)
    found = [(one.came_from, one.counts) for one in await funnel_of(owner)]
    assert found == [(CameFrom.LIST, (1, 1, 0, 0, 0)), (CameFrom.CONTACT, (1, 1, 1, 1, 1))]


async def test_what_was_taken_back_led_nowhere(owner: User) -> None:
    row = await begun(owner)
    await actions.set_stage(owner, row.key, Stage.OFFER, now=NOON)
    last = await StageChange.get(stage=Stage.OFFER.value)
    await actions.take_back_stage(owner, row.key, last.id, now=NOON)
    assert [one.counts for one in await funnel_of(owner)] == [(1, 0, 0, 0, 0)]


@given(
    ways=st.lists(
        st.tuples(st.sampled_from(CameFrom), st.lists(st.sampled_from(Stage), max_size=4)),
        min_size=1,
        max_size=5,
    )
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_no_step_has_more_than_the_one_before_and_none_is_lost(
    owner: User, ways: list[tuple[CameFrom, list[Stage]]]
) -> None:
    await Application.all().delete()
    for number, (source, stages) in enumerate(ways):
        row = await actions.start(owner, Start(title=f"Sample {number}"), now=NOON)
        await Application.filter(id=row.id).update(came_from=source.value)
        for turn, stage in enumerate(stages):
            at = NOON + timedelta(hours=turn)
            if stage != Stage.HELD:  # of which there is one
                await actions.set_stage(owner, row.key, stage, now=at)
    found = {one.came_from: one.counts for one in await funnel_of(owner)}
    assert set(found) == {source for source, _ in ways}
    for source, counts in found.items():
        mine = [set(stages) - {Stage.HELD} for from_, stages in ways if from_ == source]
        assert counts[0] == len(mine)
        assert list(counts) == sorted(counts, reverse=True)
        for step in range(1, len(STEPS)):
            reached = [one for one in mine if any(one & rank for rank in RANKS[step - 1 :])]
            assert counts[step] == len(reached)
