//! `rumql explain RULE`: what does this finding mean?

use rumql_lint::{RULES, Rule, Settings, rule};

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
    format!(
        "# {code} {} ({}, since {})\n\n{}\n\n## How to silence it\n\
         `--ignore {code}` on the command line, or in `rumql.toml`:\n```toml\nignore = [\"{code}\"]\n```\n",
        code.name,
        rule.severity.as_str(),
        rule.since,
        body.trim(),
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
