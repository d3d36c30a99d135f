-- Whether the owner of a job wants it to end: one that is, never goes on.
ALTER TABLE job ADD COLUMN cancelled BIGINT NOT NULL DEFAULT 0;
