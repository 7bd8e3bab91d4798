"""Calibration: fictional samples with reference ratings, which raters rate before and between live rounds."""
