"""Brings in a product CSV, Shopify's or our own: read, spool, assemble, fetch pictures, save."""
