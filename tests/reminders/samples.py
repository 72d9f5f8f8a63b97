"""Sample notices: one of each kind of letter, and what is hard to lay out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from netmentor.mail.letters import Letter
from netmentor.reminders.notices import Line, Notice, NoticeKind, Section
from netmentor.reminders.rules import Subject
from netmentor.settings import Settings

UID = "6f1d0a52-0f65-4d0e-9d75-6c1f6f0a8e01"
DAY = date(2026, 11, 24)
SETTINGS = Settings(
    data=Path("data"),
    database_url="sqlite://data/netmentor.sqlite3",
    base_url="https://netmentor.example",
    secret_key="k" * 32,
    mail_from="post@netmentor.example",
    trusted_proxies=(),
)

HEADERS = [
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
]
INJECTIONS = (
    "hi\r\nBcc: evil@example.org",
    "hi\nBcc: evil@example.org\n\n<p>other body",
    "=?utf-8?q?hi=0D=0ABcc:_evil@example.org?=",
    "=?=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5vcmc=?=",
    "a\u2028Bcc: evil@example.org\u2029\x0b\x0c\x1c\x85Bcc: evil@example.org",
    "\ud800\x00 Bcc: evil@example.org",
    "--=_netmentor\r\nContent-Type: text/html\r\n\r\nevil",
    '"><script>alert(1)</script><a href="javascript:alert(1)">',
    "{{ 7 * 7 }}{% for x in y %}",
    "\u202egnp.exe",
    "日本語" * 80,
    "\u05d3\u05e0\u05d4 " * 60,
)


def make_line(title: str = "Sample conference", when: str = "Tomorrow 3 pm", **told: Any) -> Line:
    """A line about an event, with its page."""
    boring: dict[str, Any] = {
        "uid": "sample@test.example",
        "subject": Subject.GOING,
        "path": "/events/sample-conference-2026",
    }
    return Line(title=title, when=when, **boring | told)


def make_follow_up_line(title: str, when: str = "Today", **told: Any) -> Line:
    """A line about a follow-up that can be done."""
    boring: dict[str, Any] = {
        "uid": UID,
        "subject": Subject.FOLLOW_UPS,
        "path": "/contacts/0b6f2f0e-9a53-4c1e-8f3e-5f1d1f0b7a11",
        "can_be_done": True,
        "due_on": DAY,
    }
    return make_line(title, when, **boring | told)


def make_notice(*sections: Section, **told: Any) -> Notice:
    """The letter of a morning, unless `told` says otherwise."""
    boring: dict[str, Any] = {
        "user_id": 1,
        "to": "owner@example.org",
        "kind": NoticeKind.MORNING,
        "key": "reminders:1:morning:2026-11-24",
        "day": DAY,
        "zone_words": "Eastern time",
        "subject": "Today: Sample conference, and 2 follow-ups due",
        "lead_in": "Bring the staffing model and two job postings.",
        "heading": "Tuesday, November 24",
        "sections": sections or (Section(heading="Coming up", lines=(make_line(),)),),
        "stops": Subject.MORNING,
        "why": "because you want a letter in the morning when something is due",
    }
    return Notice(**boring | told)


DUE = Section(
    heading="Due today",
    lines=(
        make_follow_up_line("Thank Marcus Bell for the introduction", note="Northside Cardiology"),
        make_follow_up_line("Send Joon Tanaka the template", note="You promised this on Friday"),
    ),
)
AHEAD = Section(
    heading="Coming up",
    lines=(
        make_line("Résumé review with Denise Okafor", "Mon 4:30 pm", note="Video call"),
        make_line("Register: Denials to dollars", "By Fri", note="Workshop, December 1"),
    ),
)
LONG = "Strengthening the financial and operational foundations of independent practice " * 3
UNBROKEN = "https://registration.example.org/" + "a" * 120
ARABIC = "مستشفى الملك فيصل التخصصي"
HEBREW = "דנה כהן (Dr. Dana Cohen)"

SAMPLES: dict[str, Notice] = {
    "morning": make_notice(DUE, AHEAD),
    "week": make_notice(
        DUE,
        Section(
            heading="Your week",
            lines=tuple(
                make_line(f"Sample webinar number {number}", f"Wed {number} pm", note="Online")
                for number in range(1, 7)
            ),
            more=3,
        ),
        subject="Your week: 9 things, and 2 follow-ups due",
        heading="Monday, November 23",
        stops=Subject.WEEK,
        why="because you want the week on Mondays",
    ),
    "urgent": make_notice(
        Section(
            heading="",
            lines=(
                make_line(
                    "Sample conference",
                    "Today 3:00 pm",
                    note="Sample Hall, Columbus, OH. Moved from Tue 1:00 pm",
                ),
            ),
        ),
        kind=NoticeKind.URGENT,
        subject="Today 3:00 pm: Sample conference, moved from Tue 1:00 pm",
        heading="Sample conference has moved",
        lead_in="It begins today at 3:00 pm.",
        stops=Subject.GOING,
        why="because you go to this event",
    ),
    "evening": make_notice(
        Section(
            heading="",
            lines=(
                make_line(
                    "14 people wait", "This evening", note="After Sample conference",
                    path="/after/sample-conference-2026", subject=Subject.AFTER,
                ),
            ),
        ),
        kind=NoticeKind.EVENING,
        subject="After the event: 14 people wait",
        heading="After the event: 14 people wait",
        lead_in="Half a minute each, while you remember them.",
        stops=Subject.AFTER,
        why="because you want to be asked on the evening an event ends",
    ),
    "late": make_notice(
        DUE,
        kind=NoticeKind.LATE,
        is_late=True,
        subject="Late: 2 follow-ups were due on Tuesday",
        heading="What was due since Tuesday",
        lead_in="This letter is late: the service was away from Tuesday to Thursday.",
    ),
    "hard": make_notice(
        Section(
            heading="Due today",
            lines=(
                make_follow_up_line(LONG.strip(), note=LONG.strip()),
                make_follow_up_line(f"Write to {HEBREW}", note=ARABIC),
                make_follow_up_line(ARABIC, note=f"{HEBREW}, {ARABIC}"),
                make_line(UNBROKEN, "Wed, Dec 30, 12:30 pm", note=UNBROKEN, path=""),
            ),
            more=120,
        ),
        subject=LONG[:140],
        heading=f"{ARABIC}: {LONG}",
    ),
}  # fmt: skip


def links_in(letter: Letter) -> set[str]:
    """Every address in a letter, in both of its forms."""
    told = letter.text + unescape(letter.html)
    return set(re.findall(r"https?://[^\s\"<>]+", told))


def about(notice: Notice, uid: str, due_on: date) -> Notice:
    """The same notice, about one follow-up that there is."""
    return replace(
        notice,
        sections=tuple(
            replace(
                section,
                lines=tuple(
                    replace(line, uid=uid, due_on=due_on) if line.can_be_done else line
                    for line in section.lines
                ),
            )
            for section in notice.sections
        ),
    )
