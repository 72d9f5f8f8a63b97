"""What it costs to carry letters to a mail server, and to find the few that are due among many."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, perf_counter, sleep

from benchmarks import loads
from benchmarks.measures import Row, alone, at_least, at_most, beside, spending
from benchmarks.places import Bench
from netmentor import clock
from netmentor.db.bulk import change, insert
from netmentor.db.connections import connected
from netmentor.db.reading import is_postgres, rows
from netmentor.db.transactions import transaction
from netmentor.mail import claims
from netmentor.mail.assembling import Listed, finished
from netmentor.mail.carrying import deliver_some
from netmentor.mail.letters import write
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import LEASE, MailState
from netmentor.mail.smtp import MailServer
from netmentor.settings import Settings

LETTERS = 6_000
ROUNDS = 3
MANY = 1_000_000
DUE = 100
A_SECOND, A_SECOND_ON_POSTGRES = 1_500.0, 1_000.0
PROCESSOR = 600.0  # µs a letter, the database's included
FINDING = 5.0  # ms
FINISHING = 200.0  # µs
SENDER = "post@netmentor.example"
_GREETING = b"220 sink.example\r\n"
_ANSWERS = {
    b"EHLO": b"250-sink.example\r\n250 PIPELINING\r\n",
    b"MAIL": b"250 fine\r\n",
    b"RCPT": b"250 fine\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
# Half of them were sent yesterday, half are to be tried tomorrow.
_MANY = """
    INSERT INTO outgoing_mail (key, letter, "to", subject, message, is_listed, state, attempts,
        unsure, posted_at, due_at, over_at, lease_token, last_error)
    SELECT 'sample-' || n, 'sample', 'reader-' || n || '@example.org', 'Sample', ?, FALSE,
        CASE n % 2 WHEN 0 THEN 'sent' ELSE 'due' END, 1, 0, {at}, CASE n % 2 WHEN 0 THEN {at}
        ELSE {at} END, CASE n % 2 WHEN 0 THEN {at} END, '', ''
    FROM ({numbers}) AS numbers"""
_NUMBERS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {many})"
_NUMBERS += " SELECT n FROM c"
_NUMBERS_ON_POSTGRES = "SELECT n FROM generate_series(1, {many}) AS n"


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one round: letters a second by the clock, and microseconds of the processor for each."""

    a_second: float
    processor: float


def measure(bench: Bench) -> Iterator[Row]:
    """Measure one worker's one connection to a sink, claims among a million, and assembling."""
    letters, many = (300, 10_000) if bench.smoke else (LETTERS, MANY)
    with bench.place() as place:
        port = _free_port()
        with beside(sink, port):
            done = alone(carry_all, place.settings, port, letters, 1 if bench.smoke else ROUNDS)
        least = A_SECOND_ON_POSTGRES if bench.server else A_SECOND
        fastest = max(one.a_second for one in done)
        title = f"{letters:,} letters out on one kept connection"
        yield at_least(title, fastest, least, "a second", loosely=bench.smoke)
        cheapest = min(one.processor for one in done)
        title = "… for each, the database's processor included"
        yield at_most(title, cheapest, PROCESSOR, "µs", loosely=bench.smoke)
    with bench.place() as place:
        found, claimed = alone(find_few, place.settings, many)
        title = f"{DUE} due among {many:,} letters, found"
        yield at_most(title, found, FINDING, "ms", loosely=bench.smoke)
        yield Row("… and claimed, ten at a time", "–", f"{claimed:.2f} ms", None)
    cost = alone(finish_many, 200 if bench.smoke else 2_000)
    yield at_most("a written letter made into finished bytes", cost, FINISHING, "µs", loosely=False)


def carry_all(found: Settings, port: int, letters: int, rounds: int) -> list[Cost]:
    """Post `letters` and carry them, so many times."""
    _wait_for(port)
    return [asyncio.run(_carry_all(found, port, letters, number)) for number in range(rounds)]


async def _carry_all(found: Settings, port: int, letters: int, number: int) -> Cost:
    server = MailServer(f"smtp://127.0.0.1:{port}", SENDER)
    async with connected(found):
        await _post(letters, f"round-{number}")
        await deliver_some(server, now=clock.now())  # what is done once is done
        servers = await loads.servers()
        before, began, taken = loads.spent(*servers), perf_counter(), 0
        with spending() as spent:
            while done := await deliver_some(server, now=clock.now()):
                if not done.claimed:
                    break
                taken += done.taken
        seconds = perf_counter() - began
        processor = spent.seconds + loads.spent(*servers) - before
        server.close()
        if await OutgoingMail.filter(state=MailState.SENT).count() != letters * (number + 1):
            raise loads.UnlikeTheFirst("not every letter went out")
    return Cost(taken / seconds, processor / taken * 1e6)


async def _post(letters: int, name: str) -> None:
    now = clock.now()
    columns = "key letter to subject message is_listed state posted_at due_at".split()
    columns += "attempts unsure lease_token last_error".split()
    made = []
    for number in range(letters):
        key, to = f"{name}-{number}", f"reader-{number}@example.org"
        values = (key, "sample", to, "Sample", _finished(key, to), False, "due", now, now)
        made.append((*values, 0, 0, "", ""))
    async with transaction():
        await insert(OutgoingMail, columns, made)
    await rows("ANALYZE outgoing_mail")  # the server of the tests does not do so by itself


def _finished(key: str, to: str) -> bytes:
    letter = write("email_changed", base_url="https://netmentor.example", **_FACTS)
    listed = Listed("reminders", "https://netmentor.example/unsubscribe/sample")
    return finished(letter, key=key, to=to, sender=SENDER, now=clock.now(), listed=listed)


_FACTS = {"name": "Sample", "address": "new@example.org", "contact": SENDER}


def finish_many(times: int) -> float:
    """Microseconds of the processor to put one written letter together."""
    letter = write("email_changed", base_url="https://netmentor.example", **_FACTS)
    listed, now = Listed("reminders", "https://netmentor.example/unsubscribe/sample"), clock.now()
    costs = []
    for _ in range(5):
        with spending() as spent:
            for number in range(times):
                finished(
                    letter,
                    key=f"sample-{number}",
                    to="reader@example.org",
                    sender=SENDER,
                    now=now,
                    listed=listed,
                )
        costs.append(spent.seconds / times * 1e6)
    return min(costs)


def find_few(found: Settings, many: int) -> tuple[float, float]:
    """Milliseconds of the processor to find what is due among `many`, and to claim it.

    The database's included; of some rounds the least.
    """
    return asyncio.run(_find_few(found, many))


async def _find_few(found: Settings, many: int) -> tuple[float, float]:
    now = clock.now()
    before, later = now - timedelta(days=1), now + timedelta(days=1)
    async with connected(found):
        numbers = _NUMBERS_ON_POSTGRES if is_postgres() else _NUMBERS
        at = "?::timestamptz" if is_postgres() else "?"
        statement = _MANY.format(numbers=numbers.format(many=many), at=at)
        await change(statement, b"", before, before, later, before)
        costs = [await _cost_of_few(f"due-{number}") for number in range(5)]
        return min(one for one, _ in costs), min(one for _, one in costs)


async def _cost_of_few(name: str) -> tuple[float, float]:
    await _post(DUE, name)
    servers, now = await loads.servers(), clock.now()
    before = loads.spent(*servers)
    with spending() as finding:
        due = await rows(claims.FREE.format(which=claims.ANY, most=DUE, locked=""), now, now)
    between, count = loads.spent(*servers), 0
    with spending() as claiming:
        while found := (await claims.claim(now=now, lease=LEASE)).letters:
            count += len(found)
    if not len(due) == count == DUE:
        raise loads.UnlikeTheFirst(f"{count:,} were due")
    after = loads.spent(*servers)
    return (finding.seconds + between - before) * 1000, (claiming.seconds + after - between) * 1000


def sink(port: int) -> None:
    """Take letters on loopback until this process is ended."""
    asyncio.run(_sink(port))


async def _sink(port: int) -> None:
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(_Visit, "127.0.0.1", port)
    await listening.serve_forever()


class _Visit(asyncio.Protocol):
    """A server's side of SMTP, no more than a benchmark needs."""

    def __init__(self) -> None:
        self._unread = b""
        self._is_letter = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        transport.write(_GREETING)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self._unread += data
        said = []
        while True:
            end = b"\r\n.\r\n" if self._is_letter else b"\r\n"
            head, found, rest = self._unread.partition(end)
            if not found:
                break
            self._unread = rest
            word = head[:4].upper()
            said.append(b"250 taken\r\n" if self._is_letter else _ANSWERS[word])
            self._is_letter = not self._is_letter and word == b"DATA"
        self._transport.write(b"".join(said))  # type: ignore[attr-defined]


def _wait_for(port: int) -> None:
    """The sink starts beside us."""
    last_moment = monotonic() + loads.SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if monotonic() > last_moment:
                raise
            sleep(0.02)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
