-- Folders that are kept clean. `owner` is a digest under a key of this site; `seen` says what was seen of the folder and when; `address`
-- is empty, or sealed under a key that is not in this database (the mail server's master password is part of it), for the nightly run.
CREATE TABLE retention (
    owner      BLOB    NOT NULL,
    folder     TEXT    NOT NULL,
    days       INTEGER NOT NULL,
    seen       TEXT    NOT NULL,
    seen_at    INTEGER NOT NULL,
    run_at     INTEGER NOT NULL,
    job        BLOB    NOT NULL,
    taken      INTEGER NOT NULL,
    octets     INTEGER NOT NULL,
    address    BLOB    NOT NULL,
    checked_at INTEGER NOT NULL,
    PRIMARY KEY (owner, folder)
) STRICT;

CREATE INDEX retention_by_check ON retention (checked_at);

-- Work that one process does at a time.
CREATE TABLE lease (
    name   TEXT    PRIMARY KEY NOT NULL,
    holder TEXT    NOT NULL,
    until  INTEGER NOT NULL
) STRICT;
