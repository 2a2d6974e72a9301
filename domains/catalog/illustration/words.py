"""Guesses what to draw from the words of a product's title, type or tags."""

FALLBACK = "box"


def kind_for(text: str) -> str:
    """The kind that suits the text best, `FALLBACK` when no word is known."""
    return "tshirt" if "shirt" in text.lower() else FALLBACK
