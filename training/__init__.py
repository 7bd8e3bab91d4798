"""Courses and what people have learnt in them. The only wing that knows people."""
