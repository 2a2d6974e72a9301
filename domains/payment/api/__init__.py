"""Payments over HTTP: look, confirm, refund, and the gateways' webhooks."""
