"""The admin site that merchandisers, support, warehouse and finance share."""
