"""The operation log: every change of every record, in order, kept for ever.

The log is the truth and the tables are a picture of it: ``folding`` computes a record from its
operations, ``rebuilding`` draws all tables afresh. ``capture`` and ``notebook`` write operations in
the same transaction as the change itself; ``undoing`` takes actions back by writing new operations.
"""
