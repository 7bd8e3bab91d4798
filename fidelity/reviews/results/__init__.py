"""What closed rounds say: of each unit to those who work in it, of the raters' agreement, and to each rater of their own drift."""
