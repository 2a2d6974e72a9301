"""How well a search engine orders the demo shop's goods: queries, what they ought to find, and a figure."""
