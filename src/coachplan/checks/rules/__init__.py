"""The rules, a module for each family: a rule is a function with a decorator, and its page in `pages/` beside it.

Importing this package loads no rule; `checks.registry` has them all. Docstrings name sources in short: the
improvement-plan article, the handbook and the three-traps article of docs/sources.md.
"""
