-- Tries of a password that failed, counted by all nodes together. `key` is a digest of whose they are; `full_at` is when, by the
-- database's own clock in Unix milliseconds, the last of them is forgotten.
CREATE TABLE failed_try (
    key     BYTEA  PRIMARY KEY NOT NULL,
    full_at BIGINT NOT NULL
);
CREATE INDEX failed_try_full_at ON failed_try (full_at);
