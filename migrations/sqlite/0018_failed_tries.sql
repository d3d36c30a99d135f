-- Tries of a password that failed, counted by all nodes together. `key` is a digest of whose they are; `full_at` is when, by the
-- database's own clock in Unix milliseconds, the last of them is forgotten. One process counts in memory and leaves this empty.
CREATE TABLE failed_try (
    key     BLOB    PRIMARY KEY NOT NULL,
    full_at INTEGER NOT NULL
) STRICT;
CREATE INDEX failed_try_full_at ON failed_try (full_at);
