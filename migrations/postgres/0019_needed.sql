-- The newest migration that a release has to know to work with these tables. One that only adds leaves it alone, so that the release
-- before goes on, and may start again, beside the new one; one that takes something away adds its own number.
CREATE TABLE needed (
    migration BIGINT PRIMARY KEY
);

INSERT INTO needed (migration) VALUES (19);
