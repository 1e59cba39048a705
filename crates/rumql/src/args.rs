//! What can be asked on the command line?

mod api;

use std::{convert::Infallible, path::PathBuf};

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use rumql_lint::Preset;
use rumql_project::MappingFile;
use rumql_source::{Entity, Severity};

pub(crate) use self::api::{
    AnswerFormat, ApiArgs, ConnectionAction, ConnectionArgs, DeleteArgs, EmulateArgs, FacetArgs,
    MappingAction, MappingArgs, PullArgs, QueryArgs, RecordFormat, SendingArgs, ShowArgs, WriteArgs,
};
use crate::terminal::Color;

/// Checks, formats, explains and runs queries of Datadog's RUM audience API.
///
/// `check`, `fmt`, `explain` and `rules` never touch the network: what is known of your attributes comes from
/// `mapping.lock.json`, or else from the public documentation. `query`, `facet`, `mapping` and `connection` ask
/// the API, or with `--demo` sample data in the process, without an account.
#[derive(Debug, Parser)]
#[command(
    name = "rumql",
    version,
    arg_required_else_help = true,
    after_help = "Examples:\n  \
        rumql check                                 every query below this folder\n  \
        rumql check -q 'session_count:>50'          one query\n  \
        rumql check segments --fix                  mend what can be mended safely\n  \
        rumql fmt --check                           what is not in the canonical spelling\n  \
        rumql explain 'last_seen:<30d'              whom a query means, in plain English\n  \
        rumql explain REF001                        what a finding means\n  \
        rumql query users 'session_count:>50 AND last_seen:<30d' --demo\n\n\
        Exit codes: 0 clean, 1 findings, 2 wrong usage or configuration, or an unreadable file,\n\
        3 the API or the network failed, 4 a change was sent and what became of it is unknown."
)]
pub(crate) struct Cli {
    /// Whether the output is coloured.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Tells what is wrong with queries, and the requests around them.
    Check(CheckArgs),
    /// Writes queries in their canonical spelling.
    Fmt(FmtArgs),
    /// Tells in plain English whom a query means, or what a finding means.
    Explain(ExplainArgs),
    /// Lists all rules.
    Rules(RulesArgs),
    /// Finds the users or accounts that a query means.
    Query(QueryArgs),
    /// Counts the values of an attribute.
    Facet(FacetArgs),
    /// Fetches the attributes of your organisation, or shows them.
    Mapping(MappingArgs),
    /// Lists, creates, updates and deletes the connections that bring custom attributes.
    Connection(ConnectionArgs),
    /// Runs the API on this machine, over sample data, for tests and for trying things out.
    Emulate(EmulateArgs),
}

/// Where queries come from.
#[derive(Debug, Args)]
pub(crate) struct Sources {
    /// Files and folders (`.rumql`, YAML, JSON); `-` is standard input.
    #[arg(value_name = "PATHS")]
    pub(crate) paths: Vec<PathBuf>,
    /// What a query asks of, where neither its request nor its file's name says it.
    #[arg(long, value_name = "ENTITY", value_parser = entity)]
    pub(crate) entity: Option<Entity>,
    /// The name of what comes from standard input; its ending tells the format.
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("mending").args(["fix", "diff"]).multiple(true),
    after_help = "Examples:\n  \
        rumql check segments lists.json\n  \
        rumql check -q 'plan_type:enterprise' --entity accounts\n  \
        rumql check -q '@type:error' --entity events --output-format json\n  \
        rumql check --fix --unsafe-fixes --diff     what would be mended\n  \
        cat at-risk.yml | rumql check - --stdin-filename at-risk.yml\n  \
        rumql check --mapping users=mapping.json --select REF,TYP --fail-on warning"
)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) sources: Sources,
    /// A query, in place of files.
    #[arg(short, long, value_name = "QUERY", allow_hyphen_values = true)]
    #[arg(conflicts_with_all = ["paths", "stdin_filename"])]
    pub(crate) query: Option<String>,
    /// Applies the fixes that keep who matches, and tells what is left.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Applies also the fixes that guess what was meant.
    #[arg(long, requires = "mending")]
    pub(crate) unsafe_fixes: bool,
    /// Shows what `--fix` would change, and changes nothing.
    #[arg(long)]
    pub(crate) diff: bool,
    /// How many rules are on; takes the place of what `rumql.toml` says.
    #[arg(long, value_name = "PRESET", value_parser = PRESETS)]
    pub(crate) preset: Option<String>,
    /// The rules to keep, whatever the preset: codes, names, families (`REF`) or `ALL`.
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = trimmed)]
    pub(crate) select: Vec<String>,
    /// The rules to leave out, besides those of `rumql.toml`.
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = trimmed)]
    pub(crate) ignore: Vec<String>,
    /// From which severity on findings end with 1.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "error")]
    pub(crate) fail_on: FailOn,
    /// How findings are written.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: OutputFormat,
    /// A mapping in place of the nearest `mapping.lock.json`; repeatable.
    #[arg(long, value_name = "[ENTITY=]FILE", value_parser = MappingFile::parse)]
    pub(crate) mapping: Vec<MappingFile>,
    /// The moment that relative times count from: RFC 3339 or Unix seconds.
    #[arg(long, value_name = "TIME", value_parser = moment, allow_hyphen_values = true)]
    pub(crate) now: Option<Timestamp>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
        rumql fmt                                   every query below this folder\n  \
        rumql fmt --check                           the files that would change\n  \
        echo 'a:1   NOT b:2' | rumql fmt -")]
pub(crate) struct FmtArgs {
    #[command(flatten)]
    pub(crate) sources: Sources,
    /// Lists the files that would change, and changes none.
    #[arg(long)]
    pub(crate) check: bool,
    /// Shows what would change, and changes nothing.
    #[arg(long)]
    pub(crate) diff: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
        rumql explain 'session_count:>50 AND last_seen:<30d'\n  \
        rumql explain '@view.loading_time:>3s' --entity events\n  \
        rumql explain -- '-plan_type:free'          a query that begins with a sign\n  \
        rumql explain - --output-format json < at-risk.rumql\n  \
        rumql explain REF001                        what a finding means\n\n\
        A word that is the code or the name of a rule means the rule; in quotes, '\"REF001\"', it is a query.")]
pub(crate) struct ExplainArgs {
    /// A query, `-` to read one from standard input, or a rule's code or name.
    #[arg(value_name = "QUERY|RULE")]
    pub(crate) subject: String,
    /// What the query asks of, unless `rumql.toml` says it.
    #[arg(long, value_name = "ENTITY", value_parser = entity)]
    pub(crate) entity: Option<Entity>,
    /// A mapping in place of the nearest `mapping.lock.json`; repeatable.
    #[arg(long, value_name = "[ENTITY=]FILE", value_parser = MappingFile::parse)]
    pub(crate) mapping: Vec<MappingFile>,
    /// The moment that relative times count from: RFC 3339 or Unix seconds.
    #[arg(long, value_name = "TIME", value_parser = moment, allow_hyphen_values = true)]
    pub(crate) now: Option<Timestamp>,
    /// How a query is explained.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: ExplainFormat,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// Only those that a preset turns on.
    #[arg(long, value_name = "PRESET", value_parser = PRESETS)]
    pub(crate) preset: Option<String>,
    /// How they are written.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: RulesFormat,
}

/// The presets, by name.
const PRESETS: [&str; 3] = ["recommended", "strict", "all"];

/// The preset that was asked for.
pub(crate) fn preset(word: Option<&String>) -> Option<Preset> {
    word.and_then(|word| Preset::parse(word))
}

/// `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Any finding.
    Info,
    /// No finding.
    Never,
}

impl FailOn {
    /// The mildest severity that counts.
    pub(crate) fn threshold(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

/// `--output-format` of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people: the place, the reason and the way out.
    Text,
    /// A line a finding.
    Concise,
    /// For programs.
    Json,
}

/// `--output-format` of an explained query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// The English, and what is wrong with the query on standard error.
    Text,
    /// For programs, both in one.
    Json,
}

/// `--output-format` of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesFormat {
    /// A line a rule.
    Text,
    /// For programs, pages included.
    Json,
}

fn entity(word: &str) -> Result<Entity, String> {
    Entity::parse(word).ok_or_else(|| "it is one of users, accounts, events".to_owned())
}

fn trimmed(selector: &str) -> Result<String, Infallible> {
    Ok(selector.trim().to_owned())
}

fn moment(text: &str) -> Result<Timestamp, String> {
    let seconds = text.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    seconds
        .or_else(|| text.parse().ok())
        .ok_or_else(|| "write RFC 3339 (2026-11-24T00:00:00Z) or Unix seconds".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_presets_are_those_of_lint() {
        assert_eq!(PRESETS, Preset::ALL.map(Preset::as_str));
    }

    #[test]
    fn a_moment_in_either_form() {
        assert_eq!(moment("0"), moment("1970-01-01T00:00:00Z"));
        assert!(moment("yesterday").is_err());
    }
}
