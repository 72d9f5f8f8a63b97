"""A cache that many share stands in front: it keeps what is public, and nothing of a user's."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from gates.calendars.subscribing import act
from gates.services import OWN_ADDRESSES_ONLY, free_port, serving_copy, wait_until_ready

_SETTINGS = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache keys_zone=shared:1m;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass {base}; proxy_cache shared; proxy_cache_revalidate on;
            add_header X-Cache $upstream_cache_status always;
        }}
    }}
}}
"""


@dataclass(frozen=True)
class Cached:
    """A service with a shared cache in front of it, and the secrets of a user's feeds."""

    base: str
    data: Path
    folder: Path
    tokens: dict[str, str]

    def ask(self, path: str, **headers: str) -> tuple[int, Message]:
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.base + path, headers=asked)
        try:
            with OWN_ADDRESSES_ONLY.open(request, timeout=10) as reply:
                reply.read()
                return reply.status, reply.headers
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.headers

    def kept(self) -> bytes:
        return b"".join(one.read_bytes() for one in self.folder.rglob("*") if one.is_file())


@contextmanager
def nginx(folder: Path, base: str) -> Iterator[str]:
    """Run nginx in front of `base`; it is ended by its own number."""
    port = free_port()
    (folder / "nginx.conf").write_text(_SETTINGS.format(folder=folder, port=port, base=base))
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    log = folder / "nginx.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", "stderr"],
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_ready(process, f"http://127.0.0.1:{port}", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def cached(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cached]:
    folder = tmp_path_factory.mktemp("cached")
    with serving_copy(stocked, folder) as base:
        tokens = json.loads(act("owner", "first", folder / "data"))
        front = tmp_path_factory.mktemp("nginx")
        with nginx(front, base) as address:
            yield Cached(address, folder / "data", front / "cache", tokens)


def test_a_public_feed_is_kept(cached: Cached) -> None:
    first = cached.ask("/events.ics?from=2026-12-01")
    again = cached.ask("/events.ics?from=2026-12-01")

    assert [status for status, _ in (first, again)] == [200, 200]
    assert again[1]["X-Cache"] == "HIT"
    assert b"Sample that stays" in cached.kept()


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("kind", ["full", "titles", "busy", "todo"])
def test_a_private_feed_is_never_kept(cached: Cached, kind: str, coding: str) -> None:
    path = f"/feeds/{cached.tokens[kind]}.ics"
    asked = [cached.ask(path, Accept_Encoding=coding) for _ in range(3)]

    assert [(status, one["X-Cache"]) for status, one in asked] == [(200, "MISS")] * 3
    assert cached.tokens[kind].encode() not in cached.kept()
    assert b"fjords" not in cached.kept()


def test_a_revoked_address_is_refused_through_the_cache(cached: Cached) -> None:
    path = f"/feeds/{cached.tokens['full']}.ics"
    assert cached.ask(path)[0] == 200

    act("owner", "third", cached.data)

    assert cached.ask(path)[0] == 404
