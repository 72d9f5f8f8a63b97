"""Where an application can stand: the stages there are, and those that a user put between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.internships.applying.models import Application, OwnStage
from netmentor.internships.applying.rules import (
    LONGEST_STAGE,
    MOST_STAGES,
    Stage,
    stages_ahead,
)
from netmentor.internships.applying.words import STAGE_WORDS
from netmentor.text import folded, one_line

_OWN = "own-"


@dataclass(frozen=True, slots=True)
class Place:
    """A column of a board: a stage, or with `own_id` one of the user's own that counts as it."""

    stage: Stage
    name: str
    own_id: int | None = None

    @property
    def value(self) -> str:
        """How forms tell it.

        >>> Place(Stage.ASKED, "Asked").value, Place(Stage.ASKED, "Met", 7).value
        ('asked', 'own-7')
        """
        return f"{_OWN}{self.own_id}" if self.own_id else self.stage.value


async def places_of(user: User) -> list[Place]:
    """Every place an application of this user can stand at, in the order of a board."""
    own = await OwnStage.filter(user=user).order_by("id")
    found = []
    for stage in Stage:
        found.append(Place(stage, STAGE_WORDS[stage]))
        found += [Place(stage, one.name, one.id) for one in own if one.after == stage]
    return found


async def place_told(user: User, told: str) -> Place:
    """The place that a form tells; raises Invalid for none of the user's."""
    for place in await places_of(user):
        if place.value == told:
            return place
    raise Invalid("There is no such stage.")


async def own_stage_of(user: User, stage: Stage, own_id: int | None) -> OwnStage | None:
    """The user's own stage of this number, None for none; raises NotFound for another's."""
    if own_id is None:
        return None
    own = await OwnStage.get_or_none(user=user, id=own_id, after=stage.value)
    if own is None:
        raise NotFound("There is no such stage any more.")
    return own


async def own_stage_called(user: User, stage: str, name: str) -> OwnStage | None:
    """The user's own stage of this name, if it is there still."""
    return await OwnStage.get_or_none(user=user, after=stage, name=name) if name else None


async def add_stage(user: User, name: str, after: Stage) -> OwnStage:
    """Put a stage of one's own after one there is.

    Raises Invalid for a name that says nothing, and Conflict for one that is there or too many.
    """
    said = one_line(name)
    if not folded(said) or max(len(said), len(folded(said))) > LONGEST_STAGE:
        raise Invalid(f"Say it in 1 to {LONGEST_STAGE} characters.")
    if folded(said) in {folded(words) for words in STAGE_WORDS.values()}:
        raise Conflict("There is a stage of this name already.")
    try:
        async with transaction():
            await take_turns_of(user)
            if await OwnStage.filter(user=user).count() >= MOST_STAGES:
                raise Conflict(f"There are {MOST_STAGES} stages of your own already.")
            return await OwnStage.create(
                user=user, name=said, folded=folded(said), after=after.value
            )
    except IntegrityError as exc:
        raise Conflict("There is a stage of this name already.") from exc


async def remove_stage(user: User, number: int) -> None:
    """Take away a stage of one's own; raises NotFound, and Conflict while anything stands there."""
    async with transaction():
        await take_turns_of(user)
        own = await OwnStage.get_or_none(user=user, id=number)
        if own is None:
            raise NotFound("There is no such stage.")
        if await Application.filter(own_stage=own).exists():
            raise Conflict("Applications stand there. Move them on first.")
        await own.delete()


def places_ahead(row: Application, places: Sequence[Place]) -> list[Place]:
    """Where an application usually goes next: what its page offers first."""
    ahead = stages_ahead(row.stage)
    usual = [one for one in places if one.stage in ahead and one.own_id is None]
    usual.sort(key=lambda one: list(ahead).index(one.stage))
    own = [one for one in places if one.own_id and one.stage == row.stage]
    return usual + [one for one in own if one.own_id != row.own_stage_id]
