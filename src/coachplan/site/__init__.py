"""The private site: pages by what a reader may read."""
