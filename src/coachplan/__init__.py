"""Coaching plans as Markdown files in git."""

__version__ = "0.2.0"
