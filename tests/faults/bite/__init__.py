"""The shop's guards, each taken away in a copy of the code, and the test that notices."""
