"""Errors, findings, policy, days and parallel work, for every room; nothing here knows about coaching."""
