"""Which tools each unit's processes actually used. Nothing here carries a person."""
