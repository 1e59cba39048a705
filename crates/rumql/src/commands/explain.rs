//! `rumql explain QUERY|RULE`: whom does this query mean, and what does this finding mean?

mod query;

use rumql_lint::{Preset, RULES, Rule, Settings, UnknownSelector, is_undeniable, rule};
use rumql_source::Code;

use crate::{
    args::{ExplainArgs, ExplainFormat},
    exit::Exit,
    input::{Input, STDIN_NAME},
    session::Session,
};

/// What the one argument stands for.
enum Subject {
    Rule(&'static Rule),
    Query(Input),
    /// A word that is probably meant as a rule, with what to say of it.
    Unclear(String),
}

pub(crate) fn run(args: &ExplainArgs, session: &mut Session) -> Exit {
    let outcome = match subject(&args.subject) {
        Subject::Rule(rule) if args.output_format == ExplainFormat::Text => {
            session.out.text(page(rule));
            Ok(Exit::Clean)
        }
        Subject::Rule(_) => {
            Err("a rule's page is text; `rumql rules --output-format json` has all pages".into())
        }
        Subject::Query(input) => query::explain(&input, args, session),
        Subject::Unclear(message) => Err(message),
    };
    outcome.unwrap_or_else(|failure| {
        session.error(&failure);
        Exit::Failed
    })
}

/// A word alone is a rule before it is a query; whatever has a sign in it is a query.
fn subject(argument: &str) -> Subject {
    let word = argument.trim();
    if word == "-" {
        return Subject::Query(Input::Stdin(STDIN_NAME.to_owned()));
    }
    if let Some(rule) = rule(word) {
        return Subject::Rule(rule);
    }
    let query = || Subject::Query(Input::Query(argument.to_owned()));
    let is_word = word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if !is_word {
        return query();
    }
    match Settings::new(vec![word.to_owned()], Vec::new()) {
        Ok(_) => Subject::Unclear(several(word)),
        Err(UnknownSelector { nearest: None, .. }) if !looks_like_a_code(word) => query(),
        Err(unknown) => Subject::Unclear(format!("{unknown} (as a query, put it in quotes: '\"{word}\"')")),
    }
}

/// Three letters and a number.
fn looks_like_a_code(word: &str) -> bool {
    word.split_at_checked(3).is_some_and(|(family, number)| {
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number && family.bytes().all(|byte| byte.is_ascii_uppercase())
    })
}

/// What is said of a selector of several rules.
fn several(word: &str) -> String {
    let of_family = RULES.iter().filter(|rule| word.eq_ignore_ascii_case(rule.code.family()));
    let codes: Vec<&str> = of_family.map(|rule| rule.code.id).collect();
    match codes.is_empty() {
        true => "name one rule; `rumql rules` lists them".to_owned(),
        false => format!("`{word}` is a family of rules; name one of {}", codes.join(", ")),
    }
}

/// The page without the blank that each line of a doc comment begins with.
pub(super) fn body(rule: &Rule) -> String {
    let lines = rule.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn page(rule: &Rule) -> String {
    let (code, body) = (rule.code, body(rule));
    let preset = match rule.preset {
        Preset::Recommended => String::new(),
        other => format!(", preset {}", other.as_str()),
    };
    format!(
        "# {code} {} ({}, since {}{preset})\n\n{}\n\n{}",
        code.name,
        rule.severity.as_str(),
        rule.since,
        body,
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
