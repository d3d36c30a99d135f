-- Folders that are kept clean. `owner` is a digest under a key of this site; `seen` says what was seen of the folder and when; `address`
-- is empty, or sealed under a key that is not in this database (the mail server's master password is part of it), for the nightly run.
CREATE TABLE retention (
    owner      BYTEA   NOT NULL,
    folder     TEXT    NOT NULL,
    days       BIGINT  NOT NULL,
    seen       TEXT    NOT NULL,
    seen_at    BIGINT  NOT NULL,
    run_at     BIGINT  NOT NULL,
    job        BYTEA   NOT NULL,
    taken      BIGINT  NOT NULL,
    octets     BIGINT  NOT NULL,
    address    BYTEA   NOT NULL,
    checked_at BIGINT  NOT NULL,
    PRIMARY KEY (owner, folder)
);

CREATE INDEX retention_by_check ON retention (checked_at);

-- Work that one process does at a time.
CREATE TABLE lease (
    name   TEXT    PRIMARY KEY NOT NULL,
    holder TEXT    NOT NULL,
    until  BIGINT  NOT NULL
);
