"""`netmentor serve` brings the service up in one command, and takes it down whole."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from datetime import datetime

import pytest

from netmentor import __version__
from netmentor.cli.lock import alone
from netmentor.db import signs
from netmentor.db.connections import connected
from netmentor.settings import Settings
from tests.cli.processes import (
    Running,
    alive,
    children,
    environ,
    netmentor,
    running,
    serving,
    until,
)

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def children_like(service: Running, words: str) -> list[int]:
    return [pid for pid, line in children(service.pid).items() if words in line]


def worker_of(service: Running) -> int:
    """The process id of the worker, once there is one."""
    until(lambda: children_like(service, "netmentor work"))
    [found] = children_like(service, "netmentor work")
    return found


def last_sign(settings: Settings) -> datetime | None:
    async def ask() -> datetime | None:
        async with connected(settings):
            landmark = await signs.last("worker")
            return landmark.at if landmark else None

    return asyncio.run(ask())


@on_linux
def test_one_command_migrates_loads_the_catalogue_answers_and_works(
    empty_database: Settings,
) -> None:
    with serving(empty_database) as service:
        status, page = service.get("/events")
        worker = worker_of(service)
        until(lambda: last_sign(empty_database))

        code = service.end()

    assert status == 200
    assert "Expected" in page
    assert code == 0
    assert not alive(worker)
    assert "Traceback" not in service.said()


def test_the_line_at_the_start_tells_the_address_that_follows_the_port(home: Settings) -> None:
    with serving(home, "--no-jobs") as service:
        service.end()

    assert service.said().splitlines()[0] == (
        f"NetMentor {__version__} answers at http://localhost:{service.port}"
        f" (listening on 127.0.0.1:{service.port})."
    )


def test_the_first_start_prints_a_link_that_sets_up_and_the_log_never_repeats_it(
    home: Settings,
) -> None:
    links = []
    for _ in range(2):
        with serving(home, "--no-jobs") as service:
            until(lambda: "Set up the first administrator: " in service.said())
            links.append(service.said().partition("administrator: ")[2].split()[0])
            path = links[-1].removeprefix(f"http://localhost:{service.port}")
            assert "you are the administrator" in service.get(path)[1]
            service.end()
            assert service.said().count("nmi_") == 1
            assert '"GET /sign-up HTTP/1.1" 200' in service.said()

    with serving(home, "--no-jobs") as service:
        former = f"/sign-up?{links[0].partition('?')[2]}"
        assert "you are the administrator" not in service.get(former)[1]
    netmentor(home, "user", "add", "sample@example.org", "--name", "Sample")
    with serving(home, "--no-jobs") as service:
        assert "Set up" not in service.said()


def test_a_base_url_that_is_set_stays_as_it_is(home: Settings) -> None:
    url = "https://netmentor.example"
    with serving(home, "--no-jobs", NETMENTOR_BASE_URL=url) as service:
        assert f"answers at {url} (listening on 127.0.0.1:{service.port})" in service.said()


def test_a_taken_port_is_refused_with_a_sentence(home: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = netmentor(home, "serve", "--port", str(port))

    assert done.returncode == 1
    assert done.stderr == (
        f"netmentor: Port {port} on 127.0.0.1 is in use; choose another one with --port.\n"
    )


def test_a_host_that_is_not_ours_is_refused_with_a_sentence(home: Settings) -> None:
    done = netmentor(home, "serve", "--host", "192.0.2.1", "--port", "0")

    assert done.returncode == 1
    assert done.stderr.startswith("netmentor: Cannot listen on 192.0.2.1")


def test_serve_is_refused_while_a_restore_holds_the_data(home: Settings) -> None:
    with alone(home):
        done = netmentor(home, "serve", "--port", "0")

    assert done.returncode == 1
    assert "A restore is under way" in done.stderr


@on_linux
def test_a_worker_that_dies_is_started_again(home: Settings) -> None:
    with serving(home) as service:
        first = worker_of(service)
        os.kill(first, signal.SIGKILL)
        until(lambda: children_like(service, "netmentor work") not in ([], [first]))

        assert service.get("/healthz")[0] == 200

    assert "The worker ended (-9); again in 1 s." in service.said()


@on_linux
def test_nothing_is_left_when_serve_is_killed_outright(home: Settings) -> None:
    with serving(home, "--workers", "2") as service:
        worker = worker_of(service)
        until(lambda: children_like(service, "run_another"))
        [another] = children_like(service, "run_another")
        until(lambda: last_sign(home))

        service.end(signal.SIGKILL)

        until(lambda: not alive(worker) and not alive(another), patience=10)
    with alone(home):
        pass


@on_linux
def test_several_web_processes_answer_on_one_port_and_end_together(home: Settings) -> None:
    with serving(home, "--workers", "3", "--no-jobs") as service:
        until(lambda: len(children_like(service, "run_another")) == 2)
        others = children_like(service, "run_another")
        os.kill(service.pid, signal.SIGSTOP)  # whoever answers now is another one
        statuses = {service.get("/healthz")[0] for _ in range(5)}
        os.kill(service.pid, signal.SIGCONT)

        code = service.end(signal.SIGINT)

    assert statuses == {200}
    assert code == 0
    assert not [pid for pid in others if alive(pid)]


@on_linux
def test_no_jobs_keeps_no_worker_and_work_is_one(home: Settings) -> None:
    with serving(home, "--no-jobs") as service:
        assert children(service.pid) == {}
        assert last_sign(home) is None

        command = ["-m", "netmentor", "work"]
        with running(command, environ(home), home.data / "work.log") as worker:
            until(lambda: last_sign(home))
            assert worker.end() == 0


def test_a_worker_alone_refuses_tables_that_are_not_there(home: Settings) -> None:
    empty = home.data / "empty.sqlite3"
    done = netmentor(home, "work", NETMENTOR_DATABASE_URL=f"sqlite://{empty}")

    assert done.returncode == 1
    assert "Run `netmentor migrate`" in done.stderr


@pytest.mark.parametrize(
    ("trusted", "client"),
    [("127.0.0.0/8", r"203\.0\.113\.9:0"), ("10.0.0.0/8", r"127\.0\.0\.1:\d+")],
)
def test_only_a_trusted_proxy_says_who_asks(home: Settings, trusted: str, client: str) -> None:
    with serving(home, "--no-jobs", NETMENTOR_TRUSTED_PROXIES=trusted) as service:
        service.get("/healthz", {"X-Forwarded-For": "203.0.113.9"})
        service.end()

    assert re.search(rf' INFO {client} - "GET /healthz', service.said())


def test_no_query_and_no_token_enters_the_log(home: Settings) -> None:
    token = "kJ3x9Lw0aVbQ5nT7yRz2MfHc8EdGpUoSi1t4XvYq"
    with serving(home, "--no-jobs") as service:
        service.get("/events?q=secret-word")
        service.get(f"/feeds/{token}.ics?key={token}")
        service.end()

    assert '"GET /events HTTP/1.1" 200' in service.said()
    assert '"GET /feeds/….ics HTTP/1.1" 404' in service.said()
    assert "secret-word" not in service.said()
    assert token not in service.said()


def test_the_server_does_not_tell_what_it_is(home: Settings) -> None:
    with (
        serving(home, "--no-jobs") as service,
        socket.create_connection(("127.0.0.1", service.port)) as line,
    ):
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(65536), b"")).lower()

    assert answer.startswith(b"http/1.1 200")
    assert b"\r\nserver:" not in answer


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--port", "x"], ["--workers", "0"]])
def test_a_number_out_of_range_is_wrong_usage(home: Settings, arguments: list[str]) -> None:
    done = netmentor(home, "serve", *arguments)

    assert done.returncode == 2
    assert "usage: netmentor serve" in done.stderr


def test_a_broken_database_file_is_refused_with_a_sentence(home: Settings) -> None:
    assert home.sqlite_path
    home.sqlite_path.write_bytes(b"no database " * 1000)

    done = netmentor(home, "serve", "--port", "0")

    assert done.returncode == 1
    assert done.stderr == "netmentor: The database refuses: file is not a database.\n"
