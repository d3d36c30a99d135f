//! The program: arguments, logs, configuration, serve. No decisions.

use anyhow::Context as _;
use clap::Parser as _;
use postern::arguments::{Arguments, Command};
use postern::config::{Config, LogFormat, Mistakes, Store};
use postern::probe::Grade;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer, Registry};

#[cfg(feature = "otel")]
mod traces;

/// A part of what is done with a line of the log.
type BoxedLayer = Box<dyn Layer<Registry> + Send + Sync>;

/// A page is thousands of small texts, and an eighth of its time went in glibc's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Whose folders were looked at so many seconds ago or later is left to the next time.
const CLEANED_LATELY: i64 = 20 * 3600;
/// Letters of a password for `/admin`.
const SHORTEST_PASSWORD: usize = 12;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    #[expect(clippy::disallowed_methods, reason = "read here once, for config.rs")]
    let environment = std::env::vars_os();
    // What is not UTF-8 is no key of ours.
    let environment =
        environment.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let environment: Vec<(String, String)> = environment.collect();
    let (file, command) = (arguments.config.as_deref(), arguments.command.unwrap_or(Command::Serve));
    let whole = || Config::load(file, environment.iter().cloned());
    // While Postern does not run, files may be missing that other sections name.
    let store = || Config::store_of(file, environment.iter().cloned());
    match command {
        Command::HashPassword => hash_password().unwrap_or_else(failed),
        Command::CheckConfig => with(whole(), |config| Ok(check(&config))),
        Command::DnsRecords { domain } => with(whole(), |config| Ok(dns_records(&config, domain.as_deref()))),
        Command::Backup { file } => with(store(), |store| backup(&store, &file)),
        Command::Restore { file } => with(store(), |store| restore(&store, &file)),
        Command::Probe { address } => with(whole(), |config| probe(&config, &address)),
        command @ (Command::Serve | Command::Clean) => with(whole(), |config| match &around(&config)[..] {
            [] if matches!(command, Command::Clean) => clean(config),
            [] => serve(config).map(|()| ExitCode::SUCCESS),
            mistakes => Ok(say(&mistakes.join("\n"), ExitCode::from(2))),
        }),
    }
}

/// Does something with what was read, or says every mistake in it.
fn with<T>(read: Result<T, Mistakes>, work: impl FnOnce(T) -> anyhow::Result<ExitCode>) -> ExitCode {
    match read {
        Ok(read) => work(read).unwrap_or_else(failed),
        Err(mistakes) => say(&mistakes.to_string(), ExitCode::from(2)),
    }
}

/// Tells what is wrong around a configuration that can be read: a line for each mistake.
fn around(config: &Config) -> Vec<String> {
    let store = config.store.check().err().map(|mistakes| mistakes.to_string());
    let signature = postern::setup::check_signature(&config.setup).err().map(|mistake| mistake.to_string());
    store.into_iter().chain(signature).collect()
}

/// Says what is wrong and what is most likely not meant; the latter is no failure.
fn check(config: &Config) -> ExitCode {
    let mut lines: Vec<String> = config.warnings().iter().map(|warning| format!("warning: {warning}")).collect();
    let mut mistakes = around(config);
    if let Err(wrong) = postern::articles::Articles::load(config.help.folder.as_deref()) {
        mistakes.extend(wrong.iter().map(ToString::to_string));
    }
    let code = if mistakes.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) };
    lines.extend(mistakes);
    if code == ExitCode::SUCCESS {
        lines.push("the configuration is good".to_owned());
    }
    say(&lines.join("\n"), code)
}

fn failed(error: anyhow::Error) -> ExitCode {
    say(&format!("postern: {error:#}"), ExitCode::FAILURE)
}

/// Exit 0: all of the product works; 1: degraded; 2: cannot sign in.
#[expect(clippy::print_stdout, reason = "the facts are the program's output")]
fn probe(config: &Config, address: &str) -> anyhow::Result<ExitCode> {
    let password = password(&format!("Password of {address}: ")).context("no password on standard input")?;
    let (grade, told) = runtime()?.block_on(postern::probe::run(config, address, password.into()));
    print!("{told}");
    Ok(match grade {
        Grade::Full => ExitCode::SUCCESS,
        Grade::Degraded => ExitCode::from(1),
        Grade::NoSignIn => ExitCode::from(2),
    })
}

/// Exit 0: printed; 2: there is no password, it is too short, or it was typed in two ways.
#[expect(clippy::print_stdout, reason = "the line is the program's output")]
fn hash_password() -> anyhow::Result<ExitCode> {
    let typed = password("Password for /admin: ").context("no password on standard input")?;
    let refuse = |why: &str| Ok(say(&format!("postern: {why}"), ExitCode::from(2)));
    if typed.chars().count() < SHORTEST_PASSWORD {
        return refuse(&format!("a password for /admin has at least {SHORTEST_PASSWORD} letters"));
    }
    if std::io::stdin().is_terminal() && password("The same once more: ")? != typed {
        return refuse("these are two passwords; nothing was made of them");
    }
    let hash = postern::state::hash_password(&typed.into())?;
    println!("password_hash = \"{hash}\"");
    Ok(ExitCode::SUCCESS)
}

/// Exit 0: printed; 2: the domain is not served, or has to be named.
#[expect(clippy::print_stdout, reason = "the records are the program's output")]
fn dns_records(config: &Config, domain: Option<&str>) -> ExitCode {
    match postern::dns_records::of(config, domain) {
        Ok(records) => {
            print!("{records}");
            ExitCode::SUCCESS
        }
        Err(why) => say(&format!("postern: {why}"), ExitCode::from(2)),
    }
}

/// Exit 0: all were looked at; 1: some could not be, or another process is at it.
#[expect(clippy::print_stdout, reason = "what it came to is the program's output")]
fn clean(config: Config) -> anyhow::Result<ExitCode> {
    start_log(config.log.format, None);
    let night = runtime()?.block_on(async {
        let state = postern::state::AppState::new(config).await?;
        let today = postern::store::now() - CLEANED_LATELY;
        let night = state.keeper().run_night(today, std::time::Duration::ZERO).await;
        state.shut_down().await;
        anyhow::Ok(night?)
    })?;
    let Some(night) = night else { return Ok(say("another process is at it", ExitCode::FAILURE)) };
    println!("owners: {}\nmessages: {}\noctets: {}\nfailed: {}", night.owners, night.taken, night.octets, night.failed);
    Ok(if night.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Exit 0: copied; 1: not, and there is no new file.
#[expect(clippy::print_stdout, reason = "what it came to is the program's output")]
fn backup(store: &Store, file: &Path) -> anyhow::Result<ExitCode> {
    let octets = runtime()?.block_on(postern::store::backup::backup(&store.location, file))?;
    println!("{}: {octets} octets", file.display());
    Ok(ExitCode::SUCCESS)
}

/// Exit 0: put back; 1: not, and everything is as it was.
#[expect(clippy::print_stdout, reason = "what it came to is the program's output")]
fn restore(store: &Store, file: &Path) -> anyhow::Result<ExitCode> {
    let before = runtime()?.block_on(postern::store::backup::restore(&store.location, file))?;
    println!("{}: restored from {}", store.location, file.display());
    if let Some(before) = before {
        println!("what was there before: {}", before.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks for it where somebody types, without showing it; else reads a line.
#[expect(clippy::print_stderr, reason = "this is where the program speaks to whoever started it")]
fn password(question: &str) -> std::io::Result<String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprint!("{question}");
        return rpassword::read_password();
    }
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

#[expect(clippy::print_stderr, reason = "this is where the program speaks to whoever started it")]
fn say(text: &str, code: ExitCode) -> ExitCode {
    eprintln!("{text}");
    code
}

fn serve(config: Config) -> anyhow::Result<()> {
    let runtime = runtime()?;
    #[cfg(feature = "otel")]
    let traces = {
        let _entered = runtime.enter();
        config.log.otlp_endpoint.as_deref().map(traces::begin).transpose().context("otlp_endpoint")?
    };
    #[cfg(feature = "otel")]
    let (traces, layer) = traces.unzip();
    #[cfg(not(feature = "otel"))]
    let layer = None;
    start_log(config.log.format, layer);
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    let served = runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate()).context("no signals")?;
        let mut interrupt = signal(SignalKind::interrupt()).context("no signals")?;
        let running = postern::serve::start(config).await?;
        // Not a log line: whoever starts us with port 0 learns the port here, however quiet the log. Nobody may be reading.
        let _ = writeln!(std::io::stdout(), "listening on http://{}", running.address());
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        // Who asks twice is in a hurry.
        tokio::select! {
            () = running.drain() => {}
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        running.stop().await;
        Ok(())
    });
    // While the runtime lives, which sends them.
    #[cfg(feature = "otel")]
    traces.iter().for_each(traces::Traces::end);
    served
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    // Decoding hostile mail may go deeper than a small stack.
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(8 * 1024 * 1024).build()?)
}

/// Logs to standard error, what RUST_LOG asks for. As JSON, each line carries the number of the request it belongs to in its spans.
///
/// async-imap writes commands with passwords into its traces. It is silenced by a filter of its own: in RUST_LOG a narrower
/// wish, such as `async_imap::client=trace`, would overrule any directive added here.
fn start_log(format: LogFormat, traces: Option<BoxedLayer>) {
    let asked = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let discreet = filter_fn(|about| !["async_imap", "imap_proto"].iter().any(|name| about.target().starts_with(name)));
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).boxed(),
    };
    let layers: Vec<BoxedLayer> = [lines].into_iter().chain(traces).collect();
    tracing_subscriber::registry().with(layers).with(asked).with(discreet).init();
    std::panic::set_hook(Box::new(tell_of_panic));
}

/// Logs where the code panicked. What a panic says by itself may quote mail: the text that could not be cut, the value that was none.
fn tell_of_panic(panic: &std::panic::PanicHookInfo<'_>) {
    match panic.location() {
        Some(place) => tracing::error!(target: "postern::panic", "panicked at {place}"),
        None => tracing::error!(target: "postern::panic", "panicked"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Kept {
        fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(octets);
            Ok(octets.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_is_logged_by_its_place_and_not_with_the_mail_that_it_quotes() {
        let kept = Kept::default();
        let writer = kept.clone();
        let log = fmt().with_writer(move || writer.clone()).with_ansi(false).finish();
        std::panic::set_hook(Box::new(tell_of_panic));
        tracing::subscriber::with_default(log, || {
            let broken = std::panic::catch_unwind(|| panic!("byte index 3 is not a char boundary in `Dear Anna`"));
            assert!(broken.is_err());
        });
        let _ = std::panic::take_hook();
        let told = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert!(told.contains("panicked at src/main.rs:") && !told.contains("Anna"), "{told}");
    }
}
