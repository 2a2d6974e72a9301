"""Commands of the whole shop."""
