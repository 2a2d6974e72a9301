"""The shop measured beside its floors: what a purchase costs, and what it could not cost less than."""
