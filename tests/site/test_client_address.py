"""Whose request it is: believed only from those whom the settings trust."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from hierniet.client_address import client_address
from hierniet.staff import StaffAdapter

PROXIES = ["10.0.0.0/8", "2001:db8:ffff::/48", "192.0.2.1"]


def address(remote: str, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


@pytest.fixture
def _behind_proxies(settings):
    settings.TRUSTED_PROXIES = [*PROXIES, "unix"]
    settings.TRUSTED_PROXY_NETWORKS = [ip_network(proxy) for proxy in PROXIES]


@pytest.mark.parametrize("forwarded", [None, "", "203.0.113.9", "10.0.0.1, 203.0.113.9", "<script>"])
def test_without_a_proxy_nobody_can_say_they_are_somebody_else(forwarded, settings):
    settings.TRUSTED_PROXIES, settings.TRUSTED_PROXY_NETWORKS = [], []

    assert address("198.51.100.7", forwarded) == "198.51.100.7"
    assert address("", forwarded) == "unknown"


@pytest.mark.usefixtures("_behind_proxies")
@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("192.0.2.1", "203.0.113.9", "203.0.113.9"),
        ("192.0.2.2", "203.0.113.9", "192.0.2.2"),
        ("10.1.2.3", "203.0.113.9, 10.9.9.9", "203.0.113.9"),
        ("10.1.2.3", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", "1.1.1.1, 203.0.113.9, 10.9.9.9, 10.8.8.8", "203.0.113.9"),
        ("10.1.2.3", " 203.0.113.9 ,, ", "203.0.113.9"),
        ("10.1.2.3", "10.9.9.9", "unknown"),
        ("10.1.2.3", None, "unknown"),
        ("10.1.2.3", "203.0.113.9, onzin", "unknown"),
        ("10.1.2.3", "onzin, 203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", "203.0.113.9:4711", "203.0.113.9"),
        ("10.1.2.3", "[2001:db8::9]:4711", "2001:db8::9"),
        ("10.1.2.3", "[2001:db8::9]", "2001:db8::9"),
        ("10.1.2.3", "1.2.3.4:5:6", "unknown"),
        ("10.1.2.3", "999.1.1.1", "unknown"),
        ("10.1.2.3", "2001:DB8:0:0::9", "2001:db8::9"),
        ("2001:db8:ffff::1", "2001:db8::9", "2001:db8::9"),
        ("2001:db8:fffe::1", "2001:db8::9", "2001:db8:fffe::1"),
        ("::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("::ffff:198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("10.1.2.3", "::ffff:203.0.113.9", "203.0.113.9"),
        ("", "203.0.113.9", "203.0.113.9"),
        ("", "1.1.1.1, 203.0.113.9, 10.9.9.9", "203.0.113.9"),
        ("", None, "unknown"),
        ("onzin", "203.0.113.9", "unknown"),
        ("10.1.2.3", "203.0.113.9\x00", "unknown"),
        ("10.1.2.3", ("1.1.1.1, " * 2000) + "203.0.113.9", "203.0.113.9"),
    ],
)
def test_last_address_that_no_proxy_of_ours_has(remote, forwarded, expected):
    assert address(remote, forwarded) == expected


@pytest.mark.usefixtures("_behind_proxies")
def test_unix_socket_is_believed_only_when_the_settings_say_so(settings):
    settings.TRUSTED_PROXIES = PROXIES

    assert address("", "203.0.113.9") == "unknown"


@pytest.mark.parametrize(("remote", "kept"), [("198.51.100.7", "198.51.100.7"), ("", "::"), ("onzin", "::")])
def test_log_in_keeps_an_address_even_when_there_is_none(remote, kept):
    request = RequestFactory().get("/", REMOTE_ADDR=remote)

    assert StaffAdapter(request).get_client_ip(request) == kept
