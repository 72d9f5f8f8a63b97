"""Mentors of tests, sample people all: with a profile that members see, unless told otherwise."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from itertools import count
from typing import Any

from netmentor.accounts.models import User
from netmentor.mentoring.actions import Profile, put_profile
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import Listing
from tests.accounts.casting import make_user
from tests.factories import NOON

_number = count(1)
_PROFILE = {one.name for one in fields(Profile)}


async def make_mentor(user: User | None = None, *, now: datetime = NOON, **told: Any) -> Mentor:
    """A listed mentor in New York who helps with operations.

    `told` holds fields of a Profile, and columns of the table beyond those.
    """
    user = user or await make_user(f"mentor-{next(_number)}@example.org")
    boring = {"name": "Sample Mentor", "topics": "operations", "timezone": "America/New_York"}
    profile = boring | {name: one for name, one in told.items() if name in _PROFILE}
    mentor = await put_profile(user, Profile(**profile), now=now)
    columns = {name: one for name, one in told.items() if name not in _PROFILE}
    await Mentor.filter(id=mentor.id).update(**{"listing": Listing.LISTED} | columns)
    return await Mentor.get(id=mentor.id).select_related("user")
