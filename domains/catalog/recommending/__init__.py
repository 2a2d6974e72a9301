"""What else a shopper may want, and what that is told from."""
