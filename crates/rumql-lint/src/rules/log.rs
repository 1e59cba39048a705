//! Logic: what a query can never match, always matches, or says twice. Every finding is proved.

pub(crate) mod always_true_range;
pub(crate) mod contradiction;
pub(crate) mod disjoint_wildcards;
pub(crate) mod double_negation;
pub(crate) mod duplicate_segment;
pub(crate) mod duplicate_term;
pub(crate) mod empty_interval;
pub(crate) mod event_type_conflict;
pub(crate) mod implicit_and;
pub(crate) mod match_all_absorption;
pub(crate) mod mergeable_or;
pub(crate) mod mergeable_range;
pub(crate) mod mixed_and_or;
pub(crate) mod negated_or_trap;
pub(crate) mod negation_includes_missing;
pub(crate) mod overlapping_segments;
pub(crate) mod redundant_parentheses;
pub(crate) mod subsumed_term;
pub(crate) mod tautology;

use rumql_source::{Diagnostic, Entity};

use crate::{
    context::QueryCx,
    logic::{Flaw, Side, Term},
    rule::Rule,
};

/// Which rule a contradiction belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contradiction {
    /// An interval that holds nothing.
    Interval,
    /// Wildcards that no text fits together.
    Wildcards,
    /// Anything else.
    Other,
}

impl Contradiction {
    fn of(terms: &[Term]) -> Self {
        let first = terms.first().and_then(Term::attribute);
        let one_attribute = first.is_some() && terms.iter().all(|term| term.attribute() == first);
        // That a value is there and is not has nothing to do with bounds and wildcards.
        let absence = terms.iter().any(Term::asks_absence);
        if one_attribute && !absence && terms.iter().any(Term::is_comparison) {
            Self::Interval
        } else if one_attribute && !absence && terms.iter().any(Term::is_wildcard) {
            Self::Wildcards
        } else {
            Self::Other
        }
    }
}

/// Tells the contradictions of one sort.
fn contradictions(
    rule: &Rule,
    sort: Contradiction,
    note: impl Fn(&[Term]) -> Option<String>,
    cx: &QueryCx<'_>,
    acc: &mut Vec<Diagnostic>,
) {
    for flaw in cx.logic.iter().flat_map(|logic| &logic.flaws) {
        let Flaw::Contradiction { terms, whole, inside } = flaw else { continue };
        let [earlier @ .., last] = terms.as_slice() else { continue };
        if Contradiction::of(terms) != sort {
            continue;
        }
        let mut diagnostic = rule.at(last.span, impossible(terms));
        for term in earlier {
            diagnostic = diagnostic.also(term.span, "contradicts this");
        }
        let certain = (!inside.is_empty()).then(|| certain(inside));
        for note in certain.into_iter().chain(note(terms)) {
            diagnostic = diagnostic.note(note);
        }
        acc.push(diagnostic.note(match whole {
            true => format!("so the query matches {}", nobody(cx.entity())),
            false => "so this part of the query never matches".to_owned(),
        }));
    }
}

/// Tells what changes nothing beside another part.
fn redundancies(rule: &Rule, repeated: bool, cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic else { return };
    for flaw in &logic.flaws {
        let Flaw::Redundant { term, beside, side, same } = flaw else { continue };
        if *same != repeated {
            continue;
        }
        let message = match (same, term.text == beside.text, side) {
            (true, true, _) => format!("`{}` is said twice", term.text),
            (true, false, _) => format!("`{}` says what `{}` says", term.text, beside.text),
            (false, _, Side::And) => {
                format!("`{}` changes nothing, `{}` is narrower", term.text, beside.text)
            }
            (false, _, Side::Or) => format!("`{}` changes nothing, `{}` is wider", term.text, beside.text),
        };
        let edits = vec![rumql_source::Edit::delete(term.removal)];
        let mut diagnostic = rule.at(term.span, message).also(beside.span, "beside this");
        diagnostic.fixes.extend(logic.safe_fix(cx, format!("remove `{}`", term.text), edits));
        acc.push(diagnostic);
    }
}

/// That no record passes all of these.
fn impossible(terms: &[Term]) -> String {
    match terms.len() {
        1 => format!("{} matches nothing", named(terms, "and")),
        2 => format!("{} cannot both hold", named(terms, "and")),
        _ => format!("{} cannot all hold", named(terms, "and")),
    }
}

/// That each record passes one of these.
fn certain(terms: &[Term]) -> String {
    format!("{} always holds", named(terms, "or"))
}

/// Names terms: `a`, `b` and `c`; of many the first.
fn named(terms: &[Term], joint: &str) -> String {
    let names: Vec<String> = terms.iter().take(4).map(|term| format!("`{}`", term.text)).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some(_) if terms.len() > names.len() => {
            format!("{} {joint} {} more", names.join(", "), terms.len() - names.len())
        }
        Some((last, rest)) => format!("{} {joint} {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// What an empty answer is called.
fn nobody(entity: Entity) -> &'static str {
    match entity {
        Entity::Users => "nobody",
        Entity::Accounts => "no account",
        Entity::Events => "no event",
    }
}

/// What a full answer is called.
fn everybody(entity: Entity) -> &'static str {
    match entity {
        Entity::Users => "every user",
        Entity::Accounts => "every account",
        Entity::Events => "every event",
    }
}

/// What is found between files, each with its path: of which file, in which words, and the paths of
/// the places that are pointed at.
#[cfg(test)]
fn found_between(code: &str, files: &[(&str, &str)]) -> Vec<(usize, String, Vec<Option<String>>)> {
    use crate::testing::{Case, NOW};

    let case = |path: &str| if path.ends_with(".yaml") { Case::yaml() } else { Case::users() };
    let documents: Vec<_> = files.iter().map(|(path, text)| case(path).read(text)).collect();
    let settings = crate::Settings::default();
    let inputs: Vec<crate::Input<'_>> = files
        .iter()
        .zip(&documents)
        .map(|((path, text), document)| crate::Input {
            path,
            text,
            document,
            catalogs: rumql_hir::Catalogs::default(),
            now: NOW.parse().unwrap(),
            settings: &settings,
        })
        .collect();
    let told = |(index, findings): (usize, Vec<crate::Finding>)| {
        let own = findings.into_iter().filter(|finding| finding.diagnostic.code.id == code);
        let told = own.map(|finding| {
            let paths = finding.diagnostic.labels.into_iter().map(|label| label.path).collect();
            (index, finding.diagnostic.message, paths)
        });
        told.collect::<Vec<_>>()
    };
    crate::check_all(&inputs).into_iter().enumerate().flat_map(told).collect()
}
