"""What can be read of a damaged study: page by page, since SQLite gives up at the first bad one.

``pages`` decrypts single pages and tells the intact from the damaged; ``cells`` reads rows out of
one page; ``tables`` finds every page of a table, also those that no longer hang on anything.
"""
