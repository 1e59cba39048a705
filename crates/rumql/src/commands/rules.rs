//! `rumql rules`: which rules are there?

use rumql_lint::{RULES, Rule};
use serde::Serialize;

use crate::{
    args::{RulesArgs, RulesFormat},
    exit::Exit,
    session::Session,
};

#[derive(Serialize)]
struct Listing {
    version: u32,
    rules: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    since: &'static str,
    summary: String,
    page: &'static str,
}

pub(crate) fn run(args: &RulesArgs, session: &mut Session) -> Exit {
    match args.output_format {
        RulesFormat::Text => session.out.text(table()),
        RulesFormat::Json => {
            let listing = Listing { version: 1, rules: RULES.iter().map(|rule| listed(rule)).collect() };
            // Writing plain data with text keys to memory cannot fail.
            let json = serde_json::to_string_pretty(&listing).unwrap_or_default();
            session.out.text(format!("{json}\n"));
        }
    }
    Exit::Clean
}

fn table() -> String {
    let width = RULES.iter().map(|rule| rule.code.name.len()).max().unwrap_or(0);
    let line = |rule: &&Rule| {
        let severity = rule.severity.as_str();
        let line = format!("{}  {severity:<7}  {:<width$}  {}", rule.code, rule.code.name, rule.summary());
        format!("{}\n", line.trim_end())
    };
    RULES.iter().map(line).collect()
}

fn listed(rule: &Rule) -> Listed {
    let (code, severity) = (rule.code, rule.severity.as_str());
    let (since, summary, page) = (rule.since, rule.summary(), rule.page);
    Listed { code: code.id, name: code.name, severity, since, summary, page }
}
