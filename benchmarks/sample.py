"""Sample events as one iCalendar file: the same count and seed make the same bytes."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from textwrap import dedent

SEED = 3
FIRST_ON = date(2027, 1, 4)  # every sample event begins in the year from here on
WIDTH = 75  # bytes of a line, RFC 5545 section 3.1

# Zone, hours from UTC in winter, its names in winter and in summer ("" where there is none).
ZONES = (
    ("America/New_York", -5, "EST", "EDT"),
    ("America/Detroit", -5, "EST", "EDT"),
    ("America/Chicago", -6, "CST", "CDT"),
    ("America/Denver", -7, "MST", "MDT"),
    ("America/Phoenix", -7, "MST", ""),
    ("America/Los_Angeles", -8, "PST", "PDT"),
    ("America/Anchorage", -9, "AKST", "AKDT"),
    ("Pacific/Honolulu", -10, "HST", ""),
)

# City, state, zone, north, west.
CITIES = (
    ("Albany", "NY", "America/New_York", 42.65, 73.75),
    ("Raleigh", "NC", "America/New_York", 35.78, 78.64),
    ("Columbus", "OH", "America/New_York", 39.96, 83.0),
    ("Lansing", "MI", "America/Detroit", 42.73, 84.55),
    ("Peoria", "IL", "America/Chicago", 40.69, 89.59),
    ("San Antonio", "TX", "America/Chicago", 29.42, 98.49),
    ("Cañon City", "CO", "America/Denver", 38.44, 105.24),
    ("Tucson", "AZ", "America/Phoenix", 32.22, 110.97),
    ("San José", "CA", "America/Los_Angeles", 37.34, 121.89),
    ("Spokane", "WA", "America/Los_Angeles", 47.66, 117.43),
    ("Juneau", "AK", "America/Anchorage", 58.3, 134.42),
    ("Hilo", "HI", "Pacific/Honolulu", 19.71, 155.08),
)
KINDS = (
    "Annual meeting",
    "Billing clinic",
    "Breakfast for practice managers",
    "Certification study evening",
    "Chapter reception",
    "Forum on staffing",
    "Mentor hour",
    "Open house",
    "Payer contracts workshop",
    "Résumé evening",
    "Webinar on denials",
)
TOPICS = (
    "Billing",
    "Compliance",
    "Finance",
    "Human resources",
    "Leadership",
    "Operations",
    "Quality",
    "Rural practice",
    "Technology",
)
HOSTS = (
    "Asociación de Gerentes Clínicos",
    "Coastal Practice Leaders",
    "High Plains Medical Managers",
    "Île de Santé Forum",
    "Lakeside Health Administrators",
    "Piedmont Office Managers",
)
ROOMS = ("Auditorium", "Café", "Hall", "Library", "Lecture room", "Ward conference room")
SENTENCES = (
    "Bring the question that keeps you up at night; somebody in the room has met it before.",
    "The first half hour is for people who come alone, with name tags and coffee.",
    "José Ibáñez and Chloë Grünwald tell how their practices left paper behind.",
    "Students come free of charge, members at half the price.",
    "Register early: the room holds forty, and the list closes a week before.",
    "Parking is behind the building; ask at the desk for a ticket.",
    "Slides and a recording follow by mail within the week.",
    "Credit is given for the whole event only, so please stay to the end.",
    "We close with small groups: billing, hiring, leases, and what to do first in a new job.",
    "The committee meets afterwards; guests are welcome to listen.",
)


def write(path: Path, count: int, seed: int = SEED, *, host: str = "events.example.org") -> Path:
    """Write `count` sample events to `path`, as seen on `host`; return `path`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines(count, seed, host=host))
    return path


def restamped(given: Path, path: Path) -> Path:
    """Write `given` to `path` with every DTSTAMP another one, as many servers do; return `path`."""
    stamp = b"DTSTAMP:20261124T000000Z"
    with given.open("rb") as file, path.open("wb") as copy:
        copy.writelines(re.sub(rb"^DTSTAMP:[0-9TZ]+", stamp, line) for line in file)
    return path


def lines(count: int, seed: int = SEED, *, host: str = "events.example.org") -> Iterator[str]:
    """The lines of the file, folded, each with its end."""
    chance = random.Random(f"{seed} {host}")  # noqa: S311 - sample data must come again
    yield from _folded(_head())
    for number in range(count):
        yield from _folded(_event(chance, number, host))
    yield "END:VCALENDAR\r\n"


def _head() -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//example.org//Sample events//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield "X-WR-CALNAME:Sample events"
    for zone in ZONES:
        yield from _zone(*zone)


def _zone(name: str, hours: int, winter: str, summer: str) -> Iterator[str]:
    yield from ("BEGIN:VTIMEZONE", f"TZID:{name}")
    if summer:
        yield from dedent(f"""\
            BEGIN:DAYLIGHT
            DTSTART:20070311T020000
            RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
            TZNAME:{summer}
            TZOFFSETFROM:{_offset(hours)}
            TZOFFSETTO:{_offset(hours + 1)}
            END:DAYLIGHT""").splitlines()
    began = "20071104T020000" if summer else "19700101T000000"
    yield from ("BEGIN:STANDARD", f"DTSTART:{began}")
    if summer:
        yield "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"
    yield f"TZNAME:{winter}"
    yield f"TZOFFSETFROM:{_offset(hours + 1 if summer else hours)}"
    yield from (f"TZOFFSETTO:{_offset(hours)}", "END:STANDARD", "END:VTIMEZONE")


def _offset(hours: int) -> str:
    return f"{'-' if hours < 0 else '+'}{abs(hours):02}00"


def _event(chance: random.Random, number: int, host: str) -> Iterator[str]:
    city, state, zone, north, west = chance.choice(CITIES)
    kind, organizer = chance.choice(KINDS), chance.choice(HOSTS)
    begins = datetime.combine(FIRST_ON, datetime.min.time()) + timedelta(
        days=chance.randrange(364), minutes=chance.randrange(7 * 60, 20 * 60, 15)
    )
    ends = begins + timedelta(minutes=chance.choice((45, 60, 90, 120, 240)))
    created = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(80 * 86400))
    topics = chance.sample(TOPICS, chance.randint(1, 3))
    room = f"{chance.choice(ROOMS)} {chance.randint(1, 30)}"
    yield "BEGIN:VEVENT"
    yield f"UID:{chance.getrandbits(96):024x}-{number}@{host}"
    yield f"DTSTAMP:{created:%Y%m%dT%H%M%SZ}"
    yield f"LAST-MODIFIED:{created:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{chance.choice((0, 0, 0, 1, 2))}"
    yield f"DTSTART;TZID={zone}:{begins:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={zone}:{ends:%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{_text(f'{kind}, {city}: {topics[0].lower()} no. {number + 1}')}"
    yield f"DESCRIPTION:{_text(_description(chance))}"
    yield f"LOCATION:{_text(f'{room}, {chance.randint(1, 999)} Main Street, {city}, {state}')}"
    yield f"GEO:{north + chance.uniform(-0.1, 0.1):.4f};{-west + chance.uniform(-0.1, 0.1):.4f}"
    yield f"URL:https://{host}/sample/{number + 1}"
    yield f"CATEGORIES:{','.join(map(_text, topics))}"
    yield f"STATUS:{chance.choices(('CONFIRMED', 'TENTATIVE', 'CANCELLED'), (30, 1, 1))[0]}"
    yield f'ORGANIZER;CN="{organizer}":mailto:office@{host}'
    yield "END:VEVENT"


def _description(chance: random.Random) -> str:
    """150 to 700 characters, some of them in two paragraphs."""
    length = chance.randint(150, 700)
    told = ""
    while len(told) < length:
        told += chance.choice(SENTENCES) + chance.choice((" ", " ", " ", "\n\n"))
    return told[:length].rstrip().ljust(150, ".")


def _text(words: str) -> str:
    """RFC 5545 section 3.3.11."""
    for sign in "\\;,":
        words = words.replace(sign, "\\" + sign)
    return words.replace("\n", "\\n")


def _folded(told: Iterator[str]) -> Iterator[str]:
    for line in told:
        rest = line.encode()
        while len(rest) > WIDTH:
            cut = WIDTH
            while rest[cut] & 0xC0 == 0x80:  # never within a character
                cut -= 1
            yield rest[:cut].decode() + "\r\n"
            rest = b" " + rest[cut:]
        yield rest.decode() + "\r\n"
