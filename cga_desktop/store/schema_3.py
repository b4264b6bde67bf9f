"""The third schema, frozen: the index of full-text search, and what keeps it honest.

``search_document`` holds one document for each record that can be found, without accents and
capitals; ``search_text`` is the index over it, which three triggers keep in step. Triggers on the
tables of records note in ``search_waiting`` which documents are no longer what their records say,
whatever statement changed them, in the transaction of the change.

A later step that makes one of these tables anew makes its triggers anew too.
"""

_TAKEN_OUT = (
    "INSERT INTO search_text (search_text, rowid, title, body, context) "
    "VALUES ('delete', OLD.id, OLD.title, OLD.body, OLD.context);"
)
_PUT_IN = (
    "INSERT INTO search_text (rowid, title, body, context) "
    "VALUES (NEW.id, NEW.title, NEW.body, NEW.context);"
)
OF_THE_INDEX = ("search_text", "search_document")
INDEX = (
    """
    CREATE TABLE search_document (
        id INTEGER PRIMARY KEY,
        kind VARCHAR NOT NULL,
        record_id VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        body VARCHAR NOT NULL,
        context VARCHAR NOT NULL,
        UNIQUE (kind, record_id)
    )""",
    """
    CREATE VIRTUAL TABLE search_text USING fts5(
        title, body, context,
        content = 'search_document', content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
    )""",
    # What is taken out of the index is overwritten, not only hidden.
    "INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO search_text (search_text, rank) VALUES ('rank', 'bm25(8.0, 1.0, 0.5)')",
    f"CREATE TRIGGER search_document_new AFTER INSERT ON search_document BEGIN {_PUT_IN} END",
    f"CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN {_TAKEN_OUT} END",
    f"""CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document
        BEGIN {_TAKEN_OUT} {_PUT_IN} END""",
)
"""The documents and the index over them; made anew whenever the index is."""

WAITING = """
    CREATE TABLE search_waiting (
        kind VARCHAR NOT NULL,
        record_id VARCHAR NOT NULL,
        gone BOOLEAN NOT NULL,
        PRIMARY KEY (kind, record_id)
    ) WITHOUT ROWID"""
"""``gone``: the record is no more, so its words must not outlive it."""

_INDEXED = {
    "interview": ("kind", "actor_id", "pseudonym", "neighbourhood", "place", "notes"),
    "actor": (
        "name", "kind", "description", "address", "contact_name", "contact_role", "audiences",
        "themes", "notes",
    ),
    "excerpt": ("interview_id", "kind", "text", "theme_id"),
    "observation": ("text", "address"),
    "theme": ("name", "retired", "merged_into_id"),
}  # fmt: skip
"""The kinds of documents, and the columns of their own records that are in them."""


def _noted(kind: str, record: str, *, gone: bool = False) -> str:
    again = "DO UPDATE SET gone = 1" if gone else "DO NOTHING"
    values = f"VALUES ('{kind}', {record}, {gone:d}) ON CONFLICT {again};"
    return f"INSERT INTO search_waiting {values}"


def _all_noted(kind: str, where: str) -> str:
    return (
        f"INSERT INTO search_waiting SELECT '{kind}', id, 0 FROM {kind} WHERE {where} "  # noqa: S608  (names of this file)
        "ON CONFLICT DO NOTHING;"
    )


def _trigger(table: str, when: str, noted: str) -> str:
    name = when.split(maxsplit=1)[0].lower()
    return f"CREATE TRIGGER search_{table}_{name} AFTER {when} BEGIN {noted} END"


def _differs(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{one} IS NOT OLD.{one}" for one in columns)


def _changed(table: str, columns: tuple[str, ...]) -> str:
    return f"UPDATE OF {', '.join(columns)} ON {table} WHEN {_differs(columns)}"


def _of_the_record(kind: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return (
        _trigger(kind, f"INSERT ON {kind}", _noted(kind, "NEW.id")),
        _trigger(kind, _changed(kind, columns), _noted(kind, "NEW.id")),
        _trigger(kind, f"DELETE ON {kind}", _noted(kind, "OLD.id", gone=True)),
    )


_IN_ITS_INTERVIEW = _noted("interview", "NEW.interview_id")
_OUT_OF_ITS_INTERVIEW = _noted("interview", "OLD.interview_id")
_NAMED_IN_INTERVIEWS = _all_noted("interview", "actor_id = NEW.id")
_NAMED_IN_EXCERPTS = _all_noted("excerpt", "theme_id = NEW.id")

TRIGGERS = (
    *(one for kind, columns in _INDEXED.items() for one in _of_the_record(kind, columns)),
    _trigger("answer", "INSERT ON answer", _IN_ITS_INTERVIEW),
    _trigger(
        "answer",
        _changed("answer", ("interview_id", "text")),
        _IN_ITS_INTERVIEW + _OUT_OF_ITS_INTERVIEW,
    ),
    _trigger("answer", "DELETE ON answer", _OUT_OF_ITS_INTERVIEW),
    _trigger("actor_name", "INSERT ON actor", _NAMED_IN_INTERVIEWS),
    _trigger("actor_name", _changed("actor", ("name",)), _NAMED_IN_INTERVIEWS),
    _trigger("theme_name", "INSERT ON theme", _NAMED_IN_EXCERPTS),
    _trigger("theme_name", _changed("theme", ("name",)), _NAMED_IN_EXCERPTS),
)

EVERYTHING_WAITS = tuple(_all_noted(kind, "true") for kind in _INDEXED)
"""Every record there is has yet to be put into the index."""
