"""Instruments: the criteria with their anchored levels that samples are rated against."""
