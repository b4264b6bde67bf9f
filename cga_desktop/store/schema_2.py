"""The second schema, frozen: the operation log, media, and the care taken of this copy."""

TABLES = (
    # What one person did in one go. ``target`` is the action that an undo or redo is about;
    # ``state``: done, undone, cut (undone for good: something else was done since) or fixed.
    """
    CREATE TABLE action (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR NOT NULL UNIQUE,
        verb VARCHAR NOT NULL,
        author VARCHAR NOT NULL,
        began INTEGER NOT NULL,
        hlc INTEGER NOT NULL,
        target INTEGER REFERENCES action (id),
        state VARCHAR NOT NULL
    )""",
    "CREATE INDEX ix_action_state ON action (state, id)",
    "CREATE INDEX ix_action_target ON action (target) WHERE target IS NOT NULL",
    # ``id`` is the order in which this copy learnt of it; ``owner`` the interview, actor or
    # observation it belongs to; ``fields`` new values as JSON.
    """
    CREATE TABLE operation (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR NOT NULL UNIQUE,
        action_id INTEGER NOT NULL REFERENCES action (id),
        kind VARCHAR NOT NULL,
        record_kind VARCHAR NOT NULL,
        record_id VARCHAR NOT NULL,
        owner VARCHAR NOT NULL,
        hlc INTEGER NOT NULL,
        author VARCHAR NOT NULL,
        fields VARCHAR NOT NULL
    )""",
    "CREATE INDEX ix_operation_record ON operation (record_id, hlc)",
    "CREATE INDEX ix_operation_owner ON operation (owner, hlc)",
    "CREATE INDEX ix_operation_action ON operation (action_id)",
    "CREATE INDEX ix_operation_hlc ON operation (hlc)",
    """
    CREATE TABLE media (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        secret VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        media_type VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        interview_id VARCHAR,
        observation_id VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(interview_id) REFERENCES interview (id),
        FOREIGN KEY(observation_id) REFERENCES observation (id)
    )""",
    "CREATE INDEX ix_media_interview_id ON media (interview_id)",
    "CREATE INDEX ix_media_observation_id ON media (observation_id)",
    "CREATE TABLE care (name VARCHAR NOT NULL PRIMARY KEY, value VARCHAR NOT NULL)",
)
