"""Whoever asks what is kept of them is found in every word of an application."""

from __future__ import annotations

from tortoise import fields
from tortoise.context import get_current_context
from tortoise.models import Model

from netmentor import keeping
from netmentor.accounts.models import User
from netmentor.internships.mentioning import PLACES, who_mentions
from netmentor.settings import Settings
from tests.db.rows import fill_every_table

ADDRESS = "Quokka@example.org"
_SHORTEST = 60  # letters in which an address could stand
_NOBODYS = {"window_part", "timezone", "digest", "folded"}  # chosen, reckoned, or told beside it


def places() -> set[tuple[type[Model], str]]:
    """The columns of words of all tables about applications, as the tables themselves say."""
    context = get_current_context()
    assert context is not None
    assert context.apps is not None
    return {
        (model, name)
        for model in context.apps["models"].values()
        if is_of_applications(model)
        for name, field in model._meta.fields_map.items()
        if name not in _NOBODYS
        and isinstance(field, fields.TextField | fields.CharField)
        and (getattr(field, "max_length", None) or _SHORTEST) >= _SHORTEST
    }


def is_of_applications(model: type[Model]) -> bool:
    return model.__module__.startswith("netmentor.internships.applying.")


async def test_no_word_of_an_application_is_overlooked(database: Settings) -> None:
    looked = {(table, one) for table, (_, some) in PLACES.items() for one in some}
    assert places() == {(table, one) for table, one in looked if is_of_applications(table)}
    await fill_every_table()
    user = await User.get()
    assert await who_mentions("quokka") == []
    for table, column in looked:
        await table.all().update(**{column: f"Ask {ADDRESS}."})
        assert await who_mentions("quokka@example.org") == [user.id], (table, column)
        _, others = await keeping.what_is_kept_of(ADDRESS)
        assert [one.id for one in others] == [user.id]
        await table.all().update(**{column: "s"})
