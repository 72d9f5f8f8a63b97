"""What a letter of reminders costs when it is posted: text, HTML, links and headers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import process_time

from benchmarks.measures import Row, alone, at_most
from benchmarks.places import Bench
from netmentor.accounts.models import User
from netmentor.mail.assembling import Listed, finished
from netmentor.reminders.composing import letter_of
from netmentor.reminders.links import Signer
from tests.factories import NOON
from tests.reminders.samples import SAMPLES, SETTINGS

_ROUNDS, _LETTERS = 7, 200
_MOST = 700.0  # microseconds


def measure(bench: Bench) -> Iterator[Row]:
    for name, of in (("week", "8 lines"), ("morning", "4 lines")):
        cost = alone(_rendered, name) * 1e6
        title = f"rendering a letter when it is posted (text, HTML, headers): {of}"
        yield at_most(title, cost, _MOST, "µs", loosely=bench.smoke)


def _rendered(name: str) -> float:
    """Seconds of the processor that one letter takes, in the best of several rounds."""
    notice, reader = SAMPLES[name], User(id=1, email="a@example.org", created_at=NOON)
    sender = SETTINGS.mail_from

    def post() -> None:
        signer = Signer(SETTINGS, reader, NOON)
        letter = letter_of(SETTINGS, notice, signer)
        listed = Listed("reminders", signer.unsubscribe())
        finished(letter, key=notice.key, to=notice.to, sender=sender, now=NOON, listed=listed)

    post()  # the templates are compiled once a process
    return min(_spent(post) for _ in range(_ROUNDS))


def _spent(post: Callable[[], None]) -> float:
    began = process_time()
    for _ in range(_LETTERS):
        post()
    return (process_time() - began) / _LETTERS
