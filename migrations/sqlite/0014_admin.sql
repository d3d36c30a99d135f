-- Browsers that are signed in to /admin. `key` is a digest of what the browser holds.
CREATE TABLE admin_session (
    key        BLOB    PRIMARY KEY NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) STRICT;

-- Codes that were used, by the thirty seconds they were shown in (RFC 6238): none opens twice.
CREATE TABLE admin_code (
    step    INTEGER PRIMARY KEY NOT NULL,
    used_at INTEGER NOT NULL
) STRICT;
