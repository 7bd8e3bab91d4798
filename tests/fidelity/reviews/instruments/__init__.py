"""Tests of the instruments and of the calibration samples."""
