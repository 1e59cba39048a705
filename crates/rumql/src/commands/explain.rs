//! `rumql explain RULE`: what does this finding mean?

use rumql_lint::{Preset, RULES, Rule, Settings, is_undeniable, rule};
use rumql_source::Code;

use crate::{args::ExplainArgs, exit::Exit, session::Session};

pub(crate) fn run(args: &ExplainArgs, session: &mut Session) -> Exit {
    match rule(args.rule.trim()) {
        Some(rule) => {
            session.out.text(page(rule));
            Exit::Clean
        }
        None => {
            session.error(&unknown(args.rule.trim()));
            Exit::Failed
        }
    }
}

fn page(rule: &Rule) -> String {
    let code = rule.code;
    // Doc comments keep the blank that they begin with.
    let lines = rule.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
    let body = lines.collect::<Vec<_>>().join("\n");
    let preset = match rule.preset {
        Preset::Recommended => String::new(),
        other => format!(", preset {}", other.as_str()),
    };
    format!(
        "# {code} {} ({}, since {}{preset})\n\n{}\n\n{}",
        code.name,
        rule.severity.as_str(),
        rule.since,
        body.trim(),
        silence(code),
    )
}

/// How findings of a rule are silenced.
fn silence(code: Code) -> String {
    let heading = "## How to silence it\n\n";
    if is_undeniable(code) {
        return format!("{heading}It cannot be: it is told in any case.\n");
    }
    format!(
        "{heading}\
         In one place, by a comment at the end of the line, or on a line of its own above the query or the segment; \
         `//` in `.rumql` and JSON files:\n\
         ```yaml\n# rumql: ignore {code} until=2027-03-01: why\n```\n\
         In some files, or everywhere, in `rumql.toml`:\n\
         ```toml\n[[ignore]]\npath = \"segments/*.json\"\nrules = [\"{code}\"]\nreason = \"why\"\n\n\
         [rules]\n{code} = \"off\" # or \"info\", \"warning\", \"error\"\n```\n\
         For one run, on the command line: `--ignore {code}`\n"
    )
}

fn unknown(word: &str) -> String {
    match Settings::new(vec![word.to_owned()], Vec::new()) {
        Err(unknown) => unknown.to_string(),
        Ok(_) => {
            let of_family = RULES.iter().filter(|rule| word.eq_ignore_ascii_case(rule.code.family()));
            let codes: Vec<&str> = of_family.map(|rule| rule.code.id).collect();
            match codes.is_empty() {
                true => "name one rule; `rumql rules` lists them".to_owned(),
                false => format!("`{word}` is a family of rules; name one of {}", codes.join(", ")),
            }
        }
    }
}
