//! How are findings written in tests and on pages?
//!
//! Under each line of the text stand its findings, carets below the guilty characters:
//!
//! ```text
//! user_emial:x
//! ^^^^^^^^^^ error[REF001]: unknown attribute `user_emial`
//! ```

#[cfg(test)]
mod pages;

use std::sync::LazyLock;

use jiff::Timestamp;
use rumql_catalog::{Catalog, Snapshot};
use rumql_document::{Document, Host, Options, read};
use rumql_hir::{Catalogs, Lowered, Scope, lower};
use rumql_source::{Entity, LineIndex, apply_edits};
use rumql_syntax::parse;

use crate::{Finding, Fixing, Input, Preset, Settings, check, fix};

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
    /// Whether that mapping holds values and ranges as well.
    pub observed: bool,
    /// Whether that mapping is of users alone and was fetched long ago.
    pub stale: bool,
    /// How many rules are in force.
    pub preset: Preset,
}

impl Case {
    /// A query of users, no mapping at hand.
    pub fn users() -> Self {
        Self {
            host: Host::Plain,
            entity: Entity::Users,
            mapping: false,
            observed: false,
            stale: false,
            preset: Preset::Recommended,
        }
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

    /// A YAML file.
    pub fn yaml() -> Self {
        Self { host: Host::Yaml, ..Self::users() }
    }

    /// A JSON file.
    pub fn json() -> Self {
        Self { host: Host::Json, ..Self::users() }
    }

    /// Reads a fence's info string: `query entity=events`, `yaml mapping`, `query observed strict`. `None`
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
                None if word == "observed" => (case.mapping, case.observed) = (true, true),
                None if word == "stale" => (case.mapping, case.stale) = (true, true),
                None if word == "strict" => case.preset = Preset::Strict,
                None if word == "all" => case.preset = Preset::All,
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
        let settings = Settings::default().with_preset(self.preset);
        let document = self.read(text);
        check(&Input {
            path: "test",
            text,
            document: &document,
            catalogs: self.catalogs(),
            now: now(),
            settings: &settings,
        })
    }
}

impl Case {
    /// What a query means.
    pub fn meaning(&self, query: &str) -> Lowered {
        lower(&parse(query), &Scope { entity: self.entity, catalogs: self.catalogs(), now: now() })
    }

    /// Whether a query can be read and every part of it has a meaning. What is refused has none to
    /// keep.
    pub fn is_sound(&self, query: &str) -> bool {
        parse(query).errors.is_empty() && self.meaning(query).problems.is_empty()
    }

    fn catalogs(&self) -> Catalogs<'static> {
        static MAPPING: LazyLock<Snapshot> = LazyLock::new(builtin_mapping);
        static OBSERVED: LazyLock<Snapshot> = LazyLock::new(|| mapping(USERS_OBSERVED, ACCOUNTS_OBSERVED));
        static STALE: LazyLock<Snapshot> = LazyLock::new(stale_mapping);
        let snapshot = match self {
            Self { stale: true, .. } => &*STALE,
            Self { observed: true, .. } => &*OBSERVED,
            _ => &*MAPPING,
        };
        Catalogs { snapshot: self.mapping.then_some(snapshot) }
    }
}

fn now() -> Timestamp {
    NOW.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Values and ranges of users, as members of the snapshot.
const USERS_OBSERVED: &str = r#","values": {
    "first_browser_name": ["Chrome", "Firefox", "Safari"],
    "first_browser_version": ["9.1", "99.0", "120.0", "120.1", "121.0"],
    "last_country_code": ["DE", "FR", "US"],
    "first_device_type": ["Desktop", "Mobile"],
    "@customer_tier": ["gold", "silver"]
}, "ranges": {
    "session_count": {"min": 0, "max": 420},
    "@lifetime_value": {"min": "12.5", "max": "9000"}
}"#;

/// Values and ranges of accounts.
const ACCOUNTS_OBSERVED: &str = r#","values": {
    "plan_type": ["enterprise", "free", "pro"]
}, "ranges": {
    "mrr": {"min": 0, "max": 25000}
}"#;

/// A mapping that lists every built-in attribute.
pub fn builtin_mapping() -> Snapshot {
    mapping("", "")
}

fn mapping(users: &str, accounts: &str) -> Snapshot {
    let (users, accounts) = (attributes(Entity::Users, users), attributes(Entity::Accounts, accounts));
    let text = format!(r#"{{"version":1,"entities":{{"users":{users},"accounts":{accounts}}}}}"#);
    Snapshot::parse(&text).unwrap_or_default()
}

/// A mapping of users that was fetched in September.
fn stale_mapping() -> Snapshot {
    let users = attributes(Entity::Users, "");
    let text = format!(r#"{{"version":1,"fetched":"2026-09-01","entities":{{"users":{users}}}}}"#);
    Snapshot::parse(&text).unwrap_or_default()
}

/// The built-in attributes of an entity, each with the label that pages would give it: `User Email`.
fn attributes(entity: Entity, observed: &str) -> String {
    let row = |known: &rumql_catalog::Attribute| {
        let (name, kind, custom) = (&known.name, known.kind.as_str(), known.custom);
        let label = label(name);
        format!(r#"{{"attribute":"{name}","type":"{kind}","display_name":"{label}","is_custom":{custom}}}"#)
    };
    let rows: Vec<String> = Catalog::builtin(entity).attributes().map(row).collect();
    format!(r#"{{"attributes":[{}]{observed}}}"#, rows.join(","))
}

/// `@customer_tier` as `Customer Tier`.
fn label(name: &str) -> String {
    let capitalised = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    name.trim_start_matches('@').split('_').map(capitalised).collect::<Vec<_>>().join(" ")
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
/// keeps it.
#[track_caller]
pub fn check_safe_fix(case: Case, from: &str, to: &str) {
    let fixed = fix(from, Fixing::Safe, |text| case.check(text));
    assert_eq!(fixed.text, to);
    if case.host == Host::Plain && case.is_sound(from) {
        assert_eq!(case.meaning(to).query, case.meaning(from).query, "{from} became {to}");
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
