//! Every series: its name, what it tells, its labels and its buckets. Nothing else names one.

use super::label::*;
use super::process;
use super::route::Route;
use super::series::{Counters, Gauges, Timings, counter, gauge, ratio};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use std::sync::atomic::AtomicU64;

/// Seconds of a page: a list takes a millisecond, a form may wait for a mail server that learns.
const PAGE: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// Seconds of a command to the mail server: some are answered from memory, others wait for a disk, or half a minute.
const COMMAND: &[f64] = &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// Seconds of a statement: SQLite in memory, to what is given up.
const STATEMENT: &[f64] = &[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 3.0];

/// All series of this process.
pub(super) struct Catalogue {
    pub registry: Registry,
    pub requests: Counters<(Route, Method, Status)>,
    pub request_time: Timings<Route>,
    pub http_connections: Gauge,
    pub http_refused: Counter,
    pub commands: Counters<(ImapCommand, ImapResult)>,
    pub command_time: Timings<ImapCommand>,
    pub imap_connections: Gauges<Use>,
    pub imap_most: Gauge,
    pub imap_fullest: Gauge<f64, AtomicU64>,
    pub imap_waiting: Gauge,
    pub imap_opened: Counters<Opening>,
    pub imap_waits: Counters<Wait>,
    pub mail_servers: Gauges<ServerState>,
    pub sign_ins: Counters<SignIn>,
    pub sessions: Gauge,
    pub messages: Counters<Deed>,
    pub freed: Counter,
    pub jobs: Gauges<JobState>,
    pub jobs_ended: Counters<JobEnd>,
    pub rows: Gauge,
    pub statement_time: Timings<Statement>,
    pub store_troubles: Counters<StoreTrouble>,
    pub store_connections: Gauges<Use>,
    pub store_most: Gauge,
    pub store_up: Gauge,
    pub draining: Gauge,
    pub resident: Gauge,
    pub open_files: Gauge,
    pub most_files: Gauge,
}

impl Catalogue {
    pub fn new() -> Self {
        let mut registry = Registry::default();
        let r = &mut registry;
        let all = Self {
            requests: Counters::new(
                r,
                "postern_http_requests",
                "Requests of browsers and mail programs that were answered",
            ),
            request_time: Timings::new(
                r,
                "postern_http_request_duration_seconds",
                "How long a request took until its answer began",
                PAGE,
            ),
            http_connections: gauge(
                r,
                "postern_http_connections",
                "Connections of browsers, proxies and machines that are open",
            ),
            http_refused: counter(
                r,
                "postern_http_connections_refused",
                "Connections that were closed at once, for all places were taken",
            ),
            commands: Counters::new(r, "postern_imap_commands", "Commands to the mail servers, by how they ended"),
            command_time: Timings::new(
                r,
                "postern_imap_command_duration_seconds",
                "How long a command to a mail server took, however it ended; of several at once each from the sending of all",
                COMMAND,
            ),
            imap_connections: Gauges::new(r, "postern_imap_connections", "Connections to the mail servers"),
            imap_most: gauge(r, "postern_imap_connections_max", "Connections to the mail servers there may be"),
            imap_fullest: ratio(
                r,
                "postern_imap_connections_fullest_ratio",
                "Which part of the connections there may be to a mail server is in use, at the one where it is most",
            ),
            imap_waiting: gauge(
                r,
                "postern_imap_connections_wanted",
                "Callers that wait now because all connections are in use",
            ),
            imap_opened: Counters::new(
                r,
                "postern_imap_connections_opened",
                "Openings of connections to the mail servers, by what became of them",
            ),
            imap_waits: Counters::new(
                r,
                "postern_imap_connection_waits",
                "Callers that had to wait for a connection, by what became of them",
            ),
            mail_servers: Gauges::new(
                r,
                "postern_mail_servers",
                "Configured mail servers, by whether they answered when they were last asked",
            ),
            sign_ins: Counters::new(r, "postern_sign_ins", "Tries to sign in, by how they ended"),
            sessions: gauge(
                r,
                "postern_sessions_active",
                "Sessions that asked for something here in the last five seconds",
            ),
            messages: Counters::new(
                r,
                "postern_messages",
                "Messages to which something was done, as far as the mail server confirmed it",
            ),
            freed: counter(r, "postern_freed_bytes", "Octets that deleting for good freed in the mailboxes"),
            jobs: Gauges::new(
                r,
                "postern_jobs",
                "Long work in this process that is under way, or ended in the last minute",
            ),
            jobs_ended: Counters::new(r, "postern_jobs_ended", "Long work that ended in this process, by how it ended"),
            rows: gauge(r, "postern_cached_rows", "Rows of lists that are remembered"),
            statement_time: Timings::new(
                r,
                "postern_store_statement_duration_seconds",
                "How long the database took for a statement, however that ended",
                STATEMENT,
            ),
            store_troubles: Counters::new(
                r,
                "postern_store_errors",
                "Statements that the database did not answer, by why",
            ),
            store_connections: Gauges::new(r, "postern_store_connections", "Connections to the database"),
            store_most: gauge(r, "postern_store_connections_max", "Connections to the database there may be"),
            store_up: gauge(r, "postern_store_up", "Whether the database answers now: 1 or 0"),
            draining: gauge(r, "postern_draining", "Whether this process is about to end: 1 or 0"),
            resident: gauge(r, "process_resident_memory_bytes", "Memory of this process that is not swapped out"),
            open_files: gauge(r, "process_open_fds", "Files and sockets that this process has open"),
            most_files: gauge(r, "process_max_fds", "Files and sockets that this process may have open"),
            registry: Registry::default(),
        };
        let build = Family::<Pairs, Gauge>::default();
        build.get_or_create(&vec![("version", env!("CARGO_PKG_VERSION"))]).set(1);
        r.register("postern_build_info", "The version of Postern that runs; always 1", build);
        let start = Gauge::<f64, AtomicU64>::default();
        start.set(process::now());
        r.register("process_start_time_seconds", "When this process began, in Unix seconds", start);
        Self { registry, ..all }
    }
}
