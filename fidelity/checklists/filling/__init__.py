"""Checklists filled in: started, ticked on and off the network, finished, corrected in the open, and counted."""
