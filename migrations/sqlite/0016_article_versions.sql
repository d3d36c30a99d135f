-- Help articles as they were written in the browser, every version; the highest of an article is shown. An empty text is the file's.
CREATE TABLE article_version (
    article  TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (article, version)
) STRICT;
