"""What may break, broken on purpose: `make faults` runs it all, the suite a short part of it."""
