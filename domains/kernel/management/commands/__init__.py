"""Commands that are about the databases themselves."""
