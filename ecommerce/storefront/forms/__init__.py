"""What shoppers fill in, with words that say how to put a mistake right."""
