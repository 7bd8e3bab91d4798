"""The file of processes from a case system: reading it, saying what it would change, and taking it in."""
