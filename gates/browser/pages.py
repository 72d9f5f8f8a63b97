"""The pages that every bar is held against: one of each kind, and the odd ones."""

from __future__ import annotations

PAGES = (
    "/events",
    "/events?from=2017-01-01",
    "/events?kind=webinar&state=TX&from=2025-01-01",
    "/events?q=nothing+is+called+this",
    "/events/ache-congress-2026",
    "/events/ache-congress-2027",
    "/events/nahse-annual-2020",
    "/events/nahse-everett-fox-2020",
    "/events/houston-methodist-session-2025-06",
    "/organizations",
    "/organizations/mgma",
    "/organizations/hla-texas",
    "/series/ache-congress",
    "/associations",
    "/privacy",
)
REFUSALS = ("/events/never", "/events?knd=webinar")
