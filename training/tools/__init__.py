"""The tool library: a page for every tool of the method, with a blank to print."""
