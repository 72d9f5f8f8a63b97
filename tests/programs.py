"""Small programs of tests, run in processes of their own, several at once."""

from __future__ import annotations

import asyncio
import json
import sys

from netmentor.settings import Settings


async def at_once(times: int, program: str, made: Settings) -> list[str]:
    """Run `program` so many times at once; return what each printed, in the order of the words.

    The program finds the environment of `made` as JSON in its first argument. One that
    ends with another code than 0 fails the test with what it said.
    """
    environment = {
        "NETMENTOR_DATA": str(made.data),
        "NETMENTOR_DATABASE_URL": made.database_url,
        "NETMENTOR_SECRET_KEY": made.secret_key,
    }
    running = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            program,
            json.dumps(environment),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for _ in range(times)
    ]
    said = await asyncio.gather(*(process.communicate() for process in running))
    assert [process.returncode for process in running] == [0] * times, said
    return sorted(printed.decode().strip() for printed, _ in said)
