"""A posted form becomes the texts of its fields, or a refusal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self

from starlette.datastructures import UploadFile
from starlette.requests import Request

from netmentor.errors import Invalid, NetMentorError
from netmentor.web import sessions

MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form shows: what was typed, never a password, and what is amiss, by field."""

    typed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    complaints: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def refused(cls, typed: Mapping[str, str], refusal: NetMentorError) -> Self:
        """What was typed into a form that was refused as a whole; the sentence is of "form"."""
        return cls(typed, {"form": refusal.message})


async def fields(request: Request, names: Collection[str]) -> dict[str, str]:
    """Return the text of each of `names`, "" where it is missing; others are not looked at.

    Where somebody is signed in, the form's token is checked. Raises Invalid for a field that
    is there twice, or is a file.
    """
    found = await fields_of_a_link(request, {*names, sessions.FORM_TOKEN})
    told = found.pop(sessions.FORM_TOKEN)
    if sign_in := await sessions.sign_in_of(request):
        sessions.check_token(request, sign_in, told)
    return found


async def lists(request: Request, names: Collection[str]) -> dict[str, str]:
    """Return each of `names` with commas between, be it there once or once for each value.

    Files are left out; the form's token is checked by `fields`.
    """
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        return {
            name: ",".join(one for one in form.getlist(name) if isinstance(one, str))
            for name in names
        }


async def fields_of_a_link(request: Request, names: Collection[str]) -> dict[str, str]:
    """Return the same of a form whose address is all it takes: no cookie and no token counts."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        found = {}
        for name in names:
            values = form.getlist(name)
            if len(values) > 1 or any(isinstance(value, UploadFile) for value in values):
                raise Invalid(f"The field “{name}” is there twice, or is a file.")
            found[name] = str(values[0]) if values else ""
    return found
