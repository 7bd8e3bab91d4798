"""Facts about the method in units: what is used, and how well. Nothing in its results ever names a person."""
