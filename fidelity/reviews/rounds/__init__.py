"""Rounds of review: what is planned, which samples are drawn, and who rates what."""
