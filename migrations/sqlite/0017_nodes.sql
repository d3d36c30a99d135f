-- Several processes over one database. A node says again and again that it is there; who does not, until `until` by the database's
-- own clock (milliseconds), is taken out, never comes back under that name, and all that it held is free.
CREATE VIEW clock AS SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) AS now;

CREATE TABLE node (
    id    TEXT    PRIMARY KEY NOT NULL,
    until INTEGER NOT NULL
) STRICT;

-- Whose turn it is to change an account's mail. `account` is a digest under a key of this site, `holder` a node or nobody, `before` who
-- had it when it was taken; each turn has a higher number than the one before.
CREATE TABLE turn (
    account BLOB    PRIMARY KEY NOT NULL,
    holder  TEXT    NOT NULL,
    before  TEXT    NOT NULL,
    number  INTEGER NOT NULL
) STRICT;

-- Which node is at a job, its place in its owner's line, until when other pages tell of its end, and which of its messages other actions
-- of its owner have taken.
ALTER TABLE job ADD COLUMN holder TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN news_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN taken TEXT NOT NULL DEFAULT '';
UPDATE job SET number = asked_at;

CREATE INDEX job_by_owner ON job (owner, number);
