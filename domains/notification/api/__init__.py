"""Messages and preferences over HTTP."""
