"""The words people read for what the organizations room knows by short names."""

from __future__ import annotations

from netmentor.organizations.rules import CalendarAccess, OrganizationKind

KIND_WORDS: dict[str, tuple[str, str]] = {  # one of them, many of them
    OrganizationKind.ASSOCIATION: ("Association", "Associations"),
    OrganizationKind.CHAPTER: ("Chapter", "Chapters"),
    OrganizationKind.CERTIFICATION_BODY: ("Certification body", "Certification bodies"),
    OrganizationKind.HEALTH_SYSTEM: ("Health system", "Health systems"),
    OrganizationKind.UNIVERSITY: ("University", "Universities"),
    OrganizationKind.GOVERNMENT: ("Government", "Government"),
    OrganizationKind.COMPANY: ("Company", "Companies"),
}
KINDS_IN_ORDER: tuple[str, ...] = tuple(KIND_WORDS)
ACCESS_WORDS: dict[str, str] = {
    CalendarAccess.PUBLIC: "Its own calendar is public.",
    CalendarAccess.LOGIN: "Its own calendar is behind a member login.",
    CalendarAccess.UNKNOWN: "No public calendar of its own was found.",
}
