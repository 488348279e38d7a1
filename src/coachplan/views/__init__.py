"""Typed views of one fact each: a plan in a row, a plan in full, its events, its findings. No words for people."""
