"""A link that fails as told: it loses answers, refuses what is sent, or is not there at all."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

OF_ONE_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class Link:
    """What the way to the service is like just now, and the ids that were sent along it."""

    base: str
    is_up: bool = True
    loses_every_second_answer: bool = False
    refuses_people: bool = False
    sent: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def linked(service: str) -> Iterator[Link]:
    """Yield a link to `service`, at an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            with suppress(ConnectionError):  # the browser may be gone by then
                _forward(self, link, service)

        do_GET = do_POST = do_HEAD = forward  # noqa: N815 - as http.server calls them

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    link = Link(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield link
    finally:
        server.shutdown()
        server.server_close()


def _forward(asked: BaseHTTPRequestHandler, link: Link, service: str) -> None:
    asked.close_connection = True
    body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
    if not link.is_up:
        return
    is_person = asked.command == "POST" and asked.path == "/contacts"
    if is_person and link.refuses_people:
        asked.send_response(503)
        asked.send_header("Content-Length", "0")
        asked.end_headers()
        return
    place = urlsplit(service)
    onward = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    headers = {name: value for name, value in asked.headers.items() if name.lower() != "connection"}
    onward.request(asked.command, asked.path, body or None, headers)
    answer = onward.getresponse()
    told = answer.read()
    onward.close()
    if is_person:
        with link.lock:
            link.sent.append(json.loads(body)["id"] if body.startswith(b"{") else "")
            is_lost = link.loses_every_second_answer and len(link.sent) % 2 == 0
        if is_lost:
            return
    asked.send_response(answer.status)
    for name, value in answer.getheaders():
        if name.lower() not in OF_ONE_HOP:
            asked.send_header(name, value)
    asked.send_header("Content-Length", str(len(told)))
    asked.send_header("Connection", "close")
    asked.end_headers()
    if asked.command != "HEAD":
        asked.wfile.write(told)
