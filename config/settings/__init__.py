"""One module per place the shop runs in: local, test, production."""
