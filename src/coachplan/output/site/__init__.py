"""The private site: pages of where plans stand, for whoever may read them, in a folder or from a server."""
