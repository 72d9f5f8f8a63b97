"""Everything an operator can turn, read once from the environment."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from netmentor.errors import Invalid

LONGEST_MEMORY = 60  # seconds
SHORTEST_SECRET = 32  # characters; 16 random bytes in hexadecimal


class BadSetting(Invalid):
    """A setting that cannot be used; the sentence names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One frozen value, read by `load` and handed down from the roof."""

    data: Path
    database_url: str = field(repr=False)  # holds a password on PostgreSQL
    base_url: str
    secret_key: str = field(repr=False)
    old_secret_keys: tuple[str, ...] = field(default=(), repr=False)
    smtp_url: str = field(default="", repr=False)  # empty: letters stay in a local mailbox
    mail_from: str
    trusted_proxies: tuple[str, ...]
    feed_memory: timedelta = timedelta(seconds=1)
    signup: str = "open"  # or "invite": by a link of the operator's; or "closed": by command
    metrics_token: str = field(default="", repr=False)  # empty: /metrics is for this machine
    heartbeat_url: str = field(default="", repr=False)  # its path is what lets somebody ping it

    @property
    def on_postgres(self) -> bool:
        return not self.database_url.startswith("sqlite:")

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None on PostgreSQL."""
        return None if self.on_postgres else Path(self.database_url.removeprefix("sqlite://"))


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the NETMENTOR_* variables; raise BadSetting at the start, never in a request.

    The data folder is made if it is missing, and so is the secret key inside it.
    """
    data = _data_folder(environ.get("NETMENTOR_DATA") or "./data")
    return Settings(
        data=data,
        database_url=_database_url(environ.get("NETMENTOR_DATABASE_URL"), data),
        base_url=_base_url(environ.get("NETMENTOR_BASE_URL") or "http://localhost:8000"),
        secret_key=_secret_key(environ.get("NETMENTOR_SECRET_KEY"), data),
        old_secret_keys=_old_keys(environ.get("NETMENTOR_OLD_SECRET_KEYS") or ""),
        smtp_url=_smtp_url(environ.get("NETMENTOR_SMTP_URL") or ""),
        mail_from=_mail_from(environ.get("NETMENTOR_MAIL_FROM") or "netmentor@localhost"),
        trusted_proxies=_proxies(environ.get("NETMENTOR_TRUSTED_PROXIES")),
        feed_memory=_feed_memory(environ.get("NETMENTOR_FEED_MEMORY") or "1"),
        signup=_signup(environ.get("NETMENTOR_SIGNUP") or "open"),
        metrics_token=_metrics_token(environ.get("NETMENTOR_METRICS_TOKEN") or ""),
        heartbeat_url=_heartbeat_url(environ.get("NETMENTOR_HEARTBEAT_URL") or ""),
    )


def is_local(base_url: str) -> bool:
    """True where no other computer can read what stands at `base_url`.

    >>> is_local("http://localhost:8000"), is_local("http://[::1]"), is_local("https://a.example")
    (True, True, False)
    """
    host = urlsplit(base_url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.") or host.endswith(".localhost")


def make_key(kept: Path) -> None:
    """Write a new key: of several processes at once, one makes it, and none sees half of it."""
    handle, draft = tempfile.mkstemp(prefix=f"{kept.name}.", dir=kept.parent)  # mode 600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(handle)
        # A link, unlike a rename, never replaces the key that another process has made.
        with suppress(FileExistsError):
            os.link(draft, kept)
    finally:
        Path(draft).unlink()


def _data_folder(value: str) -> Path:
    folder = Path(value).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as exc:
        raise BadSetting(f"NETMENTOR_DATA: the folder {folder} cannot be made: {exc}.") from exc
    if not os.access(folder, os.W_OK):
        raise BadSetting(f"NETMENTOR_DATA: the folder {folder} cannot be written to.")
    return folder


def _database_url(value: str | None, data: Path) -> str:
    if not value:
        return f"sqlite://{data / 'netmentor.sqlite3'}"
    try:
        parts = urlsplit(value)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        port_fits = False
    if not port_fits:
        raise BadSetting("NETMENTOR_DATABASE_URL: the address cannot be read; check its port.")
    if re.fullmatch(r"sqlite://(/[^/?#]+)+", value):
        return value
    if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
        return value
    raise BadSetting(
        "NETMENTOR_DATABASE_URL: use postgres://user:password@host:5432/database"
        " or sqlite:///folder/file.sqlite3."
    )


def _base_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        rest = parts.path.strip("/") or parts.query or parts.fragment or parts.username
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        usable = named and not rest and not re.search(r"\s", value)
    except ValueError:
        usable = False
    if not usable:
        raise BadSetting(
            "NETMENTOR_BASE_URL: use the address people open,"
            " such as https://netmentor.example, without a path."
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _secret_key(value: str | None, data: Path) -> str:
    if value:
        return _long_enough(value.strip(), "NETMENTOR_SECRET_KEY")
    kept = data / "secret_key"
    if not kept.exists():
        make_key(kept)
    return _long_enough(kept.read_text(encoding="ascii").strip(), f"the key in {kept}")


def _long_enough(key: str, where: str) -> str:
    if len(key) < SHORTEST_SECRET:
        raise BadSetting(f"{where}: use at least {SHORTEST_SECRET} random characters.")
    return key


def _old_keys(value: str) -> tuple[str, ...]:
    keys = [key.strip() for key in value.split(",") if key.strip()]
    return tuple(_long_enough(key, "NETMENTOR_OLD_SECRET_KEYS") for key in keys)


def _smtp_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = not value or (parts.scheme in ("smtp", "smtps") and bool(parts.hostname))
        usable = usable and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise BadSetting("NETMENTOR_SMTP_URL: use smtp://user:password@host:587 or smtps://…:465.")
    return value


def _mail_from(value: str) -> str:
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value):
        raise BadSetting("NETMENTOR_MAIL_FROM: use one plain address, such as post@example.org.")
    return value


def _proxies(value: str | None) -> tuple[str, ...]:
    if value is None:
        return ("127.0.0.1", "::1")
    proxies = tuple(part.strip() for part in value.split(",") if part.strip())
    for proxy in proxies:
        try:
            ip_network(proxy)
        except ValueError as exc:
            raise BadSetting(
                f"NETMENTOR_TRUSTED_PROXIES: {proxy!r} is no address or network;"
                " use something like 127.0.0.1 or 10.0.0.0/24, separated by commas."
            ) from exc
    return proxies


def _feed_memory(value: str) -> timedelta:
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", value) or float(value) > LONGEST_MEMORY:
        raise BadSetting(
            f"NETMENTOR_FEED_MEMORY: use seconds from 0 to {LONGEST_MEMORY}, such as 1 or 0.5."
        )
    return timedelta(seconds=float(value))


def _signup(value: str) -> str:
    if value not in ("open", "invite", "closed"):
        raise BadSetting("NETMENTOR_SIGNUP: use open, invite or closed.")
    return value


def _metrics_token(value: str) -> str:
    """What an Authorization header holds as it is (RFC 6750 section 2.1)."""
    if value and not re.fullmatch(r"[A-Za-z0-9._~+/-]+=*", value):
        raise BadSetting(
            "NETMENTOR_METRICS_TOKEN: use letters, digits and - . _ ~ + / alone,"
            " such as `openssl rand -hex 32` makes."
        )
    return value and _long_enough(value, "NETMENTOR_METRICS_TOKEN")


def _heartbeat_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        usable = named and "@" not in parts.netloc and not parts.fragment
        usable = usable and re.fullmatch(r"[!-~]+", value) is not None
    except ValueError:
        usable = False
    if value and not usable:
        raise BadSetting(
            "NETMENTOR_HEARTBEAT_URL: use an address that takes a ping,"
            " such as https://watch.example/ping/abc, without user or password."
        )
    return value
