-- What this site signs with, so that forms and cookies stay valid when the process starts anew, and are valid at every process that
-- shares the database. It opens no mailbox: the password of a session is sealed under its cookie.
CREATE TABLE secret (
    name  TEXT  PRIMARY KEY,
    value BYTEA NOT NULL
);
