"""Ctrl+K: everything that was written, every room and every action, from one field."""
