"""Pictures of products, drawn as SVG by kind and colour. Pure Python; the same arguments give the same bytes."""

from domains.catalog.illustration.drawing import VIEWS, banner, draw
from domains.catalog.illustration.words import FALLBACK, kind_for

__all__ = ["FALLBACK", "VIEWS", "banner", "draw", "kind_for"]
