-- What was thought of each article, so that nobody needs to count votes. Votes are forgotten in time; these stay.
CREATE TABLE vote_count (
    article    TEXT   PRIMARY KEY,
    useful     BIGINT NOT NULL,
    not_useful BIGINT NOT NULL
);

-- Whose vote on an article is the oldest: it is forgotten first.
CREATE INDEX vote_by_age ON vote (article, voted_at, visitor);
