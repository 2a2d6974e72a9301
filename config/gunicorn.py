"""How gunicorn serves the shop; every figure can be set from the environment."""

import gc
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from config.secrets import TokenFreeFormatter

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  in memory, so that a slow disk never looks like a hung worker

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
worker_tmp_dir = str(_SHARED_MEMORY) if _SHARED_MEMORY.is_dir() else tempfile.gettempdir()
# The workers share the memory of the application that was loaded before they were forked.
preload_app = True
wsgi_app = "ecommerce.wsgi:application"

timeout = 30
graceful_timeout = 10
keepalive = 15
backlog = 512
# Workers are replaced one by one before a slow leak matters.
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "20000"))
max_requests_jitter = max_requests // 10
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")

control_socket_disable = True


class TokenFreeLogger(Logger):  # type: ignore[misc]
    """Its lines, of requests and of errors, tell no token that stands in an address."""

    def _set_handler(self, log: Any, output: Any, fmt: logging.Formatter, stream: Any = None) -> None:
        super()._set_handler(log, output, TokenFreeFormatter(fmt._fmt, fmt.datefmt), stream)


logger_class = TokenFreeLogger
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "INFO").lower()
accesslog = "-" if os.environ.get("ACCESS_LOG", "") == "1" else None
access_log_format = (
    '{"event":"request","at":"%(t)s","method":"%(m)s","path":"%(U)s","status":%(s)s,'
    '"bytes":%(B)s,"microseconds":%(D)s,"correlation_id":"%({x-correlation-id}o)s"}'
)


def when_ready(server: Any) -> None:
    """Load what the first request would load, then keep it out of the collector's way: workers share it."""
    from django.db import connections
    from django.urls import get_resolver

    server.log.debug("%d routes", len(get_resolver().url_patterns))
    connections.close_all()
    gc.collect()
    gc.freeze()
