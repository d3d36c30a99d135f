//! The program: arguments, logs, configuration, serve. No decisions.

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use postern::config::Config;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// A webmail for people whose mail program speaks POP.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// The configuration file; without it, postern.toml here, if there is one.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the web server.
    Serve,
    /// Reads the configuration and says what is wrong with it.
    CheckConfig,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    #[expect(clippy::disallowed_methods, reason = "read here once, for config.rs")]
    let environment = std::env::vars_os();
    // What is not UTF-8 is no key of ours.
    let environment =
        environment.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let config = match Config::load(arguments.config.as_deref(), environment) {
        Ok(config) => config,
        Err(mistakes) => return say(&mistakes.to_string(), ExitCode::from(2)),
    };
    match arguments.command.unwrap_or(Command::Serve) {
        Command::CheckConfig => say("the configuration is good", ExitCode::SUCCESS),
        Command::Serve => match serve(config) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => say(&format!("postern: {error:#}"), ExitCode::FAILURE),
        },
    }
}

#[expect(clippy::print_stderr, reason = "this is where the program speaks to whoever started it")]
fn say(text: &str, code: ExitCode) -> ExitCode {
    eprintln!("{text}");
    code
}

fn serve(config: Config) -> anyhow::Result<()> {
    start_log();
    // Sanitising and decoding hostile mail may go deeper than a small stack.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(8 * 1024 * 1024).build()?;
    runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate()).context("no signals")?;
        let mut interrupt = signal(SignalKind::interrupt()).context("no signals")?;
        let running = postern::serve::start(config).await?;
        tracing::info!("listening on http://{}", running.address());
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        running.stop().await;
        Ok(())
    })
}

/// Logs to standard error. async-imap writes commands with passwords into its traces: it is silenced whatever is asked for.
fn start_log() {
    let asked = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let silent = ["async_imap=off", "imap_proto=off"].into_iter().filter_map(|directive| directive.parse().ok());
    let filter = silent.fold(asked, EnvFilter::add_directive);
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
