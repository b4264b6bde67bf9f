"""Exports: for whom, in which form, where; and the printer of maps."""
