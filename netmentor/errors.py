"""What can go wrong, in words a person can act on.

Four kinds cover every refusal the rooms make. A room adds its own by
subclassing a kind, never by inventing a fifth; `netmentor.web.errors` is the
one place that knows which HTTP status each kind becomes.
"""


class NetMentorError(Exception):
    """A refusal with a sentence for the person who asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(NetMentorError):
    """There is no such thing, or not for this person."""


class Invalid(NetMentorError):
    """What was asked for does not make sense as written."""


class Conflict(NetMentorError):
    """It made sense, but the world has moved on.

    `see` is the path of what stands in its way, "" where that has no page.
    """

    def __init__(self, message: str, *, see: str = "") -> None:
        super().__init__(message)
        self.see = see


class Denied(NetMentorError):
    """It makes sense, and this person may not do it."""
