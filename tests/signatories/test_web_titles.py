"""Asking a stranger's website for its title: what comes back, and what a hostile one can and cannot make us do."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from signatories import web_titles
from signatories.enums import LookAnswer
from signatories.web_titles import Look, fetch_title, find_title, is_public_address

CONTACT = "hallo@hierniet.example"
Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A web server on this machine that gives the answers of a test."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stopping = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                try:
                    site.answers[self.path](self)
                except OSError:
                    return  # we were cut off, as some tests mean us to be

            def log_message(self, *args: object) -> None:  # noqa: ARG002  its signature
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.address = f"http://voorbeeld.example:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True, args=(0.01,)).start()

    def stop(self) -> None:
        self.stopping.set()
        self.server.shutdown()
        self.server.server_close()


def page(content: bytes, *, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def to(address: str) -> Answer:
    return page(b"", status=302, Location=address)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Its made-up name leads to this machine, its port is allowed, and this machine counts as public here alone."""
    site = Site()

    def resolve(host: str, port: int) -> list[tuple[object, ...]]:
        if host == "voorbeeld.example":
            return [(None, None, None, "", ("127.0.0.1", port))]
        return [*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)]

    monkeypatch.setattr(web_titles, "resolve", resolve)
    monkeypatch.setattr(web_titles, "PORTS", {"http": site.port, "https": 443})
    monkeypatch.setattr(web_titles, "is_public_address", lambda text: text == "127.0.0.1" or is_public_address(text))
    yield site
    site.stop()


def look(site: Site, path: str = "/") -> Look:
    return fetch_title(f"{site.address}{path}", contact=CONTACT)


@pytest.mark.parametrize(
    ("content", "kind", "title"),
    [
        (b"<html><head><title>Stad Gent</title>", "text/html", "Stad Gent"),
        (b"<TITLE lang='nl'>\n  Stad\n\tGent &amp; co \n</TITLE >", "text/html; charset=UTF-8", "Stad Gent & co"),
        ("<title>Liège</title>".encode("latin-1"), "text/html; charset=iso-8859-1", "Liège"),
        (b'<meta charset="windows-1252"><title>Li\xe8ge</title>', "text/html", "Liège"),
        ("<title>Liège</title>".encode(), "text/html; charset=made-up", "Liège"),
        ("<title>Liège</title>".encode("utf-16"), "text/html; charset=utf-16", "Liège"),
        (b"<title>Li\xe8ge</title>", "text/html; charset=utf-8", "Li\ufffdge"),
        (b"<title>a</title>", "text/html; charset=punycode", "a"),
        (b"<title>a\x00b\x1b[31m\xe2\x80\xaec</title>", "text/html", "a b [31mc"),
        (b"<title>" + b"lang " * 60_000 + b"</title>", "text/html", ("lang " * 40).strip()),
        (b"<title>zonder einde", "text/html", "zonder einde"),
        (b"<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>", "text/html", "<script>alert(1)</script>"),
    ],
)
def test_title_is_read_whatever_the_page_looks_like(site: Site, content: bytes, kind: str, title: str) -> None:
    site.answers["/"] = page(content, kind=kind)

    assert look(site) == Look(LookAnswer.TITLE, title, "voorbeeld.example")


def test_it_says_who_asks_and_brings_no_cookies(site: Site) -> None:
    site.answers["/over?a=b"] = page(b"<title>a</title>", Set_Cookie="volg=1")

    look(site, "/over?a=b")
    look(site, "/over?a=b")

    (_path, headers), (_path, again) = site.asked
    assert "HierNiet" in headers["User-Agent"]
    assert CONTACT in headers["User-Agent"]
    assert headers["Host"] == f"voorbeeld.example:{site.port}"
    assert {"Cookie", "Referer", "Authorization"}.isdisjoint(again)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (page(b"<title></title>"), LookAnswer.UNTITLED),
        (page(b"<p>hallo"), LookAnswer.UNTITLED),
        (page(b"%PDF-1.7 <title>x</title>", kind="application/pdf"), LookAnswer.NO_PAGE),
        (page(b"", status=204), LookAnswer.NO_PAGE),
        (page(b"<title>Just a moment...</title>", status=403), LookAnswer.REFUSED),
        (page(b"<title>Oeps</title>", status=503), LookAnswer.REFUSED),
        (page(gzip.compress(b"<title>" + b"a" * 50_000_000), Content_Encoding="gzip"), LookAnswer.NO_PAGE),
        (page(b"", status=302), LookAnswer.NO_PAGE),
        (to("/"), LookAnswer.NO_ANSWER),
        (to("http://[oeps/"), LookAnswer.NO_ANSWER),
    ],
)
def test_what_has_no_title_is_an_answer_too(site: Site, answer: Answer, expected: LookAnswer) -> None:
    site.answers["/"] = answer

    found = look(site)

    assert (found.answer, found.title) == (expected, "")


def test_redirects_are_followed_three_times(site: Site) -> None:
    site.answers |= {f"/{turn}": to(f"/{turn + 1}") for turn in range(4)} | {"/4": page(b"<title>einde</title>")}

    assert look(site, "/1").title == "einde"
    assert look(site, "/0").answer == LookAnswer.NO_ANSWER


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/", "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://0.0.0.0/",
        "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:a00:1::]/", "http://100.64.0.1/", "http://224.0.0.1/",
        "http://voorbeeld.example:22/", "http://voorbeeld.example:8000/",
        "file:///etc/passwd", "ftp://voorbeeld.example/", "gopher://voorbeeld.example/", "http://an:geheim@voorbeeld.example/",
    ],
)  # fmt: skip
def test_nothing_leads_us_to_what_is_not_public(site: Site, target: str) -> None:
    site.answers["/"] = to(target)

    assert look(site).answer == LookAnswer.NOT_PUBLIC
    assert fetch_title(target, contact=CONTACT).answer == LookAnswer.NOT_PUBLIC
    assert [path for path, _headers in site.asked] == ["/"]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://017700000001/"]
)
def test_this_machine_is_found_out_however_it_is_written(address: str) -> None:
    assert fetch_title(address, contact=CONTACT).answer == LookAnswer.NOT_PUBLIC


def test_one_private_address_among_public_ones_is_enough_to_stay_away(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(None, None, None, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(web_titles, "resolve", lambda host, port: found)

    assert fetch_title("http://voorbeeld.example/", contact=CONTACT).answer == LookAnswer.NOT_PUBLIC


def test_we_connect_to_the_address_that_was_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere the second time it is asked (DNS rebinding) is not asked a second time."""
    site.answers["/"] = page(b"<title>a</title>")
    asked, connected = [], []
    first, connect = web_titles.resolve, socket.create_connection
    monkeypatch.setattr(web_titles, "resolve", lambda host, port: (asked.append(host), first(host, port))[1])
    monkeypatch.setattr(
        socket, "create_connection", lambda place, **options: (connected.append(place), connect(place, **options))[1]
    )

    assert look(site).title == "a"
    assert asked == ["voorbeeld.example"]
    assert connected == [("127.0.0.1", site.port)]


def slowly(site: Site, before: bytes, drip: bytes) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(before)
        while not site.stopping.wait(0.02):
            handler.wfile.write(drip)

    return answer


@pytest.mark.parametrize(
    ("before", "drip"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a"),
        (b"", b"H"),
        (b"", b""),
    ],
    ids=["page", "headers", "status", "silence"],
)
def test_whoever_drips_is_cut_off(site: Site, monkeypatch: pytest.MonkeyPatch, before: bytes, drip: bytes) -> None:
    monkeypatch.setattr(web_titles, "SECONDS", 0.3)
    site.answers["/"] = slowly(site, before, drip)
    began = time.monotonic()

    assert look(site).title == ""
    assert time.monotonic() - began < 3


def test_a_page_without_end_is_read_no_further_than_the_bound(site: Site) -> None:
    sent = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not site.stopping.is_set():
            sent.append(handler.wfile.write(b"<p>" * 10_000))

    site.answers["/"] = answer

    assert look(site).answer == LookAnswer.UNTITLED
    assert sum(sent) < 50 * web_titles.MOST_BYTES  # what the system's own buffers take in beside


def test_no_page_makes_the_search_for_its_title_take_long() -> None:
    began = time.monotonic()
    for nasty in ("<title" * 50_000, "<title>" * 40_000, "<" * 250_000, "<title " + "=" * 250_000):
        find_title(nasty)
        web_titles._decode(nasty.encode(), None)
        web_titles._decode(b"<meta " * 40_000, None)

    assert time.monotonic() - began < 2


def test_who_does_not_listen_and_who_does_not_exist_give_no_answer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    address = site.address
    site.server.shutdown()
    site.server.server_close()

    assert fetch_title(address, contact=CONTACT).answer == LookAnswer.NO_ANSWER
    assert fetch_title("http://bestaat-niet.example/", contact=CONTACT).answer == LookAnswer.NO_ANSWER
    assert fetch_title("http://" + "a" * 70 + ".example/", contact=CONTACT).answer == LookAnswer.NO_ANSWER


def test_a_certificate_that_does_not_fit_gives_no_answer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_titles, "PORTS", {"http": 80, "https": site.port})

    assert fetch_title(f"https://voorbeeld.example:{site.port}/", contact=CONTACT).answer == LookAnswer.NO_ANSWER


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("93.184.215.14", True), ("2606:2800:220:1::1", True), ("8.8.8.8", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.0.1", False),
        ("169.254.169.254", False), ("100.100.100.200", False), ("0.0.0.1", False), ("255.255.255.255", False),
        ("224.0.0.251", False), ("240.0.0.1", False), ("192.0.2.1", False), ("198.18.0.1", False),
        ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fd00:ec2::254", False), ("ff02::1", False),
        ("::ffff:10.0.0.1", False), ("::ffff:8.8.8.8", False), ("2002:a00:1::", False), ("64:ff9b::7f00:1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
    ],
)  # fmt: skip
def test_only_the_open_internet_is_public(address: str, is_public: bool) -> None:
    assert is_public_address(address) is is_public
