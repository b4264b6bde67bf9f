"""The verbs: one plain function is one thing a user can do, in a file named after its noun."""
