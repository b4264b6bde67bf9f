"""Full-text search over the study: what of each record can be found, and the index kept of it.

``documents`` says what of a record is searched, ``index`` keeps the index equal to the records,
``asking`` makes what somebody types into a question to it, ``passages`` shows what was found.
"""
