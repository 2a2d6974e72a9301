"""The gateways: one port, one adapter a file, and the registry of those that are switched on."""
