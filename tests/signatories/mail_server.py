"""A real mail server on this machine: it remembers what it took, and answers as a test wants it to."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class MailServer:
    """`taken` are the messages that arrived; `answers` maps a recipient to a refusal such as `550 Nobody here`."""

    port: int
    taken: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    answer_to_sender: str = ""
    answer_to_text: str = ""
    # Called with each message once it is taken, before the sender hears of it.
    when_taken: Callable[[EmailMessage], None] = lambda message: None
    # Set to let the sender wait for ever after the message with this number.
    hang_after: int = 0
    is_hanging: threading.Event = field(default_factory=threading.Event)

    @property
    def recipients(self) -> list[str]:
        return sorted(str(message["X-RcptTo"]) for message in self.taken)

    @property
    def message_ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.taken]

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answer_to_sender or "250 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer_to_text:
            return self.answer_to_text
        content: Any = envelope.content
        message = message_from_bytes(content, policy=policy.default)
        message["X-RcptTo"] = ",".join(envelope.rcpt_tos)
        self.taken.append(message)
        self.when_taken(message)
        if len(self.taken) == self.hang_after:
            self.is_hanging.set()
            await asyncio.Event().wait()
        return "250 OK"


@contextmanager
def running(*, knows_nobody: bool = False, **behaviour: Any) -> Iterator[MailServer]:
    """`knows_nobody` lets it refuse every log-in."""
    server = MailServer(port=free_port(), **behaviour)
    log_in: dict[str, Any] = {"authenticator": _refuse, "auth_require_tls": False} if knows_nobody else {}
    controller = Controller(server, hostname="127.0.0.1", port=server.port, ready_timeout=60, **log_in)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _refuse(*_question: object) -> AuthResult:
    return AuthResult(success=False, handled=False)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
