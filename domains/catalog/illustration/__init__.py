"""Pictures of products, drawn as SVG by kind and colour. Pure Python; the same call gives the same bytes."""

from domains.catalog.illustration.drawing import VIEWS, draw
from domains.catalog.illustration.kinds import KINDS
from domains.catalog.illustration.scene import Placed, banner, still_life
from domains.catalog.illustration.words import FALLBACK, kind_for

__all__ = ["FALLBACK", "KINDS", "VIEWS", "Placed", "banner", "draw", "kind_for", "still_life"]
