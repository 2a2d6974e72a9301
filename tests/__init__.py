"""The suite: through the public door, on real servers."""
