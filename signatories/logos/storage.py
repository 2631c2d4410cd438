"""Where the files of logos lie: a folder of ours, or an S3-compatible store by setting. Files first, then the row; and backwards.

So what a killed process leaves behind is a file that no row names, which `sweeping` finds, and never a row without its files.
"""

import logging
from collections.abc import Iterable, Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

logger = logging.getLogger(__name__)
FOLDER = "logos"


class NotKeptError(Exception):
    """The store does not answer, or is full."""


def store() -> Storage:
    return storages["logos"]


def path_of(file: str) -> str:
    return f"{FOLDER}/{file[:2]}/{file}"


def put(files: Mapping[str, bytes]) -> None:
    """All of them, or none that anybody will ever ask for."""
    try:
        for file, content in files.items():
            store().save(path_of(file), ContentFile(content))
    except Exception as error:  # each kind of store has errors of its own
        logger.exception("the store of logos does not take a file")
        remove(files)
        raise NotKeptError from error


def read(file: str) -> bytes | None:
    """None for a file that is lost."""
    try:
        with store().open(path_of(file)) as found:
            return bytes(found.read())
    except FileNotFoundError:
        return None
    except Exception as error:
        logger.exception("the store of logos does not answer")
        raise NotKeptError from error


def remove(files: Iterable[str]) -> None:
    """What cannot be removed now is found by the sweep, as a file without a row."""
    for file in files:
        try:
            store().delete(path_of(file))
        except Exception as error:  # noqa: BLE001  see above
            logger.warning("a logo file stays behind", extra={"facts": {"error": type(error).__name__}})
