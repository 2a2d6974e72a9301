"""Time that passes at once, and a worker that is away, as in the flows."""

from tests.flows.conftest import later, no_worker

__all__ = ["later", "no_worker"]
