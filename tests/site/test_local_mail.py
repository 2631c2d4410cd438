"""The mailbox of a local site: catches what goes out by SMTP, shows it, and exists nowhere else."""

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from hierniet.local_mail import catcher
from hierniet.local_mail.catcher import start_catcher
from hierniet.local_mail.mailbox import find_mail, mails
from tests.site.documents import Document

HTML = '<p style="color:red">Beste <b>Lies</b></p><script>alert(1)</script><img src="https://example.org/pixel.png">'


@pytest.fixture
def port(mail_folder: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    controller = start_catcher(mail_folder, host="127.0.0.1", port=number)
    yield number
    controller.stop()


@pytest.fixture
def _local(settings) -> None:
    settings.DEBUG = True
    settings.ROOT_URLCONF = "tests.site.local_urls"


def send(port: int, *, subject: str = "Bevestig “uw” adres é", html: str = HTML) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "hallo@hierniet.example", "lies@voorbeeld.example", subject
    message["Date"] = "Sun, 22 Nov 2026 12:00:00 +0100"
    message.set_content("Beste Lies,\n\nhttps://hierniet.example/nl/ é\n")
    if html:
        message.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(message)


def write(folder: Path, name: str, raw: bytes = b"Subject: x\n\ny") -> None:
    (folder / name).write_bytes(raw)


def test_mail_that_goes_out_is_caught_whole(port, mail_folder):
    send(port)

    (mail,) = mails()
    assert (mail.to, mail.sender, mail.subject) == (
        "lies@voorbeeld.example",
        "hallo@hierniet.example",
        "Bevestig “uw” adres é",
    )
    assert mail.text.splitlines() == ["Beste Lies,", "", "https://hierniet.example/nl/ é"]
    assert mail.html.strip() == HTML
    assert mail.sent.isoformat() == "2026-11-22T12:00:00+01:00"
    assert find_mail(mail.key) == mail
    assert [path.suffix for path in mail_folder.iterdir()] == [".eml"]


def test_mail_without_a_zone_was_sent_at_that_time_in_greenwich(mail_folder):
    write(mail_folder, "1-00000000.eml", b"Date: Wed, 25 Nov 2026 23:47:31 -0000\nSubject: x\n\ny")

    assert mails()[0].sent.isoformat() == "2026-11-25T23:47:31+00:00"


def test_mail_without_a_date_is_shown_without_one(mail_folder):
    write(mail_folder, "1-00000000.eml")

    assert mails()[0].sent is None


@pytest.mark.usefixtures("_local", "db")
def test_mail_can_be_read_in_the_browser(port, client: Client):
    send(port, subject="De eerste")
    send(port, subject="De <b>tweede</b>")

    box = Document(client.get("/post/").content.decode())
    links = [link["href"] for link in box.main.all("a") if link["href"].startswith("/post/")]
    assert [link.text for link in box.main.all("a") if link["href"] in links] == ["De <b>tweede</b>", "De eerste"]

    page = client.get(links[0])
    document = Document(page.content.decode())
    assert "Beste Lies," in document.main.text
    assert document.main.all("a", href="https://hierniet.example/nl/")
    frame = document.main.one("iframe")
    assert "allow-scripts" not in frame["sandbox"]
    assert "allow-same-origin" not in frame["sandbox"]

    shown = client.get(frame["src"])
    policy = shown["Content-Security-Policy"]
    assert shown.content.decode().strip() == HTML
    assert "default-src 'none'" in policy
    assert "script-src 'self'" not in policy
    assert "img-src" not in policy
    assert "sandbox" in policy
    assert shown["X-Frame-Options"] == "SAMEORIGIN" or "frame-ancestors 'self'" in policy


@pytest.mark.usefixtures("_local", "db")
def test_empty_mailbox_says_so(client: Client, mail_folder):
    assert client.get("/post/").status_code == 200
    assert mails() == []


@pytest.mark.usefixtures("_local", "db")
@pytest.mark.parametrize("key", ["..", "../geheim", "%2e%2e%2fgeheim", "..%2fgeheim", "/etc/passwd", "1-0000000g", "1-00000000x", "1-00000000", "%00"])  # fmt: skip
def test_nothing_but_mails_can_be_read(client: Client, mail_folder, key):
    write(mail_folder.parent, "geheim.eml")
    write(mail_folder, "anders.eml")

    assert client.get(f"/post/{key}/").status_code == 404
    assert client.get(f"/post/{key}/html/").status_code == 404
    assert find_mail("../geheim") is None
    assert find_mail("anders") is None


@pytest.mark.usefixtures("_local", "db")
@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"Date: gisteren\nSubject: =?utf-8?q?x?=\n\n\xe9", b"Content-Type: image/png\n\nx"]
)
def test_odd_mail_does_not_break_the_mailbox(client: Client, mail_folder, raw):
    write(mail_folder, "1-00000000.eml", raw)

    assert client.get("/post/").status_code == 200
    assert client.get("/post/1-00000000/").status_code == 200


@pytest.mark.django_db
def test_without_debug_mode_there_is_no_mailbox(client: Client, mail_folder, settings):
    write(mail_folder, "1-00000000.eml")

    for urlconf in (settings.ROOT_URLCONF, "tests.site.local_urls"):  # the second asks the views themselves
        settings.ROOT_URLCONF = urlconf
        for address in ("/post/", "/post/1-00000000/", "/post/1-00000000/html/", "/componenten/"):
            assert client.get(address).status_code == 404


def test_oldest_mails_make_place(port, mail_folder, monkeypatch):
    monkeypatch.setattr(catcher, "KEPT", 2)

    for number in range(4):
        send(port, subject=str(number), html="")

    assert [mail.subject for mail in mails()] == ["3", "2"]


def test_port_that_is_taken_is_named(mail_folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]

        with pytest.raises(CommandError, match=rf"127\.0\.0\.1:{number}: .* Set EMAIL_PORT"):
            call_command("catch_mail", host="127.0.0.1", port=number)
