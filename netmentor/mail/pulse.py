"""Whether letters go out: what the queue, the worker and its last round show, in one small look."""

from __future__ import annotations

from datetime import timedelta

LONGEST_WAIT = timedelta(minutes=10)  # of a letter past its time
LONGEST_SILENCE = timedelta(minutes=5)  # of a worker, which gives a sign of life each 30 seconds
