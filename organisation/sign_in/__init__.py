"""Signing in and out, sessions, passwords and the throttle."""
