//! Postern: a webmail for people whose mail program speaks POP.
//!
//! POP sees the Inbox and nothing else. Postern stands in front of the IMAP server that a provider already runs, and shows in a
//! browser what POP does not: Spam, Trash, how full the mailbox is, and the help article for whatever is in the way. It owns no
//! mail.
//!
//! # The map
//!
//! Rooms in the order they stand on each other, the lowest first. `tests/architecture.rs` fails on an import that points up, and on
//! a circle of files. Two large rooms have inner rooms, in order as well.
//!
//! - [`figures`], what a host can watch: every series of `/metrics` is named there, with its labels. Every other room may count; nothing
//!   that belongs to a person is a name.
//! - [`imap`], the proxy layer: what the RFCs say. `types` are the words of the RFCs; `codec` cuts the stream into responses and is
//!   the only place where wire text is built; `client` is the conversation on one connection: connect, sign in, several commands
//!   at once, what a session, an examined and a selected mailbox can be asked; `pool` lends connections, each living in a task of
//!   its own. It reads the wire itself because a refusal or a cut line must never look like an empty mailbox; async-imap speaks
//!   the sign-in. Could a line stand in an RFC? Then it belongs here.
//! - [`sieve`], ManageSieve, as RFC 5804 says it: the scripts that the mail server runs over what is delivered. It takes from `imap` how
//!   a connection is made and trusted, and nothing of its words.
//! - [`store`], all SQL, one text for SQLite and PostgreSQL: browser sessions, votes on articles, articles written in the browser, counts
//!   of failed sign-ins, whose pictures are let in, long work, how moved messages were, what is half done, what this site signs with, which
//!   nodes there are and whose turn it is. Only `store::connection` knows which of the two it is.
//! - [`sessions`], who is signed in: neither row nor cookie alone gives a password back. What was opened a moment ago is remembered
//!   for seconds, so that a page seldom asks the database.
//! - [`mail`], what a person means. `types` is what a person sees and is told; `content` reads headers and bodies without a connection:
//!   `text` with its quotes and links, `html` made safe, `event`, an appointment, `preview`, a picture made anew, `verdict`, why a
//!   filter took it for spam, `caution`, what is odd about the sender or a link, `wrapper`, the original inside a filter's report;
//!   `account` is whose mail it is, how work is done on borrowed connections, and what is kept from request to request (the
//!   lock, and the turn among all nodes; the cache of rows; the recovery log of what a lost connection or a crash left half done, written down through
//!   [`mail::Notebook`] before the command goes out); `lists` looks at mailboxes; `reading` opens one
//!   message; `changes` runs bulk actions: chosen exactly, in steps, counted by looking again, finished after a cut;
//!   `filtering` is the spam filter's switch: a script of ours beside the owner's own. Could a user say
//!   it? Then it belongs here.
//! - [`jobs`], long work: a verb on many messages, in steps that the store knows of before and after, so that it goes on after a restart as
//!   soon as its owner is signed in; and taking a move back. Each step is a bulk action of `mail`: nothing else destroys. `jobs::node` is this
//!   process among those that share a PostgreSQL: a node has a lease, and with it the turns of accounts and the jobs that it took; one that
//!   stood still finds its fence down, and sends nothing.
//! - [`retention`], keeping Spam and Trash clean: what an owner has agreed to, what would go, and the runs that take it, when the owner
//!   signs in and at night. What goes is a job.
//! - [`i18n`], words, numbers, sizes and dates, from `locales/`.
//! - [`config`], every setting; the only reader of the file and the environment.
//! - [`articles`], what a help article is: the house's and the provider's, how they are searched, what they may say of this provider;
//!   [`articles::Guide`] alone names the article of each page, error and state.
//! - [`state`], what every request may ask for: configuration, store, languages, articles (those of files, and over them what was written
//!   in the browser), mail servers, limits, the door of `/admin`. It knows no feature and no page.
//! - [`web`], the toolbox: who asks ([`web::Visit`], [`web::SignedIn`]) and about which folder ([`web::OpenFolder`], with a form
//!   [`web::FolderForm`]), typed input, pages and the layout around them, error pages, the origin check, the limits on requests,
//!   cookies, headers, assets, the seal (a signature that binds a form to its owner, its folder and what its page said:
//!   [`web::SignedIn::seal`]), and the sentences that tell what an action did ([`web::report`]).
//! - The features, each what one page or one action does: [`login`], [`overview`], [`mailbox`] (the lists and their buttons),
//!   [`message`], [`pictures`] (whose are let in), [`cleanup`] (emptying), [`spam_filter`] (the filter's switch), [`storage`] (where the
//!   room went), [`progress`] (the pages of long work), [`help`] (and its votes), [`setup`] (how to set up a mail program, and what
//!   such programs ask by themselves); and [`admin`], for those who look after the site, in a frame of its own: how things stand, and the
//!   articles. They import neither each other nor `imap`. Does a line
//!   know a status code or a template? Then it belongs to one of them.
//! - [`site`], the list of routes and of the layers around them, each with its reason.
//! - [`serve`] listens and knows who is connected; [`probe`] asks a server what it can do; [`dns_records`] are the lines for a zone
//!   file by which mail programs find all this; [`arguments`] is the command line, which `main.rs` reads and `examples/man` makes manual
//!   pages of; `traces.rs` sends traces, where it is built with them.
//!
//! A person signs in with an *address*; what belongs to the mailbox, whichever address led there, goes by
//! [`mail::Account::mailbox_key`] (server and user name); sessions and permissions for pictures go by the address.
//!
//! # Where a change goes
//!
//! - A page: the feature's `mod.rs` (route), one file, a template, sentences in `locales/en.ftl`, the README's URLs, `page_snapshots` (which
//!   draws every page with sample data), a test in `tests/http`. A new feature also stands here, in `site`, and in
//!   `tests/architecture/rules.rs`.
//! - An IMAP command or extension: `imap/types/capability.rs`, `imap/client`; if the product goes without it, `mail/lists/server_report.rs`
//!   and the table in `tests/README.md`; a transcript in `tests/hostile`. A connection belongs to one account for life.
//! - What nodes have to agree on: the database, under the lease of `jobs/node.rs`; a test in `tests/http/nodes.rs`, and `bin/check nodes`.
//! - A table or a query: `migrations/` (a file in each folder), one file of `store`; its tests run on both databases.
//! - A spam filter: its name in `content/verdict/filter.rs`, its fields in `registry.rs`, who reads them beside it, rows in `samples.rs` and
//!   `dialects.rs`, the README's `[spam] trust`. What one of its rules means: `rules.txt`, and a sentence `rule-...` in `locales/en.ftl`
//!   (`bin/check words` tells what has none, and how easily all are read).
//! - Something for the host's people to see: `admin/overview.rs`; nobody's address, and nothing of a mailbox.
//! - A help article: `help/en/NAME.md`, and something that leads to it: a `Guide`, another article. What people call things that articles
//!   call otherwise: `articles/search.rs`. A mail program's settings: `setup/steps.rs` for people, `setup/autoconfig.rs` and the like for itself.
//! - A figure to watch: its name, help and labels in `figures/catalogue.rs`, a function in `figures/mod.rs`, a call where it happens, a row in
//!   `docs/figures.md`. A route: also `figures/route.rs`.
//! - A setting: `config/settings.rs` (the value, with its default), `config/sections.rs` (key and range), where it is used, the README.
//!
//! # An error
//!
//! [`imap::Error`] (what the server or the connection did) -> [`mail::Error`] (what it means to the person) -> [`web::Error`] (status, keys
//! in `locales/`, links; [`store::Error`] becomes one, too) -> [`web::error_pages`] draws the page and logs it, once. An action that was begun returns
//! [`mail::Outcome`] with its counts, and why it stopped in `trouble`. A failed sign-in has its own words, in `login::failure`. Each
//! names its article by an [`articles::Guide`].
//!
//! # Four walks
//!
//! **`GET /spam`**: [`site::router`] -> `mailbox::list::show` -> [`web::OpenFolder`]: [`web::SignedIn`] (cookie -> [`sessions`] ->
//! [`mail::Account`]; what other nodes do for it -> [`jobs::Jobs::refresh`]) -> `find(Role::Spam)`, from the list of mailboxes that is cached -> [`mail::Mail::list`]: a connection is
//! borrowed, best the one that has Spam open; one round trip asks for its UIDVALIDITY, for news and for the rows of the page (only
//! their flags, if the page is cached) -> [`mail::Listing`] -> `templates/mailbox/list.html`.
//!
//! **`POST /spam/empty`**: `web::check_origin` -> [`web::FolderForm`]: a typed form (UIDVALIDITY, last UID, count), and its seal ->
//! [`mail::Mail::empty`] -> a bulk action: the account's lock, and its turn among all nodes; SELECT; another UIDVALIDITY is 409 and nothing is touched -> the UIDs up to the last one,
//! without those another program has marked; more than the page said is 409, too -> in steps of 4,000: UID STORE, UID EXPUNGE of
//! exactly these -> UID SEARCH: what is left, what is newer -> [`mail::Outcome`] -> [`web::report`] -> 303 `/spam`: "412 messages
//! deleted for good. 3 newer messages were kept." Where it waits, or takes many: [`jobs::Jobs::ask`] -> 303 `/jobs/{id}`, while a task
//! goes on: [`mail::Mail::plan`] (which messages), [`mail::Mail::step`] again and again, [`mail::Mail::sum_up`].
//!
//! **A night**: [`state::AppState::keep_nights`] -> [`retention::Keeper::run_night`]: a lease, then owner after owner: an address is unsealed, a
//! master user opens the mailbox -> `find_due`: what the server saved there long ago (SAVEDATE), else what was seen there long ago, by the
//! UIDNEXTs of earlier days ([`mail::FirstSeen`]) -> the run is claimed in the store -> [`jobs::Jobs::ask`], a job of exactly these UIDs.
//!
//! **`GET /inbox/1699-412/body`**, the frame on a message's page: `message::body` -> [`mail::Mail::html_body`], the HTML and the pictures it
//! names -> [`state::PicturePermissions`]: may pictures be loaded from elsewhere? -> [`mail::HtmlBody::safe`], in a thread of its own: `html::tree`
//! reads it within bounds, `writer` writes what is allowed, marks links and makes a style of what `cascade` finds in the
//! stylesheets, ammonia is last -> `templates/message/body.html`, under a policy that loads and runs nothing.

pub mod admin;
pub mod arguments;
pub mod articles;
pub mod cleanup;
pub mod config;
pub mod dns_records;
pub mod figures;
pub mod help;
pub mod i18n;
pub mod imap;
pub mod jobs;
pub mod login;
pub mod mail;
pub mod mailbox;
pub mod message;
pub mod overview;
pub mod pictures;
pub mod probe;
pub mod progress;
pub mod retention;
pub mod serve;
pub mod sessions;
pub mod setup;
pub mod sieve;
pub mod site;
pub mod spam_filter;
pub mod state;
pub mod storage;
pub mod store;
pub mod web;

#[cfg(test)]
mod page_snapshots;
#[cfg(test)]
mod plain_words;
