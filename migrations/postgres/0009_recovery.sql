-- What is half done in mailboxes: copies whose originals are not expunged yet, messages that are marked and not gone, marks of other
-- programs that are lifted for a moment. `owner` is a digest under a key of this site; it is finished when the owner is signed in.
CREATE TABLE recovery (
    owner        BYTEA   NOT NULL,
    mailbox      BYTEA   NOT NULL,
    uid_validity BIGINT  NOT NULL,
    notes        TEXT    NOT NULL,
    noted_at     BIGINT  NOT NULL,
    PRIMARY KEY (owner, mailbox, uid_validity)
);
