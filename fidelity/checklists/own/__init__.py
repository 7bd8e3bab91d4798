"""A municipality's own checklists: written in the browser, published beside the common base and laid over it."""
