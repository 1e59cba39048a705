//! The command `rumql`: checks, formats, explains and runs queries of Datadog's RUM audience API.
//!
//! ```text
//! args ──► command ──► rumql-project (files) ──► rumql-lint (findings) ──► report ──► exit code
//!             └──► api ──gate (lint again)──► rumql-api ──► Datadog, or rumql-emulator in the process
//! ```
//!
//! The environment, the clock and the terminal are read here, once, and handed down as values.
//! Results go to standard output, everything else to standard error.

mod api;
mod args; // start here: what can be asked
mod bug;
mod commands;
mod exit;
mod input;
mod report;
mod session;
mod terminal;
mod unified;

use std::process::ExitCode;

use clap::Parser;
use jiff::Timestamp;

use crate::{
    args::{Cli, Command},
    exit::Exit,
    session::Session,
    terminal::Environment,
};

fn main() -> ExitCode {
    // Prints help and usage errors itself; a wrong usage ends with 2.
    let cli = Cli::parse();
    bug::keep_panics();
    let mut session = Session::new(clock(), cli.color, environment());
    let exit = bug::contained(|| run(&cli, &mut session)).unwrap_or_else(|bug| {
        session.error(&bug.to_string());
        Exit::Failed
    });
    session.finish(exit).into()
}

fn run(cli: &Cli, session: &mut Session) -> Exit {
    match &cli.command {
        Command::Check(args) => commands::check::run(args, session),
        Command::Fmt(args) => commands::fmt::run(args, session),
        Command::Explain(args) => commands::explain::run(args, session),
        Command::Rules(args) => commands::rules::run(args, session),
        Command::Query(args) => commands::query::run(args, session),
        Command::Facet(args) => commands::facet::run(args, session),
        Command::Mapping(args) => commands::mapping::run(&args.action, session),
        Command::Emulate(args) => commands::emulate::run(args, session),
        Command::Connection(args) => commands::connection::run(&args.action, session),
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
fn clock() -> Timestamp {
    let now = Timestamp::now();
    // A whole second: parts of one only make the moments that count back from it hard to read.
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
fn environment() -> Environment {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    Environment {
        no_color: set("NO_COLOR").is_some(),
        force_color: set("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
        dumb: set("TERM").is_some_and(|value| value == "dumb"),
    }
}
