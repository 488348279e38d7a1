"""Files, settings, templates, history and the cache: the only room that touches disk and git, not coaching."""
