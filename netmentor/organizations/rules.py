"""What kinds of bodies there are, and how one belongs to another over time."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

ASSOCIATIONS = ("ache", "mgma", "acmpe", "pahcom")  # slugs: the bodies a newcomer meets first


class OrganizationKind(StrEnum):
    ASSOCIATION = "association"
    CHAPTER = "chapter"
    UNIVERSITY = "university"
    HEALTH_SYSTEM = "health_system"
    GOVERNMENT = "government"
    CERTIFICATION_BODY = "certification_body"
    COMPANY = "company"


class CalendarAccess(StrEnum):
    """Whether an organization's own calendar can be read by anybody."""

    PUBLIC = "public"
    LOGIN = "login"
    UNKNOWN = "unknown"


def is_current(until_on: date | None, *, on: date) -> bool:
    """True when an affiliation that ends with the day `until_on` still stands `on` a day.

    The last day counts: a body that left at the end of 2023 was affiliated on December 31.

    >>> is_current(date(2023, 12, 31), on=date(2023, 12, 31))
    True
    >>> is_current(date(2023, 12, 31), on=date(2024, 1, 1))
    False
    """
    return until_on is None or on <= until_on
