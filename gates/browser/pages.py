"""The pages that every bar is held against: one of each kind, and the odd ones."""

from __future__ import annotations

PAGES = (
    "/events",
    "/events?q=confrence+webinr&state=TX&from=2025-01-01",
    "/events?q=nothing+is+called+this",
    "/events?view=month&month=2026-03",
    "/events?view=month&month=2027-03&kind=conference",
    "/events/ache-congress-2026",
    "/events/ache-congress-2027",
    "/events/nahse-everett-fox-2020",
    "/events/houston-methodist-session-2025-06",
    "/organizations",
    "/organizations/mgma",
    "/series/ache-congress",
    "/associations",
    "/mentors",
    "/internships",
    "/internships?q=nothing+is+called+this",
    "/internships/nafcas-2025-26",
    "/internships/nafcas-2026-27",
    "/path",
    "/guides",
    "/guides/associations",
    "/privacy",
    "/sign-up",
    "/sign-in",
    "/events/embed",
    "/events/embed?q=nothing+is+called+this",
    "/organizations/mgma/embed?from=2017-01-01",
)
REFUSALS = ("/events/never", "/events?knd=webinar", "/events/embed?knd=webinar")
