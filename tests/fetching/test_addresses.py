"""Numbers that lead inside are refused in every spelling, and so is what is no address."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netmentor.fetching.addresses import LONGEST, is_public, normalized, why_not_fetchable

INSIDE = """
    127.0.0.1 127.255.255.254 0.0.0.0 10.1.1.1 100.64.0.1 168.63.129.16 169.254.169.254
    172.16.0.1 172.31.0.1 192.0.0.8 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1
    192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255
    240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:a9fe:a9fe 64:ff9b::7f00:1
    64:ff9b:1::7f00:1 100::1 2001:0:4136:e378:8000:63bf:80ff:fffe 2001:20::1 2001:db8::1
    2002:7f00:1:: 2620:4f:8000::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0
    fe80::1%25eth0 fec0::1 ff02::1 ff0e::1 ::ffff:127.0.0.1%lo 2606:4700::1111%eth0
""".split()
OUTSIDE = """
    93.184.216.34 8.8.8.8 1.1.1.1 100.63.255.255 100.128.0.1 168.63.129.17 172.15.255.255
    172.32.0.1 192.0.1.1 198.17.255.255 198.20.0.1 223.255.255.255
    2606:4700::1111 2a00:1450:4001::1 2001:200::1 2003::1 ::ffff:8.8.8.8
""".split()
NO_NUMBERS = """
    localhost example.org 2130706433 0177.0.0.1 0x7f.0.0.1 127.1 1.2.3 1.2.3.4.5 256.1.1.1
    [::1] ::1/128 8.8.8.8/32 8.8.8.8:80 8.8.8.8%eth0 1.2.3.٤ ::g % %eth0
""".split()
RUBBISH = ["", " 8.8.8.8", "8.8.8.8\n", "8.8.8.8\x00", "\ud800"]

NETWORKS_4 = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12
    192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16
    192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
""".split()
NETWORKS_6 = """
    ::/96 ::ffff:127.0.0.0/104 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23
    2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 4000::/2 5f00::/16 8000::/1 fc00::/7
    fe80::/10 fec0::/10 ff00::/8
""".split()


def number_in(network: IPv4Network | IPv6Network) -> st.SearchStrategy[int]:
    return st.integers(int(network.network_address), int(network.broadcast_address))


inside_4 = st.sampled_from(NETWORKS_4).map(IPv4Network).flatmap(number_in).map(IPv4Address)
inside_6 = st.sampled_from(NETWORKS_6).map(IPv6Network).flatmap(number_in).map(IPv6Address)


@pytest.mark.parametrize("address", INSIDE)
def test_a_number_that_leads_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_number_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NO_NUMBERS + RUBBISH)
def test_what_is_no_number_is_not_public(address: str) -> None:
    assert not is_public(address)


@given(inside_4)
def test_no_number_of_a_closed_network_is_public_in_any_spelling(inside: IPv4Address) -> None:
    spellings = {
        "plain": str(inside),
        "mapped": f"::ffff:{inside}",
        "mapped in hexadecimal": str(IPv6Address((0xFFFF << 32) | int(inside))),
        "compatible": f"::{inside}",
        "NAT64": f"64:ff9b::{inside}",
        "local NAT64": f"64:ff9b:1::{inside}",
        "6to4": str(IPv6Address((0x2002 << 112) | (int(inside) << 80))),
        "Teredo": str(IPv6Address((0x20010000 << 96) | (int(inside) ^ 0xFFFFFFFF))),
    }

    assert [name for name, address in spellings.items() if is_public(address)] == []


@given(inside_6)
def test_no_number_of_a_closed_network_of_ipv6_is_public(inside: IPv6Address) -> None:
    assert not is_public(str(inside))
    assert not is_public(inside.exploded)


@given(st.text())
def test_any_text_is_judged_without_an_error(address: str) -> None:
    assert is_public(address) in (True, False)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "http://example.org:80/events.ics?team=a&b=%20#next",
        "https://example.org:443/events.ics",
        "https://93.184.216.34/",
        "https://[2606:4700::1111]/",
        "https://events_2.example.org/",
        "http://127.0.0.1/",  # the number itself is judged when it is about to be connected to
    ],
)
def test_an_address_of_a_page_is_fetchable(url: str) -> None:
    assert why_not_fetchable(url) is None


SCHEMES = "Only addresses that begin with https:// or http:// are read."
PORTS = "Only the ports 80 and 443 are read from."
CREDENTIALS = "The address holds a user name or a password; addresses with either are not read."
NUMBER = "Write the name of the host, not its number in another form."
NO_SUCH_HOST = "The address names a host that cannot exist."
LETTERS = "The address holds a space or a character that no address holds."


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", SCHEMES),
        ("example.org/events.ics", SCHEMES),
        ("//example.org/", SCHEMES),
        ("file:///etc/passwd", SCHEMES),
        ("gopher://127.0.0.1:6379/_x", SCHEMES),
        ("ftp://example.org/", SCHEMES),
        ("javascript:alert(1)", SCHEMES),
        ("data:text/calendar,x", SCHEMES),
        ("http://", "The address names no host."),
        ("http:///etc/passwd", "The address names no host."),
        ("http:example.org", "The address names no host."),
        ("http://example.org:22/", PORTS),
        ("http://example.org:8080/", PORTS),
        ("http://example.org:0/", PORTS),
        ("http://example.org:99999/", "That is no address of a page."),
        ("http://example.org:x/", "That is no address of a page."),
        ("http://[::1/", "That is no address of a page."),
        ("http://ada:secret@example.org/", CREDENTIALS),
        ("http://ada@example.org/", CREDENTIALS),
        ("http://@example.org/", CREDENTIALS),
        ("http://example.org\\@127.0.0.1/", CREDENTIALS),
        ("http://127.0.0.1\\.example.org/", NO_SUCH_HOST),
        ("http://2130706433/", NUMBER),
        ("http://017700000001/", NUMBER),
        ("http://0x7f000001/", NUMBER),
        ("http://0X7F000001/", NUMBER),
        ("http://0x7f.1/", NUMBER),
        ("http://0177.0.0.1/", NUMBER),
        ("http://127.1/", NUMBER),
        ("http://127.0.0.010/", NUMBER),
        ("http://1.2.3.4.5/", NUMBER),
        ("http://256.1.1.1/", NUMBER),
        ("http://example.0x/", NUMBER),
        ("http://[::1%25eth0]/", NO_SUCH_HOST),
        ("http://[v1.x]/", NO_SUCH_HOST),
        ("http://ex%61mple.org/", NO_SUCH_HOST),
        ("http://a..example.org/", NO_SUCH_HOST),
        (f"http://{'a' * 64}.example.org/", NO_SUCH_HOST),
        ("http://bücher.example/", NO_SUCH_HOST),  # until it is normalized
        ("http://exam ple.org/", LETTERS),
        ("http://example.org/a b", LETTERS),
        ("http://example.org/\r\nHost: inside", LETTERS),
        ("http://example.org/\x00", LETTERS),
        ("http://example.org/\u00a0", LETTERS),
        ("http://example.org/\u2028", LETTERS),
        ("http://example.org/\ud800", LETTERS),
        ("https://example.org/" + "a" * LONGEST, "The address is longer than 2000 characters."),
    ],
)
def test_what_is_not_fetched_is_refused_with_its_reason(url: str, reason: str) -> None:
    assert why_not_fetchable(url) == reason


def test_any_port_may_be_allowed() -> None:
    assert why_not_fetchable("http://example.org:8080/", None) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("webcal://example.org/a.ics", "https://example.org/a.ics"),
        ("WebCals://example.org/a.ics", "https://example.org/a.ics"),
        ("  https://Example.ORG \n", "https://example.org/"),
        ("HTTP://EXAMPLE.org:80/A?B#c", "http://example.org/A?B"),
        ("https://example.org:443/", "https://example.org/"),
        ("https://example.org:80/", "https://example.org:80/"),
        ("http://example.org:0/", "http://example.org:0/"),
        ("https://example.org.", "https://example.org/"),
        (
            "https://bücher.example/ä ö?q=ü",
            "https://xn--bcher-kva.example/%C3%A4%20%C3%B6?q=%C3%BC",
        ),
        ("https://example.org/%C3%A4%2F", "https://example.org/%C3%A4%2F"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://①②⑦.0.0.1/", "http://127.0.0.1/"),
        ("https://[2606:4700::1111]:443/x", "https://[2606:4700::1111]/x"),
        ("http://ada:secret@example.org/", "http://ada:secret@example.org/"),
        ("https://exa\nmple.org/", "https://exa\nmple.org/"),
        ("not an address", "not an address"),
        ("HTTPS://example.org/" + "a" * LONGEST, "HTTPS://example.org/" + "a" * LONGEST),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("https://[::1", "https://[::1"),
        ("https://a..example/\ud800", "https://a..example/\ud800"),
    ],
)
def test_addresses_are_written_in_one_form(url: str, expected: str) -> None:
    assert normalized(url) == expected


@given(st.text(max_size=60) | st.text("htps:/.[]%@?#:0x7fwebcal\\ \nä。", max_size=40))
@example("http://[::1%25eth0]/ä")
@example("http://evil.example／.example.org/")
@example("http://" + "ä" * 1990)
def test_what_may_be_fetched_is_printable_ascii_and_stays_as_it_is(tail: str) -> None:
    for url in (tail, f"http://{tail}", f"https://example.org/{tail}", f"webcal://a.{tail}/"):
        address = normalized(url)
        if why_not_fetchable(address) is None:
            assert address.isascii()
            assert address.isprintable()
            assert normalized(address) == address
