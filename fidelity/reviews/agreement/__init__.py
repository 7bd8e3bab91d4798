"""How far raters agree, and what a unit's levels say: pure functions in numpy, each with its source; words for their outcomes."""
