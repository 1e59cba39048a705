//! Which findings does a team pass over, and which comments say so for nothing?
//!
//! ```text
//! comments ──read──► suppressions ──► findings without the silenced ones
//! rumql.toml ──────► ignored ────┘ └─► what is wrong with the suppressions
//! ```

mod comment;
mod cover;
mod removal;
#[cfg(test)]
mod tests;
mod unused;

use std::collections::{BTreeSet, HashSet};

use jiff::{civil::Date, tz::TimeZone};
use rumql_document::EmbeddedQuery;
use rumql_source::{Code, Diagnostic, Edit, Span};

pub(crate) use self::comment::{Fault, FaultKind, Suppression, Word};
pub(crate) use self::cover::Cover;
use self::cover::Places;
use crate::{
    context::ReadFile,
    rules::{sty, sup},
    run::{Extent, Finding, Input, segment_name},
    settings::Settings,
};

/// The family of the rules about suppressions.
const FAMILY: &str = "SUP";

/// A suppression and what came of it.
pub(crate) struct Judged<'a> {
    /// As it is written.
    pub(crate) suppression: Suppression<'a>,
    /// What it speaks of.
    pub(crate) cover: Cover,
    /// Whether its last day is over.
    pub(crate) expired: bool,
    /// The codes of the findings that it is about, each once.
    pub(crate) hits: Vec<Code>,
    /// Whether it is told that it has no effect; then nothing is said of how it is written.
    pub(crate) unused: bool,
}

/// The findings that are left to tell, and what is wrong with the suppressions. `findings` are in
/// the order of the text, and of rules in force only.
pub(crate) fn apply(file: &ReadFile<'_>, mut findings: Vec<Finding>, extent: Extent) -> Vec<Finding> {
    let settings = file.input.settings;
    let today = today(file.input);
    let mut all = read(file.input, today);
    silence(&mut all, settings, today, &mut findings);
    if all.is_empty() {
        return findings;
    }
    let mut told = unused::find(file, &mut all, &findings, extent);
    told.extend(wrong(&all, settings));
    silence(&mut all, settings, today, &mut told);
    findings.extend(told);
    findings
}

/// The places of the queries that the team leaves as they are spelt: there, nobody hears of STY001.
pub fn kept_spellings(input: &Input<'_>) -> HashSet<Span> {
    let (document, today) = (input.document, today(input));
    let mut all = read(input, today);
    let mut kept = HashSet::new();
    if all.is_empty() && input.settings.ignored.is_empty() {
        return kept;
    }
    let of_query = |query: &EmbeddedQuery| {
        let request = query.request.and_then(|index| document.requests.get(index));
        let diagnostic = sty::format::META.at(query.scalar.span, "");
        Finding { segment: request.and_then(segment_name), ..finding(diagnostic) }
    };
    let mut findings: Vec<Finding> = document.queries.iter().map(of_query).collect();
    kept.extend(findings.iter().map(|finding| finding.diagnostic.span));
    silence(&mut all, input.settings, today, &mut findings);
    for finding in findings {
        kept.remove(&finding.diagnostic.span);
    }
    kept
}

/// The day, in UTC, that suppressions are held against.
fn today(input: &Input<'_>) -> Date {
    TimeZone::UTC.to_datetime(input.now).date()
}

/// The suppressions of a file.
fn read<'a>(input: &Input<'a>, today: Date) -> Vec<Judged<'a>> {
    let comments = input.document.comments.iter();
    let read: Vec<Suppression<'_>> =
        comments.filter_map(|comment| Suppression::read(input.text, comment)).collect();
    if read.is_empty() {
        return Vec::new();
    }
    let places = Places::of(input);
    let judge = |suppression: Suppression<'a>| Judged {
        cover: places.cover(&suppression),
        expired: suppression.until.is_some_and(|until| until.day < today),
        suppression,
        hits: Vec::new(),
        unused: false,
    };
    read.into_iter().map(judge).collect()
}

/// Takes the silenced findings out, and notes which suppressions are about which findings.
fn silence(all: &mut [Judged<'_>], settings: &Settings, today: Date, findings: &mut Vec<Finding>) {
    findings.sort_by_key(|finding| finding.diagnostic.span);
    let mut silenced = silenced(all, settings, findings).into_iter();
    findings.retain(|finding| {
        let code = finding.diagnostic.code;
        let is_ignored = || {
            let segment = finding.segment.as_deref();
            let mut entries = settings.ignored.iter();
            !settings.is_locked(code) && entries.any(|entry| entry.covers(code, segment, today))
        };
        !silenced.next().unwrap_or_default() && !is_ignored()
    });
}

/// Which of the findings, sorted by place, comments silence.
fn silenced(all: &mut [Judged<'_>], settings: &Settings, findings: &[Finding]) -> Vec<bool> {
    let codes: BTreeSet<Code> = findings.iter().map(|finding| finding.diagnostic.code).collect();
    let mut everywhere: BTreeSet<Code> = BTreeSet::new();
    let mut silenced = vec![false; findings.len()];
    for judged in all {
        let may = |judged: &Judged<'_>, code| !judged.expired && !settings.is_locked(code);
        match judged.cover {
            Cover::Nothing => {}
            // As many comments may speak of the file as it has lines: codes are few, findings are not.
            Cover::File => {
                everywhere.extend(codes.iter().filter(|code| judged.is_about(**code) && may(judged, **code)));
            }
            Cover::Part(part) => {
                let first = findings.partition_point(|finding| finding.diagnostic.span.start < part.start);
                let within = findings.iter().zip(&mut silenced).skip(first);
                for (finding, silenced) in
                    within.take_while(|(finding, _)| finding.diagnostic.span.start <= part.end)
                {
                    let code = finding.diagnostic.code;
                    *silenced |= judged.is_about(code) && may(judged, code);
                }
            }
        }
    }
    for (finding, silenced) in findings.iter().zip(&mut silenced) {
        *silenced |= everywhere.contains(&finding.diagnostic.code);
    }
    silenced
}

impl Judged<'_> {
    /// Whether it names a code; if so, it is noted. What silences everything does not silence what
    /// is said about it.
    fn is_about(&mut self, code: Code) -> bool {
        let is_own = code.family() == FAMILY;
        let words = &self.suppression.words;
        let is_named = words.iter().any(|word| word.width(code).is_some_and(|width| !is_own || width > 0));
        let is_about = is_named || (self.suppression.is_blanket() && !is_own);
        if is_about && !self.hits.contains(&code) {
            self.hits.push(code);
        }
        is_about
    }

    /// Whether a word names one of the findings that it is about.
    pub(crate) fn is_used(&self, word: &Word<'_>) -> bool {
        self.hits.iter().any(|code| word.width(*code).is_some())
    }

    /// The edits after which the comment is gone, and the lines `below` on which it goes on.
    pub(crate) fn without_comment(&self, text: &str, below: Option<Span>) -> Vec<Edit> {
        removal::of_comment(text, self.suppression.span, below)
    }

    /// The edit after which it does not say the word.
    pub(crate) fn without_word(&self, word: &Word<'_>) -> Edit {
        removal::of_word(&self.suppression, word.span)
    }
}

/// What is wrong with suppressions, that they are unused aside.
fn wrong(all: &[Judged<'_>], settings: &Settings) -> Vec<Finding> {
    let mut found = Vec::new();
    for judged in all {
        sup::malformed_suppression::check(judged, &mut found);
        sup::unknown_code::check(judged, &mut found);
        sup::expired_snooze::check(judged, &mut found);
        sup::no_reason::check(judged, &mut found);
        sup::blanket_suppression::check(judged, &mut found);
        sup::locked_rule_suppressed::check(judged, settings, &mut found);
    }
    found.retain(|diagnostic| settings.enables(diagnostic.code));
    found.into_iter().map(finding).collect()
}

fn finding(diagnostic: Diagnostic) -> Finding {
    Finding { diagnostic, segment: None, entity: None, unread: false }
}
