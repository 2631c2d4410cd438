"""Asks a website for its title, as carefully as an address that a stranger typed deserves.

Only http and https on their own ports, only to addresses on the public internet, and connected to the very address
that was checked: a name that resolves differently a moment later leads nowhere else. At most three redirects, each
checked like the first; five seconds and 256 KB in all; nothing but uncompressed HTML; no cookies.
"""

import codecs
import html
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from signatories.enums import LookAnswer
from signatories.validators import one_line

PORTS = {"http": 80, "https": 443}
SECONDS = 5.0
MOST_BYTES = 256 * 1024
PIECE = 8 * 1024
REDIRECTS = 3
TITLE_LENGTH = 200
USER_AGENT = "HierNiet/1.0 (reads the title of websites of applicants; {contact})"
CHARSETS = frozenset(
    {"utf-8", "ascii", "iso8859-1", "iso8859-2", "iso8859-15", "cp1250", "cp1252", "utf-16", "utf-16-le", "utf-16-be"}
)
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE)
TITLE_START, TITLE_END = re.compile("<title", re.IGNORECASE), re.compile("</title", re.IGNORECASE)
# Where a newer address carries an older one inside.
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Look:
    answer: LookAnswer
    title: str = ""
    host: str = ""


class NotPublicError(Exception):
    """The address leads to no place that a stranger may send us to."""


class ExhaustedError(Exception):
    """Too many redirects, or too late."""


def fetch_title(address: str, *, contact: str) -> Look:
    """Never raises: whatever goes wrong out there is an answer too."""
    try:
        return _follow(address, contact, ends=time.monotonic() + SECONDS)
    except NotPublicError:
        return Look(LookAnswer.NOT_PUBLIC)
    except (OSError, ValueError, http.client.HTTPException, ExhaustedError):
        # UnicodeError, of names that are none, is a ValueError; ssl.SSLError and time-outs are OSErrors.
        return Look(LookAnswer.NO_ANSWER)


def is_public_address(text: str) -> bool:
    """On the open internet: not this machine, a private network, a cloud's metadata service, or one in disguise."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.teredo or (inner is not None and not is_public_address(str(inner))):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _follow(address: str, contact: str, *, ends: float) -> Look:
    for _turn in range(REDIRECTS + 1):
        parts = urlsplit(address)
        connection = _connect(parts, ends)
        watch = _end_at(connection, ends)
        try:
            response = _ask(connection, parts, contact)
            if response.status in {301, 302, 303, 307, 308} and response.headers.get("Location"):
                address = urljoin(address, response.headers["Location"])
                continue
            return _read(response, parts.hostname or "", ends)
        finally:
            watch.cancel()
            connection.close()
    raise ExhaustedError


def _connect(parts: SplitResult, ends: float) -> http.client.HTTPConnection:
    """To the address that was checked and no other; the name is only said in the Host header and to TLS."""
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None or parts.password is not None:
        raise NotPublicError
    port = parts.port or PORTS[parts.scheme]
    if port not in PORTS.values():
        raise NotPublicError
    host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    connection = http.client.HTTPConnection(host, port)
    connection.sock = socket.create_connection((_checked_address(host, port), port), timeout=_left(ends))
    if parts.scheme == "https":
        connection.sock = ssl.create_default_context().wrap_socket(
            connection.sock, server_hostname=host, do_handshake_on_connect=False
        )
    return connection


def _checked_address(host: str, port: int) -> str:
    """The first of what the name resolves to, if all of it is public: half a private name is none to trust."""
    found = [str(entry[4][0]) for entry in resolve(host, port)]
    if not found or not all(is_public_address(address) for address in found):
        raise NotPublicError
    return found[0]


def resolve(host: str, port: int) -> list[tuple[object, object, object, object, tuple[object, ...]]]:
    return [*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise ExhaustedError
    return left


def _end_at(connection: http.client.HTTPConnection, ends: float) -> threading.Timer:
    """A time-out of the socket starts anew with every byte; whoever drips is cut off by this one."""
    sock = connection.sock
    assert sock is not None
    watch = threading.Timer(_left(ends), _cut, args=[sock])
    watch.daemon = True
    watch.start()
    return watch


def _cut(sock: socket.socket) -> None:
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # below TLS, which may be in the middle of something
    except OSError:
        return  # it had ended already


def _ask(connection: http.client.HTTPConnection, parts: SplitResult, contact: str) -> http.client.HTTPResponse:
    if isinstance(connection.sock, ssl.SSLSocket):
        connection.sock.do_handshake()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "User-Agent": USER_AGENT.format(contact=contact),
        "Accept": "text/html",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    connection.request("GET", _as_ascii(path), headers=headers)
    return connection.getresponse()


def _as_ascii(path: str) -> str:
    """What browsers do with letters that an address cannot hold."""
    return "".join(
        letter if "!" <= letter <= "~" else "".join(f"%{byte:02X}" for byte in letter.encode()) for letter in path
    )


def _read(response: http.client.HTTPResponse, host: str, ends: float) -> Look:
    if response.status >= 400:
        return Look(LookAnswer.REFUSED, host=host)
    is_page = response.headers.get_content_type() in {"text/html", "application/xhtml+xml"}
    is_plain = response.headers.get("Content-Encoding", "identity").strip().lower() == "identity"
    if response.status != 200 or not is_page or not is_plain:
        return Look(LookAnswer.NO_PAGE, host=host)
    title = find_title(_decode(_read_some(response, ends), response.headers.get_content_charset()))
    return Look(LookAnswer.TITLE if title else LookAnswer.UNTITLED, title=title, host=host)


def _read_some(response: http.client.HTTPResponse, ends: float) -> bytes:
    """Until the title is there, and not beyond the bound."""
    read = b""
    while len(read) < MOST_BYTES:
        _left(ends)
        piece = response.read1(PIECE)
        if not piece:
            break
        read += piece
        if b"</title" in read[-len(piece) - 8 :].lower():
            break
    return read[:MOST_BYTES]


def _decode(content: bytes, charset: str | None) -> str:
    """By what the server says, else the page itself, else UTF-8; what does not fit becomes a mark."""
    found = META_CHARSET.search(content[:2048])
    for name in (charset, found.group(1).decode("ascii", "replace") if found else None):
        known = _known_charset(name)
        if known:
            return content.decode(known, "replace")
    return content.decode("utf-8", "replace")


def _known_charset(name: str | None) -> str | None:
    """Python knows many more ways to read bytes, and not all of them are harmless or even about letters."""
    try:
        known = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return None
    return known if known in CHARSETS else None


def find_title(text: str) -> str:
    """The words between the first `<title>` and its end; searched step by step, so that no page can make it take long."""
    start = TITLE_START.search(text)
    inside = text.find(">", start.end()) if start else -1
    if inside < 0:
        return ""
    end = TITLE_END.search(text, inside)
    words = text[inside + 1 : end.start() if end else inside + 1 + 10 * TITLE_LENGTH][: 10 * TITLE_LENGTH]
    return one_line(html.unescape(words))[:TITLE_LENGTH].strip()
