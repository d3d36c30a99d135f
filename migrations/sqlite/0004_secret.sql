-- What this site signs with, so that forms and cookies stay valid when the process starts anew. It opens no mailbox: the password
-- of a session is sealed under its cookie.
CREATE TABLE secret (
    name  TEXT PRIMARY KEY NOT NULL,
    value BLOB NOT NULL
) STRICT;
