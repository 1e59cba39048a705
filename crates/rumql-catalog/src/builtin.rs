//! What is publicly known of each entity?
//!
//! The tables and their columns are described in `data/README.md`.

use std::sync::LazyLock;

use rumql_source::Entity;

use crate::{Attribute, Basis, Catalog, Kind, Multiplicity, Unit};

const EVENTS: &str = include_str!("../data/events.tsv");
const PROFILES: &str = include_str!("../data/profiles.tsv");

/// The only attribute that can hold no value but the listed ones.
const CLOSED: &str = "@type";

pub(crate) fn catalog(entity: Entity) -> &'static Catalog {
    static USERS: LazyLock<Catalog> = LazyLock::new(|| profiles(Entity::Users));
    static ACCOUNTS: LazyLock<Catalog> = LazyLock::new(|| profiles(Entity::Accounts));
    static ALL_EVENTS: LazyLock<Catalog> = LazyLock::new(events);
    match entity {
        Entity::Users => &USERS,
        Entity::Accounts => &ACCOUNTS,
        Entity::Events => &ALL_EVENTS,
    }
}

fn events() -> Catalog {
    Catalog::new(Entity::Events, rows(EVENTS).filter_map(event).collect(), None)
}

fn profiles(entity: Entity) -> Catalog {
    let all = rows(PROFILES).filter_map(profile);
    let own = all.filter(|(owner, _)| *owner == entity).map(|(_, attribute)| attribute);
    Catalog::new(entity, own.collect(), None)
}

fn rows(table: &str) -> impl Iterator<Item = &str> {
    table.lines().skip(1)
}

// A row that cannot be read is left out; the tests below read every one.
fn event(row: &str) -> Option<Attribute> {
    let [path, type_name, unit, values, event_types, replacement, description] = cells(row)?;
    let mut attribute = Attribute {
        unit: Unit::parse(unit),
        values: list(values, '|'),
        closed: path == CLOSED,
        event_types: list(event_types, ','),
        description: filled(description),
        custom: false,
        replacement: filled(replacement),
        ..Attribute::new(path, type_name)
    };
    if attribute.kind == Kind::Other {
        attribute.multiplicity = Multiplicity::Many;
    }
    Some(attribute)
}

fn profile(row: &str) -> Option<(Entity, Attribute)> {
    let [entity, name, type_name, basis, custom, groups, description] = cells(row)?;
    let attribute = Attribute {
        description: filled(description),
        groups: list(groups, '|'),
        custom: custom == "yes",
        basis: if basis == "stated" { Basis::Stated } else { Basis::Example },
        ..Attribute::new(name, type_name)
    };
    Some((Entity::parse(entity)?, attribute))
}

fn cells<const N: usize>(row: &str) -> Option<[&str; N]> {
    row.split('\t').collect::<Vec<_>>().try_into().ok()
}

fn list(cell: &str, separator: char) -> Vec<String> {
    cell.split(separator).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn filled(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn known(entity: Entity, name: &str) -> &'static Attribute {
        catalog(entity).get(name).unwrap_or_else(|| panic!("`{name}` is missing"))
    }

    #[test]
    fn every_row_of_the_events_is_read() {
        let events = catalog(Entity::Events);
        assert_eq!(events.attributes().count() + events.families().count(), rows(EVENTS).count());
        for row in rows(EVENTS) {
            let [path, type_name, unit, ..] = cells::<7>(row).expect(row);
            assert!(unit.is_empty() || Unit::parse(unit).is_some(), "{row}");
            let untyped = matches!(type_name, "any" | "array<string|integer>");
            assert_eq!(Kind::parse(type_name) == Kind::Other, untyped, "{row}");
            assert!(!path.contains('*') || path.ends_with(".*"), "{row}");
        }
    }

    #[test]
    fn every_row_of_the_profiles_is_read() {
        let read = [Entity::Users, Entity::Accounts].map(|entity| catalog(entity).attributes().count());
        assert_eq!(read.iter().sum::<usize>(), rows(PROFILES).count());
        for row in rows(PROFILES) {
            let [_, name, type_name, basis, custom, ..] = cells::<7>(row).expect(row);
            assert_ne!(Kind::parse(type_name), Kind::Other, "{row}");
            assert!(matches!(basis, "stated" | "example"), "{row}");
            assert_eq!(custom == "yes", name.starts_with('@'), "{row}");
        }
    }

    #[test]
    fn tables_are_sorted_and_replacements_exist() {
        assert!(rows(EVENTS).map(|row| row.split('\t').next()).is_sorted());
        assert!(rows(PROFILES).map(|row| row.split('\t').take(2).collect::<Vec<_>>()).is_sorted());
        let events = catalog(Entity::Events);
        let mut replaced = events.attributes().filter_map(|attribute| attribute.replacement.as_deref());
        assert!(replaced.all(|name| events.get(name).is_some()));
    }

    #[test]
    fn the_kinds_of_event_are_a_closed_set() {
        let kind = known(Entity::Events, "@type");
        assert!(kind.closed && kind.holds_value("session") && kind.holds_value("view_update"));
        assert_eq!(kind.nearest_value("page_view"), Some("view"));
        assert_eq!(catalog(Entity::Events).attributes().filter(|attribute| attribute.closed).count(), 1);
    }

    #[test]
    fn enums_are_merged_and_the_capitalised_spelling_kept() {
        let device = known(Entity::Events, "@device.type");
        let values = ["Mobile", "Desktop", "Tablet", "tv", "gaming_console", "Bot", "other"];
        assert_eq!(device.values, values);
        assert!(device.holds_value("mobile") && !device.closed && !device.observed);
    }

    #[test]
    fn units_and_arrays_are_told() {
        assert_eq!(known(Entity::Events, "@view.loading_time").unit, Some(Unit::Nanoseconds));
        assert_eq!(known(Entity::Events, "@resource.duration").unit, None);
        assert_eq!(known(Entity::Events, "@date").kind, Kind::Timestamp);
        assert_eq!(known(Entity::Events, "@error.threads.name").multiplicity, Multiplicity::Many);
        assert_eq!(known(Entity::Events, "@view.name").multiplicity, Multiplicity::One);
        assert_eq!(known(Entity::Users, "avg_loading_time").unit, None);
    }

    #[test]
    fn session_attributes_are_of_sessions_and_common_ones_of_all() {
        assert!(!known(Entity::Events, "@session.time_spent").occurs_on("view"));
        assert!(known(Entity::Events, "@usr.id").occurs_on("session"));
        assert!(!known(Entity::Events, "@view.loading_time").occurs_on("error"));
    }

    #[test]
    fn what_only_an_example_names_is_marked() {
        assert_eq!(known(Entity::Users, "session_count").basis, Basis::Example);
        assert_eq!(known(Entity::Users, "user_email").basis, Basis::Stated);
        assert!(known(Entity::Users, "@customer_tier").custom);
    }
}
