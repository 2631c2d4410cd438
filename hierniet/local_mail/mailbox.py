"""Reads what the catcher kept."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9]+-[0-9a-f]{8}")


@dataclass(frozen=True)
class LocalMail:
    key: str
    to: str
    sender: str
    subject: str
    sent: datetime | None
    text: str
    html: str


def mails() -> list[LocalMail]:
    """Newest first."""
    return [_read(path) for path in sorted(_folder().glob("*.eml"), reverse=True)]


def find_mail(key: str) -> LocalMail | None:
    """None for a key that is no mail's; only names the catcher gives are ever looked up."""
    path = _folder() / f"{key}.eml"
    return _read(path) if NAME.fullmatch(key) and path.is_file() else None


def _folder() -> Path:
    return Path(settings.LOCAL_MAIL_FOLDER or settings.BASE_DIR / "var" / "mail")


def _read(path: Path) -> LocalMail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    return LocalMail(
        key=path.stem,
        to=str(message["to"] or ""),
        sender=str(message["from"] or ""),
        subject=str(message["subject"] or ""),
        sent=_sent(message),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _sent(message: EmailMessage) -> datetime | None:
    """`-0000` is UTC too, by somebody who does not say where they are (RFC 5322, 3.3); Python gives no zone for it."""
    sent: datetime | None = message["date"].datetime if message["date"] else None
    return sent.replace(tzinfo=UTC) if sent and sent.tzinfo is None else sent


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body else ""
