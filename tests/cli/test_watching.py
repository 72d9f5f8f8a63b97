"""What those who watch the service get of the program as operators run it."""

from __future__ import annotations

import asyncio

from netmentor.settings import Settings
from tests.cli.processes import environ, running, serving
from tests.fetching import servers
from tests.fetching.servers import answering

PATIENCE = 30.0  # seconds
TOKEN = "moonlight-" * 4


def test_the_numbers_are_for_this_machine_or_for_a_token(home: Settings) -> None:
    through_a_proxy = {"X-Forwarded-For": "203.0.113.9"}
    with serving(home, "--no-jobs", NETMENTOR_METRICS_TOKEN=TOKEN) as service:
        status, text = service.get("/metrics")
        assert status == 200
        assert text.startswith("# HELP netmentor_")
        assert service.get("/metrics", through_a_proxy)[0] == 404
        # Whoever claims to be this machine comes through a proxy, too.
        assert service.get("/metrics", {"X-Forwarded-For": "127.0.0.1"})[0] == 404
        known = {"Authorization": f"Bearer {TOKEN}"}
        assert service.get("/metrics", through_a_proxy | known) == (200, text)
        said = service.said()

    assert "moonlight" not in said


async def test_the_worker_pings_as_soon_as_it_runs(home: Settings) -> None:
    async with servers.serving(answering()) as watch:
        address = f"http://127.0.0.1:{watch.port}/ping/moonlight"
        env = environ(home, NETMENTOR_HEARTBEAT_URL=address)
        with running(["-m", "netmentor", "work"], env, home.data / "work.log") as worker:
            await asyncio.wait_for(watch.came.wait(), PATIENCE)
            said = worker.said()

    assert watch.asked[0].target == "/ping/moonlight"
    assert "moonlight" not in said
