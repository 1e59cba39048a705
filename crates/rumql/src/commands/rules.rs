//! `rumql rules`: which rules are there?

use rumql_lint::{RULES, Rule};
use serde::Serialize;

use crate::{
    args::{RulesArgs, RulesFormat, preset},
    commands::explain::body,
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
    preset: &'static str,
    since: &'static str,
    summary: String,
    page: String,
}

pub(crate) fn run(args: &RulesArgs, session: &mut Session) -> Exit {
    let preset = preset(args.preset.as_ref());
    let is_asked_for = |rule: &&Rule| preset.is_none_or(|preset| rule.preset <= preset);
    let rules: Vec<&Rule> = RULES.iter().copied().filter(is_asked_for).collect();
    match args.output_format {
        RulesFormat::Text => session.out.text(table(&rules)),
        RulesFormat::Json => {
            let listing = Listing { version: 1, rules: rules.into_iter().map(listed).collect() };
            // Writing plain data with text keys to memory cannot fail.
            let json = serde_json::to_string_pretty(&listing).unwrap_or_default();
            session.out.text(format!("{json}\n"));
        }
    }
    Exit::Clean
}

fn table(rules: &[&Rule]) -> String {
    let width = rules.iter().map(|rule| rule.code.name.len()).max().unwrap_or(0);
    let line = |rule: &&Rule| {
        let (severity, preset) = (rule.severity.as_str(), rule.preset.as_str());
        let name = rule.code.name;
        let line = format!("{}  {severity:<7}  {preset:<11}  {name:<width$}  {}", rule.code, rule.summary());
        format!("{}\n", line.trim_end())
    };
    rules.iter().map(line).collect()
}

fn listed(rule: &Rule) -> Listed {
    let (code, severity, preset) = (rule.code, rule.severity.as_str(), rule.preset.as_str());
    let (since, summary, page) = (rule.since, rule.summary(), body(rule));
    Listed { code: code.id, name: code.name, severity, preset, since, summary, page }
}
