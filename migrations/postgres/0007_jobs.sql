-- Long work. `owner` is a digest under a key of this site; `asked` says what is done to which mailbox, `uids` which messages (once
-- they are known), `progress` how far it has come. It opens no mailbox: work goes on when its owner is signed in.
CREATE TABLE job (
    id         BYTEA  PRIMARY KEY,
    owner      BYTEA  NOT NULL,
    is_open    BIGINT  NOT NULL,
    asked      TEXT   NOT NULL,
    uids       TEXT   NOT NULL,
    progress   TEXT   NOT NULL,
    asked_at   BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL
);

CREATE INDEX job_by_age ON job (expires_at);
CREATE INDEX job_open ON job (is_open, asked_at);
