"""The whole shop in its real processes, under load, while they are killed one after the other."""
