"""What stages, owners and sources of applications are called."""

from __future__ import annotations

from netmentor.internships.applying.planning import Line
from netmentor.internships.applying.rules import Asked, CameFrom, Owner, Stage

STAGE_WORDS = {
    Stage.RESEARCHING: "Researching",
    Stage.ASKED: "Asked",
    Stage.PREPARING: "Preparing",
    Stage.SUBMITTED: "Submitted",
    Stage.RETURNED: "Returned",
    Stage.VERIFIED: "Verified",
    Stage.INTERVIEW: "Interview",
    Stage.OFFER: "Offer",
    Stage.HELD: "Held",
    Stage.ACCEPTED: "Accepted",
    Stage.DECLINED: "Declined",
    Stage.REJECTED: "Rejected",
    Stage.WITHDRAWN: "Withdrawn",
}
OWNER_WORDS = {
    Owner.ME: "Me",
    Owner.RECOMMENDER: "A recommender",
    Owner.SCHOOL: "My school",
    Owner.CONTACT: "Somebody I know",
}
CAME_FROM_WORDS = {
    CameFrom.LIST: "From the list",
    CameFrom.CONTACT: "Through somebody you know",
    CameFrom.EVENT: "Through somebody you met at an event",
    CameFrom.MENTOR: "Through a mentor",
    CameFrom.ELSEWHERE: "From elsewhere",
}
ASKED_WORDS = {
    Asked.ASKED: "Asked",
    Asked.AGREED: "Agreed",
    Asked.SENT: "Letter sent",
    Asked.THANKED: "Thanked",
    Asked.DECLINED: "Declined",
}


def before_words(line: Line) -> str:
    """Return how long before a deadline a step is due.

    >>> before_words(Line("Ask", months=3)), before_words(Line("Send", days=49))
    ('3 months before', '7 weeks before')
    >>> before_words(Line("Look", months=1, days=10)), before_words(Line("Send"))
    ('1 month and 10 days before', 'on the day')
    """
    weeks, rest = divmod(line.days, 7)
    days = _many(line.days, "day") if rest else _many(weeks, "week")
    told = " and ".join(filter(None, (_many(line.months, "month"), days)))
    return f"{told} before" if told else "on the day"


def moved_words(steps: int) -> str:
    """Say how many steps moved along with their deadline, "" of none.

    >>> moved_words(1), moved_words(5), moved_words(0)
    ('1 step moved along.', '5 steps moved along.', '')
    """
    return f"{_many(steps, 'step')} moved along." if steps else ""


def called_off_words(interviews: int, letters: int) -> str:
    """Say what the end of an application called off, "" where that was nothing.

    >>> called_off_words(1, 0), called_off_words(0, 2)
    ('1 interview ahead is called off.', '2 follow-ups about letters are dropped.')
    """
    off = _many(interviews, "interview"), _many(letters, "follow-up")
    are = ["is" if number == 1 else "are" for number in (interviews, letters)]
    parts = (
        f"{off[0]} ahead {are[0]} called off." if interviews else "",
        f"{off[1]} about letters {are[1]} dropped." if letters else "",
    )
    return " ".join(filter(None, parts))


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
