"""Which tools each unit's processes used: the picture of units × tools, for managers and for the unit's own meeting."""
