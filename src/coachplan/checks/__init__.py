"""What `check` and `wording` say: the rules, their pages, how findings are chosen and fixed. No file and no git."""
