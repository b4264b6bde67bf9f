"""The map in the window: a web view that only knows the program's own files."""
