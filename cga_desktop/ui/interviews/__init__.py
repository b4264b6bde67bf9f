"""Interviews: the list of those recorded, and the form in which they are."""
