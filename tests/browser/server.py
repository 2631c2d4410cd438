"""The site as production serves it, in threads of this process: hashed and compressed files, pages kept in memory."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread
from whitenoise.storage import CompressedManifestStaticFilesStorage

from deploy.local.ports import HOST, free_port

from .rows import end_other_sessions


class NoStaticHandler:
    """Django's test server would serve static files itself; here WhiteNoise does, as in production."""

    def __new__(cls, application):
        return application


def collect_static_files(folder: Path) -> Path:
    """Once for all processes of a test run."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "staticfiles.json").exists():
            with override_settings(**static_settings(folder)):
                call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def static_settings(folder: Path) -> dict[str, object]:
    storage = f"{CompressedManifestStaticFilesStorage.__module__}.{CompressedManifestStaticFilesStorage.__qualname__}"
    return {
        "STATIC_ROOT": folder,
        "STORAGES": {
            **settings.STORAGES,
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": storage},
        },
    }


@contextmanager
def serving(static_folder: Path, **settings: object) -> Iterator[str]:
    """The address of the site, while it is served with these settings."""
    port = free_port()
    address = f"http://{HOST}:{port}"
    with override_settings(SITE_ADDRESS=address, **static_settings(static_folder), **settings):
        thread = LiveServerThread(HOST, static_handler=NoStaticHandler, port=port)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        try:
            if thread.error:
                raise thread.error
            yield address
        finally:
            thread.terminate()
            end_other_sessions()
