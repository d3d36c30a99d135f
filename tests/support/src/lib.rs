//! What the tests, the demo and the bench share: real mail servers, one that is written out, a running Postern, a browser for
//! its pages, and a mail program that looks at the mailboxes without a line of the product.
//!
//! | module | what |
//! |---|---|
//! | [`launcher`] | starts Postern, in this process or as a program; the one place where its configuration is written |
//! | [`client`] | a browser for its pages: keeps cookies and seals |
//! | [`answer`] | what it reads from an answer |
//! | [`dovecot`] | the private Dovecot that most tests run before |
//! | [`other_servers`] | Cyrus IMAP and Courier IMAP, unpacked by `bin/check servers` |
//! | [`scripted_server`] | an IMAP server that plays a transcript: what a real one will not do on demand |
//! | [`postgres`] | the private PostgreSQL that tests of the database may use instead of a file |
//! | [`database`] | another program at the database of a site |
//! | [`nginx`] | the private proxy in front of several Posterns |
//! | [`host`] | where any of them listens, and how Anna signs in |
//! | [`independent_client`] | another mail program: it looks at a mailbox, and meddles |
//! | [`pop3`] | the program that Anna reads her mail with |
//! | [`fixtures`] | the mail of Anna Lindner, whom the demo shows, too |
//! | [`reading_ease`] | how easy a sentence is to read |
//! | [`process`] | what the kernel knows about a process |
//! | [`wait`] | until something is so |
//! | [`corpus`] | messages and HTML that nobody here wrote |

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

pub mod account;
pub mod answer;
pub mod client;
pub mod corpus;
pub mod database;
pub mod dovecot;
pub mod fixtures;
pub mod host;
pub mod independent_client;
pub mod launcher;
pub mod nginx;
pub mod other_servers;
pub mod pop3;
pub mod postgres;
pub mod process;
pub mod reading_ease;
pub mod scripted_server;
pub mod wait;
