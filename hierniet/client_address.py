"""Whose request this is, believing X-Forwarded-For only from proxies that the settings name."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
# Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>[0-9.]+):\d+")


def client_address(request: HttpRequest) -> str:
    """The visitor's address as text, or `unknown`.

    Read from the right: each trusted proxy adds the address it saw, so the first one from the right that is not a
    trusted proxy is the last that cannot be forged.
    """
    remote = request.META.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    for hop in [remote, *reversed(hops)]:
        if not _is_trusted_proxy(hop):
            return _readable(hop)
    return UNKNOWN


def _is_trusted_proxy(hop: str) -> bool:
    if hop == "":
        return "unix" in settings.TRUSTED_PROXIES
    address = _parse(hop)
    return address is not None and any(address in network for network in settings.TRUSTED_PROXY_NETWORKS)


def _readable(hop: str) -> str:
    address = _parse(hop)
    return str(address) if address else UNKNOWN


def _parse(hop: str) -> IPv4Address | IPv6Address | None:
    with_port = WITH_PORT.fullmatch(hop)
    try:
        address = ip_address((with_port["six"] or with_port["four"]) if with_port else hop)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
