"""Documents of the plan: made by the worker at one press, numbered, dated, and never changed again."""
