"""A notice becomes a letter: its words, and the links by which it can be answered."""

from __future__ import annotations

from collections.abc import Iterator

from netmentor.mail import letters
from netmentor.mail.letters import Letter
from netmentor.reminders.links import Signer
from netmentor.reminders.notices import Line, Notice, NoticeKind
from netmentor.settings import Settings

_TODAY = ("Open today", "/today")
_BUTTONS = {
    NoticeKind.URGENT: "Open it",
    NoticeKind.EVENING: "Sort whom you met",
}


def letter_of(settings: Settings, notice: Notice, signer: Signer) -> Letter:
    """Return the letter that tells `notice`; `signer` makes the links of the user it goes to.

    A follow-up that can be done has two links, Done and Later.
    """
    button, button_path = _button(notice)
    return letters.write(
        "reminder",
        base_url=settings.base_url,
        subject=notice.subject,
        lead_in=notice.lead_in,
        heading=notice.heading,
        is_late=notice.is_late,
        sections=[
            {
                "heading": section.heading,
                "lines": [_line(line, signer) for line in section.lines],
                "more": section.more,
            }
            for section in notice.sections
        ],
        button=button,
        button_path=button_path,
        why=notice.why,
        zone_words=notice.zone_words,
        stop=signer.stop(notice.stops),
        unsubscribe=signer.unsubscribe(),
    )


def _line(line: Line, signer: Signer) -> dict[str, str]:
    told = {"when": line.when, "title": line.title, "note": line.note, "path": line.path}
    if not line.can_be_done or line.due_on is None:
        return told | {"done": "", "later": ""}
    later = signer.later(line.uid, line.due_on)
    return told | {"done": signer.done(line.uid), "later": later}


def _button(notice: Notice) -> tuple[str, str]:
    """The words of the one large button, and where it leads: to the thing itself, or to Today."""
    words = _BUTTONS.get(notice.kind)
    path = next(_paths(notice), "")
    return (words, path) if words and path else _TODAY


def _paths(notice: Notice) -> Iterator[str]:
    return (line.path for section in notice.sections for line in section.lines if line.path)
