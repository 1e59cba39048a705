//! How is an attribute called?
//!
//! A known one by its label: the display name of the mapping, or its name without its signs. The
//! written name follows where it could not be told from the label, and stands alone where two
//! attributes have one label, or the name is not known.

use std::{cell::OnceCell, collections::HashMap};

use rumql_catalog::{Attribute, Kind, Multiplicity};
use rumql_hir::Scope;
use rumql_source::Entity;

/// The names of one entity's attributes.
pub(super) struct Names<'a> {
    scope: &'a Scope<'a>,
    /// How many attributes have a label; counted when a known one is named.
    shared: OnceCell<HashMap<String, usize>>,
}

/// An attribute, named.
#[derive(Debug, Clone)]
pub(super) struct Name<'a> {
    /// `session count`, or `` `@context.plan` ``.
    pub(super) label: String,
    /// What is known of it.
    pub(super) attribute: Option<&'a Attribute>,
}

impl<'a> Names<'a> {
    pub(super) fn new(scope: &'a Scope<'a>) -> Self {
        Self { scope, shared: OnceCell::new() }
    }

    /// Names an attribute as the query writes it, escapes undone.
    pub(super) fn of(&self, written: &str) -> Name<'a> {
        let catalog = self.scope.catalog();
        let own = catalog.get(written);
        let label = own.map(|own| label(own, self.scope.entity));
        // Of `service` and `@service`, the first may go without its quotes.
        let label = label.filter(|label| label == written || !self.is_shared(label));
        Name {
            label: label.unwrap_or_else(|| format!("`{written}`")),
            // A customer chose what stands below a family; its kind and unit are known.
            attribute: own.or_else(|| catalog.family_of(written)),
        }
    }

    fn is_shared(&self, label: &str) -> bool {
        let count = || {
            let mut shared = HashMap::new();
            for attribute in self.scope.catalog().attributes() {
                *shared.entry(self::label(attribute, self.scope.entity)).or_default() += 1;
            }
            shared
        };
        self.shared.get_or_init(count).get(label).is_some_and(|count| *count > 1)
    }
}

impl Name<'_> {
    /// Whether one says "last seen before", not "the last seen is before".
    pub(super) fn is_participle(&self) -> bool {
        self.attribute.is_some_and(|attribute| attribute.kind == Kind::Timestamp)
            && is_participle(&self.label)
    }

    /// Whether it is known that a record may hold several values.
    pub(super) fn is_list(&self) -> bool {
        self.attribute.is_some_and(|attribute| {
            attribute.multiplicity == Multiplicity::Many && attribute.kind != Kind::Other
        })
    }
}

fn label(attribute: &Attribute, entity: Entity) -> String {
    let words: Vec<&str> =
        attribute.name.trim_start_matches('@').split(['_', '.']).filter(|word| !word.is_empty()).collect();
    let full = words.join(" ");
    let short = without_entity(&full, &attribute.name, entity);
    let short = match short.strip_suffix(" at") {
        Some(created) if attribute.kind == Kind::Timestamp && is_participle(created) => created,
        _ => short,
    };
    let Some(display) = attribute.display_name.as_deref().filter(|name| !name.trim().is_empty()) else {
        return short.to_owned();
    };
    let display = in_a_sentence(display);
    if letters(&display) == letters(short) {
        display
    } else if letters(&display) == letters(&full) {
        without_entity(&display, &attribute.name, entity).to_owned()
    } else {
        format!("{display} (`{}`)", attribute.name)
    }
}

/// "Users whose email", not "users whose user email".
fn without_entity<'l>(label: &'l str, name: &str, entity: Entity) -> &'l str {
    let entity = match entity {
        Entity::Users => "user ",
        Entity::Accounts => "account ",
        Entity::Events => return label,
    };
    if name.starts_with('@') { label } else { label.strip_prefix(entity).unwrap_or(label) }
}

fn is_participle(label: &str) -> bool {
    let last = label.rsplit(' ').next().unwrap_or_default();
    last == "seen" || (last.len() > 3 && last.ends_with("ed"))
}

/// `Customer Tier` without its capitals; `NPS` keeps them.
fn in_a_sentence(display: &str) -> String {
    let word = |word: &str| {
        let is_capitalised = word.chars().skip(1).all(|c| !c.is_uppercase()) && word.chars().count() > 1;
        if is_capitalised { word.to_lowercase() } else { word.to_owned() }
    };
    display.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
