"""What is done to many people at once: a handful of statements, and one deed to undo."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import date

import pytest

from netmentor.accounts.models import User
from netmentor.contacts import binning, tagging
from netmentor.contacts.follow_ups import set_tag_cadence
from netmentor.contacts.models import Contact, Deed, FollowUp, Tag, Tagging
from netmentor.contacts.rules import MOST_TAGS
from netmentor.errors import Invalid
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact, undo_latest
from tests.factories import NOON

DAY = date(2026, 12, 1)
FEW, MANY = 3, 60

Act = Callable[[User, Sequence[Contact]], Awaitable[None]]
ACTS: dict[str, Act] = {
    "tag": lambda user, people: tagging.tag(user, people, ["New", "Ally"], now=NOON),
    "untag": lambda user, people: tagging.untag(user, people, ["Ohio"], now=NOON),
    "follow up": lambda user, people: tagging.follow_up_all(user, people, "", DAY, now=NOON),
    "delete": lambda user, people: binning.delete(user, people, now=NOON),
}


async def everything() -> list[object]:
    """All that the deeds change, but for the numbers of rows and of versions."""
    return [
        await Contact.all().order_by("id").values_list("name", "gone_at", "searched"),
        await Tagging.all().order_by("contact_id", "tag_id").values_list("contact_id", "tag_id"),
        await FollowUp.all().order_by("contact_id", "what").values_list("contact_id", "what"),
    ]


@pytest.mark.parametrize("name", ACTS)
async def test_many_cost_as_many_statements_as_few_and_are_undone_together(
    database: Settings, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    user = await make_user()
    people = [await make_contact(user, f"Sample {n:02}", tags=("Ohio",)) for n in range(MANY)]
    ally = await Tag.create(user=user, name="Ally", folded="ally")
    await set_tag_cadence(user, ally, 4, now=NOON)
    await set_tag_cadence(user, await Tag.get(folded="ohio"), 13, now=NOON)
    before = await everything()
    costs = []
    for some in (people[:FEW], people):
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            await ACTS[name](user, some)
        costs.append(len(caplog.records))
        assert await everything() != before
        await undo_latest(user)
        assert await everything() == before
        await Tag.filter(folded="new").delete()

    assert costs[1] <= costs[0] <= 32


async def test_who_has_the_tag_or_never_had_it_is_left_as_they_are(database: Settings) -> None:
    user = await make_user()
    one = await make_contact(user, "One", tags=("Ohio",))
    other = await make_contact(user, "Other")
    await tagging.tag(user, [one, other], ["ohio"], now=NOON)
    assert [row.version for row in await Contact.all().order_by("id")] == [1, 2]
    assert [row.name for row in await Tag.all()] == ["Ohio"]
    deeds = await Deed.all().count()

    await tagging.tag(user, [one, other], ["Ohio"], now=NOON)
    await tagging.untag(user, [one, other], ["Texas"], now=NOON)

    assert await Deed.all().count() == deeds
    assert [row.version for row in await Contact.all().order_by("id")] == [1, 2]


async def test_one_tag_too_many_of_one_tags_nobody(database: Settings) -> None:
    user = await make_user()
    full = await make_contact(user, "Full", tags=[f"Tag {n}" for n in range(MOST_TAGS)])
    other = await make_contact(user, "Other")
    with pytest.raises(Invalid, match="Full would have more"):
        await tagging.tag(user, [other, full], ["More"], now=NOON)
    assert await Tagging.filter(contact=other).count() == 0
