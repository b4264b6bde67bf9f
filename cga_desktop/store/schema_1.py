"""The first schema, frozen: what version 0.1 of the program writes."""

TABLES = (
    """
    CREATE TABLE actor (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        description VARCHAR NOT NULL,
        address VARCHAR NOT NULL,
        postcode VARCHAR NOT NULL,
        citycode VARCHAR NOT NULL,
        lat FLOAT,
        lon FLOAT,
        precision VARCHAR NOT NULL,
        radius_m FLOAT,
        placed_by_hand BOOLEAN NOT NULL,
        contact_name VARCHAR NOT NULL,
        contact_role VARCHAR NOT NULL,
        phone VARCHAR NOT NULL,
        email VARCHAR NOT NULL,
        website VARCHAR NOT NULL,
        opening_hours VARCHAR NOT NULL,
        audiences VARCHAR NOT NULL,
        themes VARCHAR NOT NULL,
        notes VARCHAR NOT NULL,
        PRIMARY KEY (id)
    )""",
    """
    CREATE TABLE contributor (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        role VARCHAR NOT NULL,
        PRIMARY KEY (id)
    )""",
    """
    CREATE TABLE interviewguide (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        introduction VARCHAR NOT NULL,
        closing VARCHAR NOT NULL,
        PRIMARY KEY (id)
    )""",
    'CREATE INDEX ix_interviewguide_key ON interviewguide ("key")',
    """
    CREATE TABLE study (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        retention_until VARCHAR,
        demonstration BOOLEAN NOT NULL,
        PRIMARY KEY (id)
    )""",
    """
    CREATE TABLE territory (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        code VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        PRIMARY KEY (id)
    )""",
    "CREATE INDEX ix_territory_code ON territory (code)",
    """
    CREATE TABLE theme (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        retired BOOLEAN NOT NULL,
        merged_into_id VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(merged_into_id) REFERENCES theme (id)
    )""",
    'CREATE INDEX ix_theme_key ON theme ("key")',
    """
    CREATE TABLE interview (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        guide_id VARCHAR NOT NULL,
        pseudonym VARCHAR NOT NULL,
        age_band VARCHAR NOT NULL,
        neighbourhood VARCHAR NOT NULL,
        actor_id VARCHAR,
        contributor_id VARCHAR,
        second_contributor_id VARCHAR,
        date VARCHAR NOT NULL,
        place VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        notes VARCHAR NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(guide_id) REFERENCES interviewguide (id),
        FOREIGN KEY(actor_id) REFERENCES actor (id),
        FOREIGN KEY(contributor_id) REFERENCES contributor (id),
        FOREIGN KEY(second_contributor_id) REFERENCES contributor (id)
    )""",
    "CREATE INDEX ix_interview_actor_id ON interview (actor_id)",
    """
    CREATE TABLE observation (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        text VARCHAR NOT NULL,
        date VARCHAR NOT NULL,
        lat FLOAT,
        lon FLOAT,
        address VARCHAR NOT NULL,
        contributor_id VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(contributor_id) REFERENCES contributor (id)
    )""",
    """
    CREATE TABLE question (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        guide_id VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        section VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        wording VARCHAR NOT NULL,
        help VARCHAR NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(guide_id) REFERENCES interviewguide (id)
    )""",
    "CREATE INDEX ix_question_guide_id ON question (guide_id)",
    """
    CREATE TABLE relation (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        source_id VARCHAR NOT NULL,
        target_id VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        strength INTEGER NOT NULL,
        directed BOOLEAN NOT NULL,
        note VARCHAR NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(source_id) REFERENCES actor (id),
        FOREIGN KEY(target_id) REFERENCES actor (id)
    )""",
    "CREATE INDEX ix_relation_source_id ON relation (source_id)",
    "CREATE INDEX ix_relation_target_id ON relation (target_id)",
    """
    CREATE TABLE answer (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        interview_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        wording VARCHAR NOT NULL,
        text VARCHAR NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(interview_id) REFERENCES interview (id),
        FOREIGN KEY(question_id) REFERENCES question (id)
    )""",
    "CREATE INDEX ix_answer_interview_id ON answer (interview_id)",
    """
    CREATE TABLE consent (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        purpose VARCHAR NOT NULL,
        interview_id VARCHAR,
        actor_id VARCHAR,
        granted BOOLEAN,
        given_at VARCHAR,
        form VARCHAR NOT NULL,
        notice_version INTEGER NOT NULL,
        withdrawn_at VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(interview_id) REFERENCES interview (id),
        FOREIGN KEY(actor_id) REFERENCES actor (id)
    )""",
    "CREATE INDEX ix_consent_actor_id ON consent (actor_id)",
    "CREATE INDEX ix_consent_interview_id ON consent (interview_id)",
    """
    CREATE TABLE excerpt (
        id VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        updated_at VARCHAR NOT NULL,
        interview_id VARCHAR NOT NULL,
        answer_id VARCHAR,
        kind VARCHAR NOT NULL,
        text VARCHAR NOT NULL,
        theme_id VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(interview_id) REFERENCES interview (id),
        FOREIGN KEY(answer_id) REFERENCES answer (id),
        FOREIGN KEY(theme_id) REFERENCES theme (id)
    )""",
    "CREATE INDEX ix_excerpt_interview_id ON excerpt (interview_id)",
)
