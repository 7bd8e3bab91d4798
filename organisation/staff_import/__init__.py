"""The staff file from the HR system: reading it, saying what it would change, and taking it in."""
