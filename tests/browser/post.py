"""What arrives by mail: the real worker delivers to a real mail server here, and the tests read what it kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from deploy.local.ports import HOST, free_port
from hierniet.local_mail.catcher import start_catcher
from hierniet.local_mail.mailbox import LocalMail, mails
from signatories.delivery import deliver_due_mails

LINK = re.compile(r"https?://\S+")
CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b")


@contextmanager
def catching_mail(folder: Path) -> Iterator[dict[str, object]]:
    """The settings with which mails end up in `folder`."""
    port = free_port()
    controller = start_catcher(folder, host=HOST, port=port)
    try:
        yield {
            "LOCAL_MAIL_FOLDER": str(folder),
            "EMAIL_HOST": HOST,
            "EMAIL_PORT": port,
            "EMAIL_USE_TLS": False,
            "POST_OFFICE": settings.POST_OFFICE
            | {"BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}},
        }
    finally:
        controller.stop()


def empty() -> None:
    for path in Path(settings.LOCAL_MAIL_FOLDER).glob("*.eml"):
        path.unlink()


def deliver() -> int:
    """What the worker does, once; how many mails went out."""
    return deliver_due_mails().sent


def newest(*, to: str) -> LocalMail:
    """The last mail to somebody."""
    return next(mail for mail in mails() if to in mail.to)


def arrived(*, to: str) -> list[LocalMail]:
    return [mail for mail in mails() if to in mail.to]


def link(mail: LocalMail, *, to: str) -> str:
    """The link of a mail that leads into this part of the site; the same one stands behind a button in its HTML."""
    found = next(found for found in LINK.findall(mail.text) if to in found)
    assert found in mail.html
    return found


def code(mail: LocalMail) -> str:
    return CODE.search(mail.text)[0]
