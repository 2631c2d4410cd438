"""The web server, the same in production and under `make serve`; WEB_WORKERS and WEB_ADDRESS come from the environment."""

import os
from pathlib import Path
from typing import Any

from gunicorn import glogging

from hierniet.logs import JsonFormatter

bind = os.environ.get("WEB_ADDRESS", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4

# A worker that hangs is replaced; one that served long is too, in case something leaks, and not all at once.
timeout = 30
graceful_timeout = 30
max_requests = 10_000
max_requests_jitter = 1_000
# Longer than the proxy keeps its connections, or now and then a request meets a closing one.
keepalive = 75

# Workers tell that they live through a file; on a disk a slow write could look like a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a nameless file in it

# Requests are logged by the site itself, without addresses of people; see hierniet/logs.py.
accesslog = None
errorlog = "-"
loglevel = "warning"


class Logger(glogging.Logger):  # type: ignore[misc]
    """Writes as the site does: by itself gunicorn quotes the address of a request that failed, and so a signed link."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())


logger_class = Logger

# No side door: neither a control socket in the home folder, nor headers that rewrite where the site is mounted.
control_socket_disable = True
forwarder_headers = ""
