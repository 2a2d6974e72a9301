"""The demo shop as data: `load()` reads, checks and returns it, `load_home()` its front page alone."""

from ecommerce.demo.reading import load, load_home

__all__ = ["load", "load_home"]
