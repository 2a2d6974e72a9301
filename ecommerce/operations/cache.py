"""A cache that may be away: the shop gets slower, never wrong and never down."""

import time
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.commands.core import Script
from redis.exceptions import ConnectionError, RedisError, TimeoutError

log = structlog.get_logger(__name__)
_PAUSE_S = 2.0


class _SwiftRedis(Redis):
    """Asks without ceremony, which costs as much as the question, and once more with it where that failed."""

    def execute_command(self, *args: Any, **options: Any) -> Any:
        pool = self.connection_pool
        connection = pool.get_connection()
        try:
            connection.send_command(*args)  # type: ignore[no-untyped-call]
            return self.parse_response(connection, args[0], **options)  # type: ignore[no-untyped-call]
        except (ConnectionError, TimeoutError):
            # It may have been closed while nobody used it.
            connection.disconnect()  # type: ignore[no-untyped-call]
        finally:
            pool.release(connection)
        return super().execute_command(*args, **options)  # type: ignore[no-untyped-call]


class _Client(RedisCacheClient):
    """Keeps a client for reading and one for writing: making one costs more than what it is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._client = _SwiftRedis
        self._made: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self._made:
            self._made[write] = super().get_client(key, write=write)
        return self._made[write]


class ForgivingRedisCache(RedisCache):
    """Redis where it answers; a miss for a short while after each failure to reach it."""

    _away_until = 0.0
    _scripts: ClassVar[dict[str, Script]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._class = _Client

    @classmethod
    def ask_again(cls) -> None:
        """The pause after a failure is over."""
        cls._away_until = 0.0

    def run(self, script: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """What the Lua script returns, None while the cache is away; its keys are the server's own."""
        return self._guarded("run", None, lambda: self._run(script, keys, arguments))

    def _run(self, script: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        client = self._cache.get_client(None, write=True)
        known = self._scripts.get(script) or self._scripts.setdefault(script, client.register_script(script))
        return known(keys=keys, args=arguments, client=client)

    def _attempt(self, operation: str, fallback: Any, *args: Any, **kwargs: Any) -> Any:
        work = getattr(super(), operation)
        return self._guarded(operation, fallback, lambda: work(*args, **kwargs))

    def _guarded(self, operation: str, fallback: Any, work: Callable[[], Any]) -> Any:
        if time.monotonic() < type(self)._away_until:
            return fallback
        try:
            return work()
        except RedisError as failure:
            type(self)._away_until = time.monotonic() + _PAUSE_S
            log.warning("cache is away", operation=operation, reason=str(failure))
            return fallback

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._attempt("get", default, key, default, version)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._attempt("set", None, key, value, *args, **kwargs)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt("add", True, key, value, *args, **kwargs))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        found: dict[Any, Any] = self._attempt("get_many", {}, keys, version)
        return found

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        failed: list[Any] = self._attempt("set_many", [], data, *args, **kwargs)
        return failed

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._attempt("delete", False, key, version))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._attempt("delete_many", None, keys, version)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt("touch", False, key, *args, **kwargs))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._attempt("incr", delta, key, delta, version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._attempt("has_key", False, key, version))
