"""What the tables of young people's groups are made with: a change, and as unchangeable."""

STATEMENTS = (
    """CREATE TABLE youth_groups (
        id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
        name TEXT NOT NULL, place TEXT NOT NULL, made_at BIGINT NOT NULL, ended_at BIGINT)""",
    "CREATE INDEX youth_groups_here ON youth_groups (municipality_id, ended_at)",
    """CREATE TABLE group_members (
        group_id TEXT NOT NULL REFERENCES youth_groups (id), staff_id TEXT NOT NULL REFERENCES staff (id),
        PRIMARY KEY (group_id, staff_id))""",
    "CREATE INDEX groups_of_member ON group_members (staff_id)",
    """CREATE TABLE group_rules (
        id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
        group_id TEXT NOT NULL REFERENCES youth_groups (id), tags TEXT NOT NULL, places TEXT NOT NULL,
        ages TEXT NOT NULL, made_at BIGINT NOT NULL)""",
    "CREATE INDEX group_rules_here ON group_rules (municipality_id, id)",
    """CREATE TABLE round_places (
        round_id TEXT PRIMARY KEY REFERENCES rounds (id), place TEXT NOT NULL)""",
    """CREATE TABLE wish_places (
        wish_id TEXT NOT NULL REFERENCES wishes (id) ON DELETE CASCADE, place TEXT NOT NULL,
        PRIMARY KEY (wish_id, place))""",
    """CREATE TABLE inbox (
        id TEXT PRIMARY KEY, group_id TEXT NOT NULL REFERENCES youth_groups (id),
        wish_id TEXT NOT NULL REFERENCES wishes (id) ON DELETE CASCADE, is_in BIGINT NOT NULL,
        status TEXT NOT NULL, how TEXT NOT NULL, came_from TEXT, reason TEXT NOT NULL,
        arrived_at BIGINT NOT NULL, moved_at BIGINT NOT NULL, UNIQUE (group_id, wish_id))""",
    "CREATE INDEX inbox_piles ON inbox (group_id, is_in, status, id)",
    "CREATE INDEX inbox_of_wish ON inbox (wish_id)",
    """CREATE TABLE group_comments (
        id TEXT PRIMARY KEY, line_id TEXT NOT NULL REFERENCES inbox (id) ON DELETE CASCADE,
        staff_id TEXT NOT NULL, text TEXT NOT NULL, at BIGINT NOT NULL)""",
    "CREATE INDEX group_comments_of_line ON group_comments (line_id, id)",
    """CREATE TABLE group_tags (
        line_id TEXT NOT NULL REFERENCES inbox (id) ON DELETE CASCADE, tag TEXT NOT NULL,
        municipality_id TEXT NOT NULL REFERENCES municipalities (id), staff_id TEXT NOT NULL,
        at BIGINT NOT NULL, PRIMARY KEY (line_id, tag))""",
    "CREATE INDEX group_tags_here ON group_tags (municipality_id, at, line_id, tag)",
    """CREATE TABLE group_ranks (
        group_id TEXT NOT NULL REFERENCES youth_groups (id), staff_id TEXT NOT NULL,
        place BIGINT NOT NULL, line_id TEXT NOT NULL REFERENCES inbox (id) ON DELETE CASCADE,
        PRIMARY KEY (group_id, staff_id, place))""",
    "CREATE INDEX group_ranks_of_line ON group_ranks (line_id)",
    """CREATE TABLE group_drafts (
        line_id TEXT PRIMARY KEY REFERENCES inbox (id) ON DELETE CASCADE,
        municipality_id TEXT NOT NULL REFERENCES municipalities (id), state TEXT NOT NULL,
        status TEXT NOT NULL, text TEXT NOT NULL, staff_id TEXT NOT NULL, reason TEXT NOT NULL,
        version TEXT NOT NULL, at BIGINT NOT NULL)""",
    "CREATE INDEX group_drafts_here ON group_drafts (municipality_id, state, line_id)",
    """CREATE TABLE to_route_again (
        municipality_id TEXT PRIMARY KEY REFERENCES municipalities (id), passed TEXT NOT NULL)""",
    "ALTER TABLE wishes ADD COLUMN in_groups BIGINT NOT NULL DEFAULT 0",
    """CREATE INDEX wishes_in_no_group ON wishes (municipality_id, state, in_groups, id)
        WHERE answer_id IS NULL""",
)
