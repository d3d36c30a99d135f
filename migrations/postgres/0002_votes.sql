-- One row a visitor and article. `visitor` is a SHA-256, never a cookie or an address.
CREATE TABLE vote (
    article  TEXT   NOT NULL,
    visitor  BYTEA  NOT NULL,
    useful   BIGINT NOT NULL,
    voted_at BIGINT NOT NULL,
    PRIMARY KEY (article, visitor)
);
