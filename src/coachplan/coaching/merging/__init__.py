"""Two changes of one plan become one, field by field; a question is left where only a person can decide."""
