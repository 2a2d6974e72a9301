"""One module for each part of the shop that a visitor walks through."""
