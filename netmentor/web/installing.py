"""What makes the service an app of a phone, and lets three of its pages open without a network."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netmentor.web.page import static
from netmentor.web.scripts import bare

SHELL = (  # what the pages that open without a network are made of
    "netmentor.css details.css own.css pocket.css sorting.css icons.svg favicon.svg"
    " look.js netmentor.js own.js pocket.js"
).split()

_ICONS = (("192", "any"), ("512", "any"), ("512", "maskable"))
_MANIFEST = {"Cache-Control": "public, max-age=3600"}  # seconds
_WORKER = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}


async def manifest(request: Request) -> Response:
    """How the app is called and looks on a home screen (W3C Web Application Manifest)."""
    told = {
        "id": "/",
        "name": "NetMentor",
        "short_name": "NetMentor",
        "description": "Whom you met, what you promised, and what comes next.",
        "lang": "en-US",
        "start_url": "/today",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f7f5f0",
        "theme_color": "#0c5a49",
        "icons": [
            {
                "src": static(f"{'maskable' if purpose == 'maskable' else 'icon'}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in _ICONS
        ],
        "shortcuts": [
            {"name": "Met someone?", "url": "/capture"},
            {"name": "My card", "url": "/card"},
        ],
    }
    return JSONResponse(told, headers=_MANIFEST, media_type="application/manifest+json")


async def worker(request: Request) -> Response:
    """The service worker, at the root for it sees no pages above itself."""
    return Response(_worker(), media_type="text/javascript", headers=_WORKER)


@cache
def _worker() -> bytes:
    """Return its script with the shell's addresses before it: another file, another version."""
    files = json.dumps([static(name) for name in SHELL])
    script = bare("sw.js")
    version = hashlib.sha256(f"{files}{script}".encode()).hexdigest()[:12]
    return f'const VERSION = "shell-{version}";\nconst SHELL = {files};\n{script}'.encode()


routes = [
    Route("/manifest.webmanifest", manifest, name="installing:manifest"),
    Route("/sw.js", worker, name="installing:worker"),
]
