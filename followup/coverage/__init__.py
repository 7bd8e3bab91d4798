"""How training covers each section and unit, on any day."""
