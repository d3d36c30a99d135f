-- Whose pictures an owner wants to see: one row a sender or message. `key` is a SHA-256 of owner and sender or message, so that
-- the table alone names nobody.
CREATE TABLE picture (
    key        BYTEA  PRIMARY KEY,
    allowed_at BIGINT NOT NULL
);

CREATE INDEX picture_by_age ON picture (allowed_at);
