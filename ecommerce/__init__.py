"""The deployable: storefront, API root, admin, commands, and the servers they run on."""
