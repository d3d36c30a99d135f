-- Long work. `owner` is a digest under a key of this site; `asked` says what is done to which mailbox, `uids` which messages (once
-- they are known), `progress` how far it has come. It opens no mailbox: work goes on when its owner is signed in.
CREATE TABLE job (
    id         BLOB    PRIMARY KEY NOT NULL,
    owner      BLOB    NOT NULL,
    is_open    INTEGER NOT NULL,
    asked      TEXT    NOT NULL,
    uids       TEXT    NOT NULL,
    progress   TEXT    NOT NULL,
    asked_at   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX job_by_age ON job (expires_at);
CREATE INDEX job_open ON job (is_open, asked_at);
