"""Taking back, doing again, looking at what was: what users see of the operation log."""
