"""Rating of samples: blind, kept as it was submitted, shown to the others when all are in."""
