-- Whose pictures an owner wants to see, once more: who allowed what is told by digests under this site's key, and the owner may
-- read whom: `name` is a sender's address, sealed under a key of the owner's; of a single message there is none. What was allowed
-- before is asked again, for its digests were under no key.
DROP TABLE picture;

CREATE TABLE picture (
    key        BLOB    PRIMARY KEY NOT NULL,
    owner      BLOB    NOT NULL,
    kind       TEXT    NOT NULL,
    name       BLOB    NOT NULL,
    allowed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX picture_by_age ON picture (allowed_at);
CREATE INDEX picture_by_owner ON picture (owner, allowed_at);
