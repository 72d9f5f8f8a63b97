"""Calendar programs are called as people call them, whatever they send."""

from __future__ import annotations

import pytest

from netmentor.agenda.clients import LONGEST, client_of

OUTLOOK = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)"
OLD_OUTLOOK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Microsoft Outlook 16.0.4266)"
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 "


@pytest.mark.parametrize(
    ("told", "called"),
    [
        ("iOS/17.5 (21F79) dataaccessd/1.0", "Apple Calendar on iPhone"),
        ("iPadOS/17.5 (21F79) dataaccessd/1.0", "Apple Calendar on iPad"),
        ("macOS/14.5 (23F79) CalendarAgent/988", "Apple Calendar on Mac"),
        ("macOS/14.5 (23F79) dataaccessd/1.0", "Apple Calendar on Mac"),
        ("Mac OS X/10.15.7 (19H2) CalendarAgent/930.5.1", "Apple Calendar on Mac"),
        ("Mac_OS_X/10.9 (13A603) CalendarAgent/174", "Apple Calendar on Mac"),
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Mozilla/5.0 (compatible; Google-Calendar-Importer)", "Google Calendar"),
        ("Microsoft.Exchange/15.20 (Windows NT 10.0; Win64; x64)", "Outlook"),
        (OUTLOOK, "Outlook"),
        (OLD_OUTLOOK, "Outlook"),
        ("Outlook-iOS/2.0", "Outlook"),
        (f"{LINUX} Thunderbird/115.9", "Thunderbird"),
        ("ICSx5/2.2.1 (2024/05/01; ktor) Android/14", "ICSx5"),
        ("Fastmail/1.0 (https://www.fastmail.com)", "Fastmail"),
        ("vdirsyncer/0.19.2", "vdirsyncer"),
        ("curl/8.5.0", "curl"),
        ("python-requests/2.32", "A Python program"),
        ("Evolution/3.52.1 libsoup", "Evolution"),
        (f"{CHROME}Safari/537.36", "Chrome, a browser"),
        (f"{CHROME}Safari/537.36 Edg/126.0", "Edge, a browser"),
        (f"{LINUX} Firefox/128.0", "Firefox, a browser"),
        ("Mozilla/5.0 (compatible; Sample Reader/1.0)", "Sample Reader"),
        ("Sample\x00\r\n Reader\u202e/2", "Sample Reader"),
        ("x" * 70_000, "x" * 40),
        ("<script>alert(1)</script>", "script>alert"),
        ("", "An unnamed program"),
        (" / ", "An unnamed program"),
        ("\ud800\x00", "An unnamed program"),
        ("(", "An unnamed program"),
    ],
)  # fmt: skip
def test_a_program_is_called_as_people_call_it(told: str, called: str) -> None:
    name = client_of(told)
    assert name == called
    assert 0 < len(name) <= LONGEST
    assert name.isprintable()
