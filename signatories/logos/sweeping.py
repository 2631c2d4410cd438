"""Finds rows whose files are lost, and files that no row names; and takes the second kind away."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.utils import timezone

from signatories.models import Logo

from . import storage

logger = logging.getLogger(__name__)
# A file that was written a moment ago may be waiting for its row.
OLD_ENOUGH = timedelta(days=1)


@dataclass(frozen=True)
class Orphans:
    """Paths of files that no row names."""

    paths: list[str]

    def count(self) -> int:
        return len(self.paths)


def find_orphans() -> Orphans:
    """Only those that are old enough to go. Empty when the store does not answer: tomorrow is early enough."""
    try:
        kept, store = _paths(), storage.store()
        named = _named()
        before = timezone.now() - OLD_ENOUGH
        return Orphans([path for path in kept if path not in named and _modified(store, path) < before])
    except Exception:
        logger.exception("the store of logos cannot be looked through")
        return Orphans([])


def delete_orphans(orphans: Orphans) -> int:
    """Looks at the rows once more: one may have come since."""
    named = _named()
    paths = [path for path in orphans.paths if path not in named]
    storage.remove(path.rpartition("/")[2] for path in paths)
    return len(paths)


def find_lost() -> list[tuple[Logo, list[str]]]:
    """Logos with the files that are not there."""
    logos = list(Logo.objects.select_related("signatory").order_by("pk"))
    kept = set(_paths())
    lost = ((logo, [file for file in logo.files if storage.path_of(file) not in kept]) for logo in logos)
    return [(logo, files) for logo, files in lost if files]


def _named() -> set[str]:
    return {storage.path_of(file) for logo in Logo.objects.iterator() for file in logo.files}


def _modified(store: Storage, path: str) -> datetime:
    try:
        return store.get_modified_time(path)
    except FileNotFoundError:  # somebody was faster
        return timezone.now()


def _paths() -> list[str]:
    store = storage.store()
    return [f"{folder}/{file}" for folder in _folders(store) for file in store.listdir(folder)[1]]


def _folders(store: Storage) -> Iterator[str]:
    try:
        folders, _files = store.listdir(storage.FOLDER)
    except FileNotFoundError:  # nothing was ever kept
        return
    for folder in folders:
        yield f"{storage.FOLDER}/{folder}"
