-- One row a visitor and article. `visitor` is a SHA-256, never a cookie or an address.
-- STRICT knows INTEGER, not BIGINT; for SQLite both are 64 bits. The PostgreSQL file says BIGINT and BYTEA.
CREATE TABLE vote (
    article  TEXT    NOT NULL,
    visitor  BLOB    NOT NULL,
    useful   INTEGER NOT NULL,
    voted_at INTEGER NOT NULL,
    PRIMARY KEY (article, visitor)
) STRICT;
