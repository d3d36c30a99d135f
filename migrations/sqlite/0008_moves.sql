-- What is kept of messages that were moved, so that they can be put back: where they went, and which flags each had, by a digest of
-- what it is known by. `action` is a job, or an action that needed none and has a row there all the same.
CREATE TABLE move_record (
    action     BLOB    NOT NULL,
    step       INTEGER NOT NULL,
    record     TEXT    NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (action, step)
) STRICT;

CREATE INDEX move_record_by_age ON move_record (expires_at);
