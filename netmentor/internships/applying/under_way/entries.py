"""The days of what is under way, as rows of the room's dated things."""

from __future__ import annotations

from netmentor.internships.applying.under_way.rules import Part

UIDS = frozenset(Part)  # each is named by this and the key of its application

# As the other rows of `applying.entries`; what was evaluated stays a while, so that a calendar
# sees it ticked off.
ROWS = """
    SELECT m.kind, a.key, a.title, a.organization_name,
        CASE m.kind WHEN 'starts' THEN 'First day' WHEN 'ends' THEN 'Last day'
            WHEN 'midpoint' THEN 'Mid-point evaluation' ELSE 'Final evaluation' END,
        m.due_on, '', '', m.sequence, m.created_at, m.changed_at, m.done_at, 0
    FROM under_way_milestone AS m JOIN under_way AS u ON u.id = m.under_way_id
        JOIN application AS a ON a.id = u.application_id
    WHERE a.user_id = {user} AND a.stage = 'accepted'
        AND m.due_on BETWEEN '{first}' AND '{last}'
        AND (m.done_at IS NULL OR m.done_at >= '{since}')"""
