-- What was thought of each article, so that nobody needs to count votes. Votes are forgotten in time; these stay.
CREATE TABLE vote_count (
    article    TEXT    PRIMARY KEY NOT NULL,
    useful     INTEGER NOT NULL,
    not_useful INTEGER NOT NULL
) STRICT;

INSERT INTO vote_count (article, useful, not_useful)
SELECT article, SUM(useful), SUM(1 - useful) FROM vote GROUP BY article;

-- Whose vote on an article is the oldest: it is forgotten first.
CREATE INDEX vote_by_age ON vote (article, voted_at, visitor);
