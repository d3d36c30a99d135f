-- Browsers that are signed in to /admin. `key` is a digest of what the browser holds.
CREATE TABLE admin_session (
    key        BYTEA   PRIMARY KEY NOT NULL,
    created_at BIGINT  NOT NULL,
    seen_at    BIGINT  NOT NULL
);

-- Codes that were used, by the thirty seconds they were shown in (RFC 6238): none opens twice.
CREATE TABLE admin_code (
    step    BIGINT  PRIMARY KEY NOT NULL,
    used_at BIGINT  NOT NULL
);
