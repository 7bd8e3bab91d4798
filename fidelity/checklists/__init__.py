"""Checklists for moments that a caseworker knows."""
