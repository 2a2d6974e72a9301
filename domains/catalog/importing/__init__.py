"""Brings a Shopify product CSV into the catalogue: read, spool by handle, assemble, fetch pictures, save."""
