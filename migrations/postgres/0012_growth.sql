-- How full mailboxes were, one row a day at most. `owner` is a digest under a key of this site; days are counted from 1 January 1970.
CREATE TABLE growth (
    owner   BYTEA   NOT NULL,
    day     BIGINT  NOT NULL,
    used    BIGINT  NOT NULL,
    allowed BIGINT  NOT NULL,
    PRIMARY KEY (owner, day)
);

CREATE INDEX growth_by_day ON growth (day);
