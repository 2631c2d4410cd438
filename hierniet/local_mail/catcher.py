"""Takes every mail that comes in by SMTP and keeps it as a file; nothing is ever passed on."""

import secrets
import socket
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 500


class FolderHandler:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802  aiosmtpd's signature
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        name = f"{time.time_ns()}-{secrets.token_hex(4)}"
        unfinished = self.folder / f"{name}.part"
        unfinished.write_bytes(raw)
        unfinished.rename(self.folder / f"{name}.eml")  # so that nobody ever reads half a mail
        self._forget_oldest()
        return "250 kept"

    def _forget_oldest(self) -> None:
        for path in sorted(self.folder.glob("*.eml"))[:-KEPT]:
            path.unlink(missing_ok=True)


def start_catcher(folder: Path, *, host: str, port: int) -> Controller:
    with socket.create_server((host, port)):  # a port that is taken raises OSError now, not after five seconds
        pass
    controller = Controller(FolderHandler(folder), hostname=host, port=port)
    controller.start()
    return controller
