"""What keeps the shop observable: correlation, health, metrics, and the development mailbox."""
