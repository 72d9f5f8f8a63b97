"""What was answered as written is there after `kill -9`, at whatever moment it comes."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import Iterator

import httpx2
import pytest

from netmentor.settings import Settings
from tests.cli.pairs import pairs_in, said_by
from tests.cli.processes import Running, environ, running, until, writing_service

WRITES = 500
AT_ONCE = 4


def moment_of_death(seed: int) -> int:
    """After how many acknowledged writes of 500 the process is killed."""
    return random.Random(seed).randrange(50, 450)


@pytest.mark.parametrize("seed", [1, 2])
async def test_no_acknowledged_write_is_lost_when_the_writer_is_killed(
    database_settings: Settings, seed: int
) -> None:
    log = database_settings.data / "writer.log"
    command = ["-m", "tests.cli.writer", "write", str(WRITES)]
    with running(command, environ(database_settings), log) as writer:
        until(lambda: len(said_by(writer)) >= moment_of_death(seed))
        assert writer.end(signal.SIGKILL) == -signal.SIGKILL

    acknowledged = said_by(writer)
    assert moment_of_death(seed) <= len(acknowledged) < WRITES
    assert acknowledged <= await pairs_in(database_settings)


async def test_no_acknowledged_write_is_lost_when_the_web_process_is_killed(
    database_settings: Settings,
) -> None:
    names = iter([f"post-{number}" for number in range(WRITES)])
    with writing_service(database_settings) as killed:
        acknowledged = await post_until_killed(killed, names, moment_of_death(3))
    assert moment_of_death(3) <= len(acknowledged) < WRITES

    with writing_service(database_settings) as service:
        acknowledged |= await post_until_killed(service, names, 10)

    assert acknowledged <= await pairs_in(database_settings)


async def post_until_killed(service: Running, names: Iterator[str], deaths: int) -> set[str]:
    """Post `names` on four lines at once, kill the service on the way, return what it took."""
    acknowledged: set[str] = set()

    async def post(visitor: httpx2.AsyncClient) -> None:
        for name in names:
            try:
                reply = await visitor.post(f"/writes/{name}")
            except httpx2.TransportError:
                return
            assert reply.status_code == 201, reply.text
            acknowledged.add(name)
            if len(acknowledged) == deaths:
                service.process.kill()

    address = f"http://127.0.0.1:{service.port}"
    async with httpx2.AsyncClient(base_url=address, trust_env=False) as visitor:
        await asyncio.gather(*(post(visitor) for _ in range(AT_ONCE)))
    return acknowledged
