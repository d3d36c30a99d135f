//! Figures that a host can watch (Prometheus): what happens here is counted, and told at `/metrics`.
//!
//! The lowest room: any other may count. Each kind of happening has a function here, whose arguments are enums or times; `catalogue` names
//! the series, `label` has every word by which they are told apart, `route` every route. So the number of series is known at the
//! start and never grows, whatever is sent, and nothing that belongs to a person can become a name. Counting is an addition at a known
//! place. What is a state and no happening ([`Now`]) is asked for when somebody looks.

mod catalogue;
mod label;
mod process;
mod route;
mod series;
#[cfg(feature = "otel")]
mod spans;

pub use label::{
    Deed, ImapCommand, ImapResult, JobEnd, JobState, Method, Opening, SignIn, Statement, Status, StoreTrouble, Wait,
};
pub use prometheus_client::encoding::prometheus_text::CONTENT_TYPE;
pub use route::Route;

use catalogue::Catalogue;
use label::{ServerState, Use};
use process::Process;
use series::whole;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

/// Of this process: what is counted far below knows of no application.
static ALL: LazyLock<Catalogue> = LazyLock::new(Catalogue::new);
/// Held by who sets the gauges and writes them.
static TELLING: Mutex<()> = Mutex::new(());

/// How things stand at the moment, as far as it is asked for and not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Now {
    /// Connections to the mail servers.
    pub imap: Connections,
    /// Those to the mail server of which most are in use, by what there may be to each.
    pub imap_fullest: Connections,
    /// Callers that wait for one.
    pub imap_waiting: usize,
    /// Mail servers that answered when they were last asked, that did not, and that nobody has asked.
    pub mail_servers: [usize; 3],
    /// Sessions that asked for something a moment ago.
    pub sessions: usize,
    /// Jobs by how they stand.
    pub jobs: Vec<(JobState, usize)>,
    /// Rows of lists that are remembered.
    pub rows: usize,
    /// Connections to the database.
    pub store: Connections,
    /// Whether the database answers.
    pub store_is_up: bool,
    /// Whether this process is about to end.
    pub is_draining: bool,
}

/// How many connections there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Connections {
    /// At work.
    pub in_use: usize,
    /// Waiting for work.
    pub idle: usize,
    /// How many there may be.
    pub most: usize,
}

impl Connections {
    /// Adds those of another server.
    pub fn add(&mut self, other: Self) {
        self.in_use += other.in_use;
        self.idle += other.idle;
        self.most += other.most;
    }

    /// Returns which part of those there may be is in use; nothing where there may be none.
    pub fn ratio(self) -> f64 {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        if self.most == 0 { 0.0 } else { number(self.in_use) / number(self.most) }
    }
}

/// Begins to count, so that every series is there before anything happens.
pub fn begin() {
    LazyLock::force(&ALL);
}

/// Returns every series with its value, in the text format of Prometheus (version 0.0.4).
pub fn text(now: &Now) -> String {
    let _telling = TELLING.lock().unwrap_or_else(PoisonError::into_inner);
    let all = &*ALL;
    for (series, connections) in [(&all.imap_connections, now.imap), (&all.store_connections, now.store)] {
        series.set(Use::InUse, connections.in_use);
        series.set(Use::Idle, connections.idle);
    }
    all.imap_most.set(whole(now.imap.most));
    all.imap_fullest.set(now.imap_fullest.ratio());
    all.imap_waiting.set(whole(now.imap_waiting));
    let [up, away, unasked] = now.mail_servers;
    for (state, count) in [(ServerState::Up, up), (ServerState::Away, away), (ServerState::Unasked, unasked)] {
        all.mail_servers.set(state, count);
    }
    all.sessions.set(whole(now.sessions));
    for state in <JobState as label::Label>::all() {
        let count = now.jobs.iter().filter(|(standing, _)| *standing == state).map(|(_, count)| count).sum();
        all.jobs.set(state, count);
    }
    all.rows.set(whole(now.rows));
    all.store_most.set(whole(now.store.most));
    all.store_up.set(now.store_is_up.into());
    all.draining.set(now.is_draining.into());
    let process = Process::ask();
    all.resident.set(whole(process.resident));
    all.open_files.set(whole(process.open));
    all.most_files.set(whole(process.may_open));
    let mut text = String::new();
    // A String takes whatever is written.
    let _ = prometheus_client::encoding::prometheus_text::encode(&mut text, &all.registry);
    text
}

/// Counts a request that was answered, and how long the answer took to begin.
pub fn request(route: Route, method: Method, status: Status, time: Duration) {
    ALL.requests.add((route, method, status), 1);
    ALL.request_time.observe(route, time);
    #[cfg(feature = "otel")]
    spans::request(route, method, status);
}

/// Counts one connection of a browser more.
pub fn connected() {
    ALL.http_connections.inc();
}

/// Counts one connection of a browser less.
pub fn disconnected() {
    ALL.http_connections.dec();
}

/// Counts a connection of a browser that found no place.
pub fn connection_refused() {
    ALL.http_refused.inc();
}

/// Counts a command to a mail server, and how long it took.
pub fn imap_command(command: ImapCommand, result: ImapResult, time: Duration) {
    ALL.commands.add((command, result), 1);
    ALL.command_time.observe(command, time);
    #[cfg(feature = "otel")]
    spans::imap_command(command, result, time);
}

/// Counts the opening of a connection to a mail server.
pub fn imap_opened(opening: Opening) {
    ALL.imap_opened.add(opening, 1);
}

/// Counts somebody who had to wait for a connection to a mail server.
pub fn imap_waited(wait: Wait) {
    ALL.imap_waits.add(wait, 1);
}

/// Counts a try to sign in.
pub fn sign_in(result: SignIn) {
    ALL.sign_ins.add(result, 1);
}

/// Counts messages to which something was done.
pub fn messages(deed: Deed, count: u64) {
    ALL.messages.add(deed, count);
}

/// Counts octets that were freed.
pub fn freed(octets: u64) {
    ALL.freed.inc_by(octets);
}

/// Counts long work that ended.
pub fn job_ended(end: JobEnd) {
    ALL.jobs_ended.add(end, 1);
}

/// Counts a statement to the database, and how long it took; `trouble` says why there is no answer.
pub fn statement(kind: Statement, trouble: Option<StoreTrouble>, time: Duration) {
    ALL.statement_time.observe(kind, time);
    trouble.into_iter().for_each(no_answer);
    #[cfg(feature = "otel")]
    spans::statement(kind, time);
}

/// Counts something that the database did not answer.
pub fn no_answer(trouble: StoreTrouble) {
    ALL.store_troubles.add(trouble, 1);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn names(text: &str) -> BTreeSet<String> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.rsplit_once(' ')).map(|(series, _)| series.to_owned()).collect()
    }

    #[test]
    fn every_series_is_there_before_anything_happens_and_none_comes_later() {
        begin();
        let before = names(&text(&Now::default()));
        for series in [
            "postern_http_requests_total{route=\"/help/{slug}\",method=\"read\",status=\"5xx\"}",
            "postern_imap_commands_total{command=\"EXPUNGE\",result=\"cut\"}",
            "postern_sign_ins_total{result=\"wrong-password\"}",
            "postern_jobs{state=\"failed\"}",
            "postern_store_statement_duration_seconds_count{kind=\"write\"}",
            "process_resident_memory_bytes",
        ] {
            assert!(before.contains(series), "{series} in {before:#?}");
        }
        for n in 0..300 {
            request(Route::of(Some(&format!("/help/{n}"))), Method::Other, Status::OurFault, Duration::from_secs(n));
            sign_in(SignIn::named(&n.to_string()));
        }
        let now = Now { mail_servers: [7, 8, 9], store_is_up: true, ..Now::default() };
        assert_eq!(names(&text(&now)), before);
    }

    #[test]
    fn what_is_counted_is_told() {
        // Nothing else in this process uses this route.
        let route = Route::of(Some("/admin/articles/{slug}/{version}"));
        let of = |text: &str, series: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(series)).map(str::trim);
            line.and_then(|value| value.parse::<f64>().ok())
        };
        request(route, Method::Read, Status::Good, Duration::from_millis(3));
        request(route, Method::Read, Status::Good, Duration::from_secs(20));
        let fullest = Connections { in_use: 45, idle: 3, most: 50 };
        let text = text(&Now { jobs: vec![(JobState::Waiting, 2)], imap_fullest: fullest, ..Now::default() });
        assert_eq!(of(&text, "postern_imap_connections_fullest_ratio"), Some(0.9), "{text}");
        let labels = "route=\"/admin/articles/{slug}/{version}\"";
        let requests = format!("postern_http_requests_total{{{labels},method=\"read\",status=\"2xx\"}}");
        assert_eq!(of(&text, &requests), Some(2.0));
        for (bucket, count) in [("0.0025", 0.0), ("0.005", 1.0), ("10", 1.0), ("+Inf", 2.0)] {
            let series = format!("postern_http_request_duration_seconds_bucket{{{labels},le=\"{bucket}\"}}");
            assert_eq!(of(&text, &series), Some(count), "{series} in {text}");
        }
        assert!(text.contains("# TYPE postern_http_requests_total counter\n"), "{text}");
    }
}
