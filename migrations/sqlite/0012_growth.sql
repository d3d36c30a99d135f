-- How full mailboxes were, one row a day at most. `owner` is a digest under a key of this site; days are counted from 1 January 1970.
CREATE TABLE growth (
    owner   BLOB    NOT NULL,
    day     INTEGER NOT NULL,
    used    INTEGER NOT NULL,
    allowed INTEGER NOT NULL,
    PRIMARY KEY (owner, day)
) STRICT;

CREATE INDEX growth_by_day ON growth (day);
