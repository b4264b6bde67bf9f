"""The command line of the program: thin, calls operations; no Qt."""
