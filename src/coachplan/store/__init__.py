"""The only door to disk and git: files, settings, templates, history, the cache. It decides nothing about coaching."""
