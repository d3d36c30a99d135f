//! Many browsers at once: pages a second, and what one page costs of a processor; on one node and on three.

use super::browser::{Browser, Coding};
use super::rig::{PASSWORD, Rig, number};
use super::table::{Times, met, ms};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};
use support::launcher::Program;
use support::postgres::{Door, Postgres};
use support::process;

/// How long each measurement goes on, in seconds, after the time that warms everything up.
const SECONDS: usize = 5;
const WARM_UP: Duration = Duration::from_secs(1);
/// Nodes that share a database, where there are several.
const NODES: usize = 3;

const LIST: &str = "/spam";
const ARTICLE: &str = "/help/pop-and-imap";

/// What is promised of a measurement.
#[derive(Default)]
struct Promise {
    /// Pages a second, at least.
    rate: Option<f64>,
    /// Milliseconds of a processor that Postern needs for a page, at most.
    cost: Option<f64>,
    /// Milliseconds that 99 of 100 pages take, at most.
    p99: Option<f64>,
}

/// Where the pages come from: one Postern, or several that share a database; the clients are spread over them in turn.
struct Site {
    origins: Vec<String>,
    ids: Vec<u32>,
    dovecot: u32,
}

impl Site {
    fn of(rig: &Rig, nodes: &[&Program]) -> Result<Self, String> {
        let dovecot = rig.dovecot_group().ok_or("Dovecot's processes are not to be found")?;
        let (origins, ids) = nodes.iter().map(|node| (node.origin(), node.id())).unzip();
        Ok(Self { origins, ids, dovecot })
    }

    /// Signs in at the first: all of them know the session.
    fn browser(&self, address: &str) -> Result<Browser, String> {
        Browser::sign_in(self.origin(0), address, PASSWORD)
    }

    fn origin(&self, connection: usize) -> &str {
        self.origins.get(connection % self.origins.len().max(1)).map_or("", String::as_str)
    }

    /// Seconds of a processor: of Postern, of Dovecot, of the bench.
    fn used(&self) -> [f64; 3] {
        let own = process::seconds(std::process::id());
        [self.ids.iter().map(|id| process::seconds(*id)).sum(), process::group_seconds(self.dovecot), own]
    }
}

/// Measures lists, the overview and an article on kept connections: of one session, each of a session of its own, and with more
/// owners than connections.
pub fn load(rig: &mut Rig) -> Result<(), String> {
    let people = rig.people()?;
    let one = vec![rig.guest(2_000)?];
    let some = |count: usize| people.iter().take(count).cloned().collect::<Vec<_>>();
    println!(
        "\nload: pages a second on kept connections; milliseconds of a processor for one page, on {} cores",
        cores()
    );
    columns();
    let (origin, id) = rig.postern().map(|postern| (postern.origin(), postern.id()))?;
    let site = &Site { origins: vec![origin], ids: vec![id], ..Site::of(rig, &[])? };
    let list = || Promise { rate: Some(3500.0), cost: Some(0.30), ..Promise::default() };
    let cost = |most| Promise { cost: Some(most), ..Promise::default() };
    let (gzip, plain) = (Coding::Gzip, Coding::Plain);
    for connections in [8, 64] {
        let each = some(connections);
        run(site, "lists, one session", connections, &one, LIST, gzip, &list())?;
        run(site, "lists, one session, not compressed", connections, &one, LIST, plain, &Promise::default())?;
        run(site, "lists, a session each", connections, &each, LIST, gzip, &list())?;
        run(site, "lists, a session each, not compressed", connections, &each, LIST, plain, &Promise::default())?;
    }
    let p99 = Promise { p99: Some(40.0), ..Promise::default() };
    // Nobody of them has been here before.
    let strangers: Vec<String> = people.iter().skip(100).take(64).cloned().collect();
    run(site, "lists, 64 owners, from the start", 32, &strangers, LIST, gzip, &p99)?;
    run(site, "overviews, a session each", 8, &some(8), "/", gzip, &cost(0.35))?;
    run(site, "articles, a session each", 8, &some(8), ARTICLE, gzip, &cost(0.08))?;
    run(site, "articles, strangers", 8, &[], ARTICLE, gzip, &cost(0.08))?;
    nodes(rig, &people)
}

/// Measures the same lists with each database, and on one node and on three.
fn nodes(rig: &Rig, people: &[String]) -> Result<(), String> {
    println!(
        "\nload: the same lists with each database, and on {NODES} nodes that share one; the clients spread over them in turn"
    );
    columns();
    let postgres = Postgres::try_start(Door::Open, None)?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let file = format!("sqlite://{}/bench.db", folder.path().display());
    for (what, count, database) in [
        ("SQLite", 1, file),
        ("PostgreSQL", 1, postgres.database()),
        ("PostgreSQL, 3 nodes", NODES, postgres.database()),
    ] {
        let programs = rig.start_nodes(count, &database)?;
        let site = Site::of(rig, &programs.iter().collect::<Vec<_>>())?;
        for connections in [8, 64] {
            let each: Vec<String> = people.iter().take(connections).cloned().collect();
            // Together they do what one does, on the same processors.
            let promise = Promise { rate: Some(3500.0), ..Promise::default() };
            run(&site, &format!("lists, {what}"), connections, &each, LIST, Coding::Gzip, &promise)?;
        }
    }
    Ok(())
}

fn columns() {
    println!(
        "  {:<45} {:>8} {:>12} {:>8} {:>8} {:>6}  target",
        "", "pages/s", "p50-p99 ms", "Postern", "Dovecot", "bench"
    );
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Lets every connection ask for one page after the other, for its owners by turns; a page that is not a page ends the measurement.
fn run(
    site: &Site,
    what: &str,
    connections: usize,
    owners: &[String],
    path: &str,
    coding: Coding,
    promise: &Promise,
) -> Result<(), String> {
    let signed_in = owners.iter().map(|address| site.browser(address)).collect::<Result<Vec<_>, _>>()?;
    let mut browsers = Vec::new();
    for connection in 0..connections {
        let mut own: Vec<&Browser> = signed_in.iter().cycle().skip(connection).take(1).collect();
        if connections < signed_in.len() {
            // Each connection goes through all of them in an order of its own, so that now and then two ask for the same owner.
            own = signed_in.iter().collect();
            let mut place = 0;
            own.sort_by_cached_key(|_| {
                place += 1;
                (place * 7919 + connection * place * 104_729) % 1009
            });
        }
        browsers.push(Browser::of(site.origin(connection), &own)?);
    }
    let time = Duration::from_secs(number("BENCH_SECONDS", SECONDS) as u64);
    // The longest waits are at the beginning: whoever promises something of them counts them.
    let warm_up = if promise.p99.is_some() { Duration::ZERO } else { WARM_UP };
    let barrier = Barrier::new(browsers.len() + 1);
    let barrier = &barrier;
    let (times, costs) = thread::scope(|scope| {
        let threads: Vec<_> = browsers
            .iter_mut()
            .map(|browser| {
                scope.spawn(move || {
                    barrier.wait();
                    let start = Instant::now();
                    let mut times = Times::default();
                    loop {
                        let asked = Instant::now();
                        if browser.get(path, coding)? < 1000 {
                            return Err("a page that is too short to be one".to_owned());
                        }
                        match start.elapsed() {
                            passed if passed > warm_up + time => return Ok(times),
                            passed if passed >= warm_up => times.push(asked.elapsed()),
                            _ => {}
                        }
                    }
                })
            })
            .collect();
        barrier.wait();
        thread::sleep(warm_up);
        let before = site.used();
        thread::sleep(time);
        let after = site.used();
        let mut times = Times::default();
        for thread in threads {
            times.append(thread.join().map_err(|_| "a thread has failed")??);
        }
        let mut costs = [0.0; 3];
        for (cost, (before, after)) in costs.iter_mut().zip(before.into_iter().zip(after)) {
            *cost = (after - before) * 1000.0 / times.count().max(1) as f64;
        }
        Ok::<_, String>((times, costs))
    })?;
    let rate = times.count() as f64 / time.as_secs_f64();
    let spread = format!("{:.1}-{:.1}", ms(times.at(50)), ms(times.at(99)));
    let [postern, dovecot, own] = costs.map(|cost| format!("{cost:.2}"));
    let targets = [
        promise.rate.map(|least| format!(">= {least}: {}", met(rate >= least))),
        promise.cost.map(|most| format!("<= {most:.2} ms: {}", met(costs[0] <= most))),
        promise.p99.map(|most| format!("p99 <= {most} ms: {}", met(ms(times.at(99)) <= most))),
    ];
    let targets = targets.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let what = format!("{connections} connections, {what}");
    println!("  {what:<45} {rate:>8.0} {spread:>12} {postern:>8} {dovecot:>8} {own:>6}  {targets}");
    Ok(())
}
