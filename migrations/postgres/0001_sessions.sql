-- A signed-in browser. `key` is the SHA-256 of the cookie, `sealed` the password under a key that only the cookie gives.
CREATE TABLE session (
    key        BYTEA  PRIMARY KEY,
    owner      TEXT   NOT NULL,
    salt       BYTEA  NOT NULL,
    nonce      BYTEA  NOT NULL,
    sealed     BYTEA  NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);

CREATE INDEX session_by_age ON session (seen_at);
