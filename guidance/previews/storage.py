"""Where the pieces lie, under their digests: in a folder of ours, or in the S3-compatible store beside the logos.

All of it can be drawn again. So nothing is backed up, and what is not there is only not there yet.
"""

import logging
from collections.abc import Iterable, Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

logger = logging.getLogger(__name__)


def store() -> Storage:
    return storages["previews"]


def path_of(digest: str) -> str:
    """In sixteen folders, for each is a question when a bucket is looked through."""
    return f"{digest[0]}/{digest}"


def put(digest: str, piece: bytes) -> None:
    """Whole or not at all: see hierniet/whole_files.py."""
    store().save(path_of(digest), ContentFile(piece))


def read(digest: str) -> bytes | None:
    """None for a piece that is not there, or that nobody can get at just now."""
    try:
        with store().open(path_of(digest)) as found:
            return bytes(found.read())
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001  each kind of store has errors of its own, and none may take the answer away
        logger.warning("the store of previews does not answer", extra={"facts": {"error": type(error).__name__}})
        return None


def remove(paths: Iterable[str]) -> None:
    for path in paths:
        store().delete(path)


def paths() -> Iterator[str]:
    """Everything that lies there, also what a killed process left half written."""
    try:
        folders, _files = store().listdir("")
    except FileNotFoundError:  # nothing was ever drawn
        return
    for folder in folders:
        yield from (f"{folder}/{file}" for file in store().listdir(folder)[1])
