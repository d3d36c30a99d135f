-- A signed-in browser. `key` is the SHA-256 of the cookie, `sealed` the password under a key that only the cookie gives.
CREATE TABLE session (
    key        BLOB    PRIMARY KEY NOT NULL,
    owner      TEXT    NOT NULL,
    salt       BLOB    NOT NULL,
    nonce      BLOB    NOT NULL,
    sealed     BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX session_by_age ON session (seen_at);
