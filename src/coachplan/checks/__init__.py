"""The rules of `check` and `wording`: their pages, and how findings are chosen and fixed. Neither files nor git."""
