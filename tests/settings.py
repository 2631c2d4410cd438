"""The site's settings with what tests need otherwise; see also conftest.py for DATABASE_URL."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "for-tests-only-and-long-enough-to-pass-as-a-real-one-0123456789")
os.environ["DEBUG"] = "false"  # whatever the shell says: with debug pages on, other addresses exist
os.environ["LOCAL_SERVE"] = "true"

from hierniet.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
PAGE_CACHE_SECONDS = 0
MINIMUM_FILL_SECONDS = 0
POST_OFFICE["BACKENDS"] = {"default": "django.core.mail.backends.locmem.EmailBackend"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True  # no collected files in tests, and no scan of them for every client
STORAGES["logos"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}  # noqa: F405
STORAGES["previews"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}  # noqa: F405
REFERRALS_FOLDER = tempfile.mkdtemp(prefix="referrals-")  # of each process of its own
