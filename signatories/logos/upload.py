"""Takes in one file, and stops at the limit: what is larger never stands in memory or on disk."""

from io import BytesIO
from typing import IO, Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from .problems import Problem, UnusableError

MOST_BYTES = 4 * 1024 * 1024
# Up to here a body is read to its end and thrown away, so that the browser shows our answer; beyond, nothing is read.
MOST_BODY = 32 * 1024 * 1024
FIELD = "picture"


class CappedUpload(FileUploadHandler):
    """Keeps the first file of our one field in memory. A second one, or one by another name, is passed over."""

    chunk_size = 64 * 1024

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.content = BytesIO()
        self.is_over = False
        self.has_begun = False

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        if field_name != FIELD or self.has_begun:
            raise SkipFile
        self.has_begun = True
        super().new_file(field_name, *args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST_BYTES:
            self.is_over = True
            self.content = BytesIO()
            raise StopUpload(connection_reset=False)
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Under no name: what the visitor called it interests nobody."""
        content: IO[bytes] = self.content
        content.seek(0)
        return InMemoryUploadedFile(content, FIELD, "file", "application/octet-stream", file_size, None)


def take_in(request: HttpRequest) -> None:
    """Reads what was posted, up to the limits; call it before anything else has looked at `request.POST`."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BODY:
        raise UnusableError(Problem.FILE_TOO_BIG)
    handler = CappedUpload(request)
    request.upload_handlers = [handler]
    try:
        request.FILES  # noqa: B018  this reads the body
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        raise UnusableError(Problem.UNREADABLE_FORM) from None
    if handler.is_over:
        raise UnusableError(Problem.FILE_TOO_BIG)


def content(request: HttpRequest) -> bytes:
    """The bytes of the file that was taken in."""
    file = request.FILES.get(FIELD)
    if file is None:
        raise UnusableError(Problem.NO_FILE)
    return bytes(file.read())
