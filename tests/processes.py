"""The shop's own processes, on the database of the test that asks for them."""
