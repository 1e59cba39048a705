//! How are findings written in tests and on pages?
//!
//! Under each line of the text stand its findings, carets below the guilty characters:
//!
//! ```text
//! user_emial:x
//! ^^^^^^^^^^ error[REF001]: unknown attribute `user_emial`
//! ```

mod mappings;
#[cfg(test)]
mod pages;

use std::sync::LazyLock;

use jiff::Timestamp;
use rumql_catalog::Snapshot;
use rumql_document::{Document, Host, Options, read};
use rumql_hir::{Catalogs, Lowered, Scope, lower};
use rumql_semantics::{Answer, equivalent};
use rumql_source::{Entity, LineIndex, apply_edits};
use rumql_syntax::parse;

use self::mappings::{ACCOUNTS_OBSERVED, USERS_OBSERVED, mapping, stale_mapping};
pub use self::mappings::{builtin_mapping, connected_mapping};
use crate::{
    Demand, Extent, Finding, Fixing, Input, Policy, Preset, Settings, check_alone, check_together, fix,
    pending,
};

/// The moment at which tests take place.
pub const NOW: &str = "2026-11-24T00:00:00Z";

/// How a text of a test is read.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The file's format.
    pub host: Host,
    /// Whose query it is.
    pub entity: Entity,
    /// Whether the mapping is known: the built-in attributes as if an organisation had them all.
    pub mapping: bool,
    /// Whether the mapping tells of connections as well; the text is then all of its project.
    pub connected: bool,
    /// Whether that mapping holds values and ranges as well.
    pub observed: bool,
    /// Whether that mapping is of users alone and was fetched long ago.
    pub stale: bool,
    /// How many rules are in force.
    pub preset: Preset,
    /// Whether STY001 is in force. It would speak of every text that is not in its canonical
    /// spelling, and mend it beside what a test is about.
    pub spelling: bool,
    /// Whether the team allows nobody to silence TIM005.
    pub locked: bool,
    /// Whether the team has policies: event queries ask for `service`, and no query for a mail
    /// address.
    pub policy: bool,
}

impl Case {
    /// A query of users, no mapping at hand.
    pub fn users() -> Self {
        Self {
            host: Host::Plain,
            entity: Entity::Users,
            mapping: false,
            connected: false,
            observed: false,
            stale: false,
            preset: Preset::Recommended,
            spelling: false,
            locked: false,
            policy: false,
        }
    }

    /// A query of accounts, no mapping at hand.
    pub fn accounts() -> Self {
        Self { entity: Entity::Accounts, ..Self::users() }
    }

    /// A query of users, the mapping at hand.
    pub fn mapping() -> Self {
        Self { mapping: true, ..Self::users() }
    }

    /// A query of users, with a mapping that holds values and ranges.
    pub fn observed() -> Self {
        Self { observed: true, ..Self::mapping() }
    }

    /// An event query.
    pub fn events() -> Self {
        Self { entity: Entity::Events, ..Self::users() }
    }

    /// The same with every rule in force.
    pub fn with_all_rules(self) -> Self {
        Self { preset: Preset::All, ..self }
    }

    /// The same with an eye on the spelling.
    pub fn with_spelling(self) -> Self {
        Self { spelling: true, ..self }
    }

    /// A YAML file.
    pub fn yaml() -> Self {
        Self { host: Host::Yaml, ..Self::users() }
    }

    /// A JSON file.
    pub fn json() -> Self {
        Self { host: Host::Json, ..Self::users() }
    }

    /// Reads a fence's info string: `query entity=events`, `yaml connected`, `query observed strict`. `None`
    /// for a fence that is no case.
    pub fn parse(info: &str) -> Option<Self> {
        let mut words = info.split_whitespace();
        let host = match words.next()? {
            "query" => Host::Plain,
            "yaml" => Host::Yaml,
            "json" => Host::Json,
            _ => return None,
        };
        let mut case = Self { host, ..Self::users() };
        for word in words {
            match word.split_once('=') {
                None if word == "mapping" => case.mapping = true,
                None if word == "connected" => (case.mapping, case.connected) = (true, true),
                None if word == "observed" => (case.mapping, case.observed) = (true, true),
                None if word == "stale" => (case.mapping, case.stale) = (true, true),
                None if word == "strict" => case.preset = Preset::Strict,
                None if word == "all" => case.preset = Preset::All,
                None if word == "spelling" => case.spelling = true,
                None if word == "locked" => case.locked = true,
                None if word == "policy" => case.policy = true,
                Some(("entity", entity)) => case.entity = Entity::parse(entity)?,
                _ => return None,
            }
        }
        Some(case)
    }

    /// The text, read as this case.
    pub fn read(&self, text: &str) -> Document {
        read(text, self.host, &Options { entity: Some(self.entity), expected: true })
    }

    /// The findings in a text.
    pub fn check(&self, text: &str) -> Vec<Finding> {
        let ignore = if self.spelling { Vec::new() } else { vec!["STY001".to_owned()] };
        let settings = Settings::new(Vec::new(), ignore).unwrap_or_default().with_preset(self.preset);
        let locked = if self.locked { vec!["TIM005".to_owned()] } else { Vec::new() };
        let policies = if self.policy { policies() } else { Vec::new() };
        self.check_with(text, &Settings { locked, policies, ..settings })
    }

    /// The findings in a text under other settings.
    pub fn check_with(&self, text: &str, settings: &Settings) -> Vec<Finding> {
        let document = self.read(text);
        let input = Input {
            path: "test",
            text,
            document: &document,
            catalogs: self.catalogs(),
            now: now(),
            settings,
        };
        let pending = pending([&document]);
        let extent = if self.connected { Extent::Whole } else { Extent::Part };
        check_together(&[check_alone(&input, &pending)], extent).concat()
    }
}

impl Case {
    /// What a query means.
    pub fn meaning(&self, query: &str) -> Lowered {
        lower(
            &parse(query),
            &Scope { entity: self.entity, catalogs: self.catalogs(), pending: None, now: now() },
        )
    }

    /// What a query is read against.
    pub fn scope(&self) -> Scope<'static> {
        Scope { entity: self.entity, catalogs: self.catalogs(), pending: None, now: now() }
    }

    /// Whether two queries are proved to match the same records.
    pub fn same(&self, a: &str, b: &str) -> bool {
        let scope = self.scope();
        let (a, b) = (self.meaning(a).query, self.meaning(b).query);
        a == b || equivalent(&a, &b, &scope) == Answer::Yes
    }

    /// Whether a query can be read and every part of it has a meaning. What is refused has none to
    /// keep.
    pub fn is_sound(&self, query: &str) -> bool {
        parse(query).errors.is_empty() && self.meaning(query).problems.is_empty()
    }

    fn catalogs(&self) -> Catalogs<'static> {
        static MAPPING: LazyLock<Snapshot> = LazyLock::new(builtin_mapping);
        static OBSERVED: LazyLock<Snapshot> = LazyLock::new(|| mapping(USERS_OBSERVED, ACCOUNTS_OBSERVED));
        static CONNECTED: LazyLock<Snapshot> = LazyLock::new(connected_mapping);
        static STALE: LazyLock<Snapshot> = LazyLock::new(stale_mapping);
        let snapshot = match self {
            Self { stale: true, .. } => &*STALE,
            Self { connected: true, .. } => &*CONNECTED,
            Self { observed: true, .. } => &*OBSERVED,
            _ => &*MAPPING,
        };
        Catalogs { snapshot: self.mapping.then_some(snapshot) }
    }
}

fn policies() -> Vec<Policy> {
    let words = "mail addresses stay out of segments, see the privacy handbook";
    let policy = |demand, attribute: &str| Policy {
        demand,
        attribute: attribute.to_owned(),
        entity: None,
        message: None,
        severity: None,
    };
    vec![
        Policy { entity: Some(Entity::Events), ..policy(Demand::Require, "service") },
        Policy { message: Some(words.to_owned()), ..policy(Demand::Forbid, "*email*") },
    ]
}

fn now() -> Timestamp {
    NOW.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The text with its findings under the lines.
pub fn annotate(text: &str, findings: &[Finding]) -> String {
    let index = LineIndex::new(text);
    let mut out = String::new();
    for (number, line) in text.lines().enumerate() {
        out.push_str(line);
        out.push('\n');
        for finding in findings {
            let diagnostic = &finding.diagnostic;
            let start = index.position(diagnostic.span.start);
            if start.line as usize != number + 1 {
                continue;
            }
            let end = index.position(diagnostic.span.end);
            let width = if end.line == start.line {
                end.column - start.column
            } else {
                (line.chars().count() as u32 + 1).saturating_sub(start.column)
            };
            out.push_str(&" ".repeat(start.column as usize - 1));
            out.push_str(&"^".repeat(width.max(1) as usize));
            let severity = diagnostic.severity.as_str();
            out.push_str(&format!(" {severity}[{}]: {}\n", diagnostic.code, diagnostic.message));
        }
    }
    out
}

/// An annotated text without its annotations.
pub fn strip(annotated: &str) -> String {
    let is_annotation = |line: &str| {
        let rest = line.trim_start();
        let carets = rest.trim_start_matches('^');
        rest.len() > carets.len()
            && [" error[", " warning[", " info["].iter().any(|severity| carets.starts_with(severity))
    };
    let mut kept: Vec<&str> = annotated.lines().filter(|line| !is_annotation(line)).collect();
    kept.push("");
    kept.join("\n")
}

/// Asserts what is found in an annotated text.
#[track_caller]
pub fn check_annotated(case: Case, annotated: &str) {
    let text = strip(annotated);
    let text = if case.host == Host::Plain { text.trim_end() } else { &text };
    let found = annotate(text, &case.check(text));
    assert_eq!(found.trim_end(), annotated.trim_end(), "left: what is found, right: what the test says");
}

/// Asserts what a text becomes when all its fixes but the choices are applied, and that no
/// finding with a fix is left.
#[track_caller]
pub fn check_fix(case: Case, from: &str, to: &str) {
    let fixed = fix(from, Fixing::Unsafe, |text| case.check(text));
    assert_eq!(fixed.text, to);
}

/// Asserts what a text becomes under its safe fixes alone, and that a query which has a meaning
/// keeps it, as is proved.
#[track_caller]
pub fn check_safe_fix(case: Case, from: &str, to: &str) {
    let fixed = fix(from, Fixing::Safe, |text| case.check(text));
    assert_eq!(fixed.text, to);
    if case.host == Host::Plain && case.is_sound(from) {
        assert!(case.same(from, to), "{from} became {to}");
    }
}

/// Asserts what a text becomes under each of the fixes of the findings with this code.
#[track_caller]
pub fn check_choices(case: Case, code: &str, from: &str, to: &[&str]) {
    let results: Vec<String> = case
        .check(from)
        .iter()
        .filter(|finding| finding.diagnostic.code.id == code)
        .flat_map(|finding| finding.diagnostic.fixes.iter())
        .filter_map(|fix| apply_edits(from, &fix.edits))
        .collect();
    assert_eq!(results, to);
}
