//! Writes the manual pages into a folder: postern(1), a page for each command, and postern.toml(5).
//!
//! `cargo run --example man -- target/man`; `bin/package` does it.

mod settings;

use clap::CommandFactory as _;
use postern::arguments::Arguments;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: man FOLDER")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let command = Arguments::command().disable_help_subcommand(true);
    clap_mangen::generate_to(command, folder)?;
    std::fs::write(folder.join("postern.toml.5"), settings::page(include_str!("../../README.md"))?)?;
    Ok(())
}
