"""One module a command: gather, one deep call a step, show."""
