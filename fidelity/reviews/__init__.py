"""Reviews of method fidelity: case samples, instruments, rounds, ratings, agreement. Nothing in their results names anybody."""
