"""Somebody of whom there is a row in every table, with one word in all that is theirs."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.models import Model

from netmentor.accounts.models import User
from netmentor.mail.models import DeadAddress, OutgoingMail
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.relating.models import Mentorship
from tests.accounts.casting import STRANGER, make_user
from tests.db.rows import fill_every_table
from tests.mentoring.mentors import make_mentor

WORD = "quokka"
# Tables that hang on no account, and those of which a row may: there what a curator took.
EVERYBODYS = set(
    "landmark agenda_revision catalogue_revision host_turn source organization affiliation"
    " credential membership series topic invitation organizer_invitation opportunity decision"
    " opportunity_change opportunity_lock opportunity_whole opportunity_window"
    " opportunity_telling".split()
)
BY_ADDRESS: dict[type[Model], str] = {OutgoingMail: "to", DeadAddress: "address"}


async def make_full(email: str) -> User:
    """Somebody with a row in every table that is theirs, and their word in every text of it.

    Their session and mentorship are with a mentor whose words are none of theirs.
    """
    made = await fill_every_table(lambda model, field: told(model, field, email))
    user = made[User]
    assert isinstance(user, User)
    other: Mentor = await make_mentor(await make_user(STRANGER))
    mentors: dict[str, Any] = dict.fromkeys(
        ("key", "place", "place_words", "type_name", "proposals"), "s"
    )
    mentors |= dict.fromkeys(("medium", "timezone", "starts_local", "proposed_by"), "s")
    mentors |= {"mentor_id": other.id, "type_id": None}
    await MentorSession.all().update(**mentors, canceled_by="mentee")
    await Mentorship.all().update(mentor=other, written_by="mentee", ended_by="left")
    return user


def told(model: type[Model], field: fields.Field[Any], email: str = "") -> Any:
    """What a column says that is somebody's own: the word, and which it is; None if it is not."""
    if model._meta.db_table in EVERYBODYS:
        return None
    name = f"{WORD}-{model._meta.db_table}.{field.model_field_name}"
    if field.model_field_name == ("email" if model is User else BY_ADDRESS.get(model)):
        return email or None
    if isinstance(field, fields.BinaryField):
        return name.encode() + b"\xff" * 9000
    if isinstance(field, fields.TextField):
        return name + " x" * 4000
    if isinstance(field, fields.CharField) and field.max_length >= len(WORD):
        return name[: field.max_length]
    return None


def hang_on(model: type[Model]) -> set[type[Model]]:
    """The tables whose rows go with one of `model`, itself among them."""
    found, waiting = {model}, [model]
    while waiting:
        meta = waiting.pop()._meta
        for name in meta.backward_fk_fields | meta.backward_o2o_fields:
            child = meta.fields_map[name].related_model  # type: ignore[attr-defined]
            way = child._meta.fields_map[meta.fields_map[name].relation_field.removesuffix("_id")]  # type: ignore[attr-defined]
            if way.on_delete is fields.CASCADE and child not in found:
                found.add(child)
                waiting.append(child)
    return found
