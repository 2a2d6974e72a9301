"""Settings only: read through django.conf, imported by nobody."""
