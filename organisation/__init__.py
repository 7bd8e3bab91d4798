"""Municipalities, sections, units, people, employments, roles, sign-in, and who may see what."""
