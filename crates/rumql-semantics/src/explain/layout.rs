//! A sentence, or a list with bullets?
//!
//! A sentence has no brackets, so it is written only where nothing nests; lists show by their
//! indentation what belongs together.

use rumql_source::Entity;

use super::{
    Holding, Told,
    clause::{Clause, Lead},
};

/// The most clauses of a sentence, and the longest one in characters.
const MAX_CLAUSES: usize = 3;
const MAX_SENTENCE: usize = 240;

/// The words for an entity.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nouns {
    /// At the beginning of a sentence.
    many: &'static str,
    one: &'static str,
    /// After "which were" and "for which".
    who: &'static str,
    whom: &'static str,
}

impl Nouns {
    pub(super) fn of(entity: Entity) -> Self {
        match entity {
            Entity::Users => Self { many: "Users", one: "user", who: "who", whom: "whom" },
            Entity::Accounts => Self { many: "Accounts", one: "account", who: "which", whom: "which" },
            Entity::Events => Self { many: "Events", one: "event", who: "which", whom: "which" },
        }
    }
}

/// The whole text.
pub(super) fn lay_out(told: &Told, nouns: Nouns) -> String {
    let many = nouns.many;
    match told {
        Told::Everything => format!("All {}.", many.to_lowercase()),
        Told::Nothing => format!("No {}.", many.to_lowercase()),
        Told::Unreadable(why) => format!("The query {}.", unreadable(why.as_deref())),
        Told::Clause(clause) => format!("{many} {}.", in_sentence(clause, nouns)),
        Told::List(holding, parts) => sentence(*holding, parts, nouns).unwrap_or_else(|| {
            let mut text = format!("{many} for {} {}", nouns.whom, heading(*holding));
            bullets(parts, nouns, 0, &mut text);
            text
        }),
    }
}

fn sentence(holding: Holding, parts: &[Told], nouns: Nouns) -> Option<String> {
    let separator = match holding {
        Holding::All => ", and ",
        Holding::Any => ", or ",
        Holding::NotAll | Holding::None => return None,
    };
    if parts.len() > MAX_CLAUSES {
        return None;
    }
    let clause = |part: &Told| match part {
        Told::Clause(clause) => Some(in_sentence(clause, nouns)),
        _ => None,
    };
    let clauses = parts.iter().map(clause).collect::<Option<Vec<String>>>()?;
    let sentence = format!("{} {}.", nouns.many, clauses.join(separator));
    (sentence.chars().count() <= MAX_SENTENCE).then_some(sentence)
}

fn in_sentence(clause: &Clause, nouns: Nouns) -> String {
    let text = &clause.text;
    match clause.lead {
        Lead::Whose => format!("whose {text}"),
        Lead::Were => format!("{} were {text}", nouns.who),
        Lead::For => format!("for {} {text}", nouns.whom),
    }
}

/// Above a list. Negations tell what becomes of a record without the attribute.
fn heading(holding: Holding) -> &'static str {
    match holding {
        Holding::All => "all of these hold:",
        Holding::Any => "any of these holds:",
        Holding::NotAll => "not all of these hold (where a value is not known, only what says so does):",
        Holding::None => "none of these holds (where a value is not known, only what says so does):",
    }
}

fn unreadable(why: Option<&str>) -> String {
    why.map_or_else(|| "cannot be read".to_owned(), |why| format!("has no meaning: {why}"))
}

fn bullets(parts: &[Told], nouns: Nouns, depth: usize, text: &mut String) {
    for part in parts {
        text.push_str(&format!("\n{}- ", "  ".repeat(depth)));
        match part {
            Told::Everything => text.push_str(&format!("any {} at all", nouns.one)),
            Told::Nothing => text.push_str(&format!("no {} at all", nouns.one)),
            Told::Unreadable(why) => text.push_str(&format!("(this part {})", unreadable(why.as_deref()))),
            Told::Clause(clause) => text.push_str(&clause.text),
            Told::List(holding, parts) => {
                text.push_str(heading(*holding));
                bullets(parts, nouns, depth + 1, text);
            }
        }
    }
}
