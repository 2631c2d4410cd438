"""An S3-compatible store. Loaded only when the settings name one: boto3 takes tens of megabytes of memory."""

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

PATIENCE = Config(
    connect_timeout=5,
    read_timeout=10,
    retries={"total_max_attempts": 2},
    s3={"addressing_style": "path"},
    signature_version="s3v4",
)


class PrivateBucket(S3Storage):  # type: ignore[misc]  # ships without types
    """Nobody reads it but the site. One that does not answer does not hold a thread of the web server for minutes."""

    def get_default_settings(self) -> dict[str, Any]:
        private = {"client_config": PATIENCE, "default_acl": None, "file_overwrite": True, "querystring_auth": True}
        return {**super().get_default_settings(), **private}
