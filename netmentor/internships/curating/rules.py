"""What a curator decides about opportunities, and may set by hand."""

from __future__ import annotations

SUBJECT = "opportunity"  # of decisions
LONGEST_ANSWER = 500  # characters, of what the member is told whose suggestion is not listed
NOT_BY_HAND = frozenset({"program"})  # facets: what ties cycles together
