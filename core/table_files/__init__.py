"""Files of rows that people bring in: bytes to cells, cells to values, faults in words, and a file's way from preview to settled."""
