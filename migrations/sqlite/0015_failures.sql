-- Sign-ins that failed, counted by day (from 1 January 1970), mail domain of this site (or empty) and kind. Nobody is in it.
CREATE TABLE sign_in_failure (
    day    INTEGER NOT NULL,
    domain TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (day, domain, kind)
) STRICT;
