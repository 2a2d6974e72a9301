"""The demo shop as data: `load()` reads, checks and returns it. It writes nothing."""

from ecommerce.demo.reading import load

__all__ = ["load"]
