-- Help articles as they were written in the browser, every version; the highest of an article is shown. An empty text is the file's.
CREATE TABLE article_version (
    article  TEXT    NOT NULL,
    version  BIGINT  NOT NULL,
    text     TEXT    NOT NULL,
    saved_at BIGINT  NOT NULL,
    PRIMARY KEY (article, version)
);
