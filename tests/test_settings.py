"""Every setting is read once, and a wrong one stops the start with a sentence that names it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from netmentor.settings import BadSetting, Settings, load

KEY = "moonlight-" * 4


def settings(tmp_path: Path, **given: str) -> Settings:
    return load({"NETMENTOR_DATA": str(tmp_path)} | {f"NETMENTOR_{k}": v for k, v in given.items()})


def test_nothing_given_is_enough_to_run_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    found = load({})

    assert found == Settings(
        data=tmp_path / "data",
        database_url=f"sqlite://{tmp_path}/data/netmentor.sqlite3",
        base_url="http://localhost:8000",
        secret_key=(tmp_path / "data" / "secret_key").read_text(encoding="ascii"),
        mail_from="netmentor@localhost",
        trusted_proxies=("127.0.0.1", "::1"),
    )
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert found.sqlite_path == tmp_path / "data" / "netmentor.sqlite3"


def test_everything_given_is_taken(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        DATABASE_URL="postgres://ada:pw@db.example:5432/netmentor",
        BASE_URL="https://NetMentor.example/",
        SECRET_KEY=KEY,
        OLD_SECRET_KEYS=f"{KEY}1, {KEY}2,",
        SMTP_URL="smtps://ada:pw@mail.example:465",
        MAIL_FROM="post@netmentor.example",
        TRUSTED_PROXIES="10.0.0.0/24, fd00::1",
        FEED_MEMORY="0.5",
        METRICS_TOKEN=KEY,
        HEARTBEAT_URL="http://10.0.0.7:3001/api/push/aBc?status=up",
    )

    assert found == Settings(
        data=tmp_path,
        database_url="postgres://ada:pw@db.example:5432/netmentor",
        base_url="https://netmentor.example",
        secret_key=KEY,
        old_secret_keys=(f"{KEY}1", f"{KEY}2"),
        smtp_url="smtps://ada:pw@mail.example:465",
        mail_from="post@netmentor.example",
        trusted_proxies=("10.0.0.0/24", "fd00::1"),
        feed_memory=timedelta(seconds=0.5),
        metrics_token=KEY,
        heartbeat_url="http://10.0.0.7:3001/api/push/aBc?status=up",
    )
    assert found.on_postgres
    assert found.sqlite_path is None
    assert not (tmp_path / "secret_key").exists()


def test_no_proxy_is_trusted_when_the_list_is_empty(tmp_path: Path) -> None:
    assert settings(tmp_path, TRUSTED_PROXIES="").trusted_proxies == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://ada@db.example/netmentor"),
        ("DATABASE_URL", "netmentor.sqlite3"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite://folder/file.sqlite3"),
        ("DATABASE_URL", "postgres://ada:pw@db.example"),
        ("DATABASE_URL", "postgres://ada:pw@db.example:port/netmentor"),
        ("DATABASE_URL", "postgres://ada:pw@db.example:99999/netmentor"),
        ("DATABASE_URL", "postgres://[::1/netmentor"),
        ("BASE_URL", "netmentor.example"),
        ("BASE_URL", "ftp://netmentor.example"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://netmentor.example/netmentor"),
        ("BASE_URL", "https://netmentor.example?a=1"),
        ("BASE_URL", "https://netmentor.example#a"),
        ("BASE_URL", "https://ada@netmentor.example"),
        ("BASE_URL", "https://netmentor.example:99999"),
        ("BASE_URL", "https://net mentor.example"),
        ("BASE_URL", "https://netmentor.example\nHost: a"),
        ("SECRET_KEY", "moonlight"),
        ("SECRET_KEY", " " * 40),
        ("OLD_SECRET_KEYS", f"{KEY},moonlight"),
        ("SMTP_URL", "mail.example:25"),
        ("SMTP_URL", "http://mail.example"),
        ("SMTP_URL", "smtp://:25"),
        ("SMTP_URL", "smtp://mail.example:port"),
        ("MAIL_FROM", "post"),
        ("MAIL_FROM", "NetMentor <post@netmentor.example>"),
        ("MAIL_FROM", "post@netmentor.example\nBcc: a@b.example"),
        ("TRUSTED_PROXIES", "localhost"),
        ("TRUSTED_PROXIES", "10.0.0.1/24"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
        ("FEED_MEMORY", "61"),
        ("FEED_MEMORY", "-1"),
        ("FEED_MEMORY", "a second"),
        ("METRICS_TOKEN", "moonlight"),
        ("METRICS_TOKEN", f"{KEY} {KEY}"),
        ("METRICS_TOKEN", f"{KEY}\nX: y"),
        ("METRICS_TOKEN", "ä" * 40),
        ("HEARTBEAT_URL", "watch.example/ping"),
        ("HEARTBEAT_URL", "ftp://watch.example/ping"),
        ("HEARTBEAT_URL", "https:///ping"),
        ("HEARTBEAT_URL", "https://watch.example:99999/ping"),
        ("HEARTBEAT_URL", "https://watch.example:0/ping"),
        ("HEARTBEAT_URL", "https://ada:pw@watch.example/ping"),
        ("HEARTBEAT_URL", "https://watch.example/ping#a"),
        ("HEARTBEAT_URL", "https://watch.example/a ping"),
        ("HEARTBEAT_URL", "https://watch.example/\nHost: a"),
        ("HEARTBEAT_URL", "https://[::1/ping"),
    ],
)
def test_a_wrong_value_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"NETMENTOR_{name}.*\\.$"):
        settings(tmp_path, **{name: value})


def test_a_file_in_place_of_the_data_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with pytest.raises(BadSetting, match=r"NETMENTOR_DATA.*cannot be made"):
        load({"NETMENTOR_DATA": str(tmp_path / "data")})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)

    with pytest.raises(BadSetting, match=r"NETMENTOR_DATA.*cannot be written to"):
        load({"NETMENTOR_DATA": str(tmp_path / "data")})


def test_secrets_do_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        SECRET_KEY=KEY,
        OLD_SECRET_KEYS="starlight-" * 4,
        SMTP_URL="smtp://ada:sunshine@mail.example",
        DATABASE_URL="postgres://ada:daylight@db.example/netmentor",
        METRICS_TOKEN="twilight-" * 4,
        HEARTBEAT_URL="https://watch.example/lamplight",
    )

    shown = repr(found)

    secrets = ("moonlight", "starlight", "sunshine", "daylight", "twilight", "lamplight")
    assert not [word for word in secrets if word in shown]


@pytest.mark.parametrize(
    "given",
    [
        {"NETMENTOR_SECRET_KEY": "moonlight"},
        {"NETMENTOR_OLD_SECRET_KEYS": "moonlight"},
        {"NETMENTOR_SMTP_URL": "smpt://ada:moonlight@mail.example"},
        {"NETMENTOR_DATABASE_URL": "mysql://ada:moonlight@db.example/netmentor"},
        {"NETMENTOR_DATABASE_URL": "postgres://ada:moonlight@db.example:port/netmentor"},
        {"NETMENTOR_METRICS_TOKEN": "moonlight"},
        {"NETMENTOR_HEARTBEAT_URL": "htps://watch.example/moonlight"},
    ],
)
def test_a_refusal_does_not_repeat_a_secret(tmp_path: Path, given: Mapping[str, str]) -> None:
    with pytest.raises(BadSetting) as refused:
        load({"NETMENTOR_DATA": str(tmp_path), **given})

    assert "moonlight" not in refused.value.message


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    made = settings(tmp_path).secret_key

    assert len(made) >= 64
    assert settings(tmp_path).secret_key == made
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_torn_key_file_is_refused_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("0f3a")

    with pytest.raises(BadSetting, match=r"secret_key: use at least 32"):
        settings(tmp_path)


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    homes = [str(tmp_path / f"home{number}") for number in range(300)]
    program = (
        "import sys; from netmentor.settings import load; sys.stdin.read()\n"
        "for home in sys.argv[1:]: print(load({'NETMENTOR_DATA': home}).secret_key)"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, *homes],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    for process in processes:
        assert process.stdin
        process.stdin.close()
        process.stdin = None

    found = [process.communicate(timeout=60)[0].split() for process in processes]

    kept = [Path(home, "secret_key").read_text(encoding="ascii") for home in homes]
    assert found == [kept] * len(processes)
