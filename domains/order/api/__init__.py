"""Orders over HTTP: checkout, lists, tracking, cancelling, and paying again."""
