"""`make bench`: what pages cost, beside the limit measured in the same run. Only ratios travel between machines."""
