"""What the log says, and what it must never say: no query string, no secret address."""

from __future__ import annotations

import logging
import logging.config
import re
import sys
import time
from contextlib import suppress

from starlette.requests import ClientDisconnect

from netmentor import clock

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_FEEDS = "/feeds/"
_LINKS = re.compile("(/r/|/m/|/unsubscribe/).")
_NUMBERED = re.compile(r"/feeds/[0-9]{1,10}(/|$)")
# A token is one long run of letters and digits; the words of a slug are short, or in lower case.
_TOKEN = re.compile(
    r"(?<=^/c/)[a-z2-7]{16}|[A-Za-z0-9]{32,}|(?=[a-z0-9_-]*[A-Z])[A-Za-z0-9_-]{32,}"
)


def configure() -> None:
    """Have every line of this process go to standard error, with its moment in UTC."""
    # What no line says is not looked up: a line of a request cost more than the answer.
    logging._srcfile = None  # where it was said (Logging HOWTO)
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"plain": {"()": _Plain}},
            "filters": {"defects": {"()": _Defects}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
            },
            "root": {"level": "WARNING", "handlers": ["stderr"]},
            "loggers": {
                "netmentor": {"level": "INFO"},
                "uvicorn": {"level": "WARNING"},
                "uvicorn.error": {"filters": ["defects"]},
            },
        }
    )


def without_secrets(path: str) -> str:
    """Return the path of a request as the log may keep it.

    >>> without_secrets("/events/sample-congress-on-leadership-in-medical-practices-2027")
    '/events/sample-congress-on-leadership-in-medical-practices-2027'
    >>> without_secrets("/feeds/kJ3_x9Lw-0aVbQ5nT7yRz2MfHc8EdGpUoSi1-_t4XvY.ics")
    '/feeds/….ics'
    >>> without_secrets("/feeds/nmf_kj3%20Lw-0.ics/"), without_secrets("/feeds/12/replace")
    ('/feeds/…', '/feeds/12/replace')
    >>> without_secrets("/c/abcdefgh234567ab.vcf")
    '/c/….vcf'
    >>> without_secrets("/r/i-S9iFUr"), without_secrets("/unsubscribe/aE5_FzUE/?a=b")
    ('/r/…', '/unsubscribe/…')
    >>> without_secrets("/events?q=a+private+word")
    '/events'
    """
    told = path.partition("?")[0]
    if told.startswith(_FEEDS) and not _NUMBERED.match(told):  # a slip of the pen is a secret too
        return f"{_FEEDS}…{'.ics' if told.endswith('.ics') else ''}"
    if link := _LINKS.match(told):
        return f"{link[1]}…"
    return _TOKEN.sub("…", told)


class _Plain(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self._second = (0, "")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return self.moment(int(record.created))

    def moment(self, second: int) -> str:
        """Many lines are of the same second, and its text costs as much as the rest of one."""
        if self._second[0] != second:
            self._second = (second, time.strftime(_MOMENT, time.gmtime(second)))
        return self._second[1]


class _Defects(logging.Filter):
    """Leaves out visitors who hung up in the middle: no defect, and no way to fill the disk."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0] if record.exc_info else None
        return not (kind and issubclass(kind, ClientDisconnect))


class Requests(logging.Logger):
    """uvicorn's line of a request: (client, method, path with query, version, status).

    It is put together and written at once: the way through `logging` costs more than many an
    answer does.
    """

    def __init__(self) -> None:
        super().__init__("uvicorn.access")
        self._moment = _Plain()

    def info(self, msg: object, *args: object, **_: object) -> None:
        client, method, path, version, status = args
        moment = self._moment.moment(int(clock.now().timestamp()))
        told = f'{client} - "{method} {without_secrets(str(path))} HTTP/{version}" {status}'
        with suppress(OSError, ValueError):  # nobody listens, and the answer is no worse for it
            sys.stderr.write(f"{moment} INFO {told}\n")
