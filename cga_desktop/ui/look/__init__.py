"""Colours, type and icons of the window: declared once, applied everywhere."""
