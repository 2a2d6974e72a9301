"""What the shop is measured against: an empty Django view, and one with the least SQL of a purchase."""
