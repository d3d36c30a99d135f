-- What visitors missed in a help article, in their own words; one sentence a visitor and article. `visitor` is the digest of the vote.
CREATE TABLE missing (
    article TEXT    NOT NULL,
    visitor BYTEA   NOT NULL,
    said    TEXT    NOT NULL,
    said_at BIGINT  NOT NULL,
    PRIMARY KEY (article, visitor)
);

CREATE INDEX missing_by_time ON missing (said_at);
