//! Who are the users of a shop that never was?
//!
//! All of it is invented, and the same every time: chance comes from a fixed seed, times from the day that it
//! is asked on. It is skewed as life is: many come once, few come daily, some stopped coming. No event lies
//! after its user's `last_seen` or before the `first_seen`.

mod events;
mod words;

use std::sync::{Arc, LazyLock};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use rumql_api::wire::{Field, Join as Joined, ListedConnection, MappingAttribute};
use rumql_catalog::Catalog;
use rumql_semantics::Datum;
use rumql_source::Entity;
use rumql_syntax::literal::Decimal;

use self::words::{
    ACCOUNTS, BROWSERS, COUNTRIES, DEVICES, FIRST_NAMES, INDUSTRIES, LAST_NAMES, MANAGERS, PLANS,
};
use super::{Data, Join, Profiles, types};
use crate::store::Table;

const USERS: usize = 5_000;
const ACCOUNTS_IN_ALL: usize = 300;

/// Chance that never changes: SplitMix64.
pub(super) struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// A number from `low` up to `high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).max(0).unsigned_abs();
        low.saturating_add_unsigned(self.below(width.saturating_add(1)))
    }

    /// Whether so many of a hundred times.
    pub(super) fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// One of a list; those in front are the more frequent.
    pub(super) fn early<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        let (a, b) = (self.below(list.len() as u64), self.below(list.len() as u64));
        list.get(a.min(b) as usize)
    }

    /// One of a list, each as frequent as another.
    pub(super) fn any<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(self.below(list.len() as u64) as usize)
    }

    /// A number below `end`, small ones far more frequent.
    fn small(&mut self, end: u64) -> u64 {
        let unit = self.below(1 << 20);
        ((u128::from(unit) * u128::from(unit) * u128::from(unit) * u128::from(end)) >> 60) as u64
    }
}

/// What events need to know of a user.
pub(super) struct Visitor {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) account: String,
    pub(super) plan: &'static str,
    pub(super) country: (&'static str, &'static str),
    pub(super) browser: &'static str,
    pub(super) device: &'static str,
    pub(super) sessions: i64,
    pub(super) first_seen: Timestamp,
    pub(super) last_seen: Timestamp,
    /// Whether things go wrong for this one.
    pub(super) unlucky: bool,
}

/// An account.
struct Firm {
    id: String,
    domain: String,
    plan: &'static str,
}

pub(super) fn shop(now: Timestamp) -> Data {
    let day = TimeZone::UTC.to_datetime(now).date();
    let today = TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(now);
    let mut chance = Chance(2026);
    let (accounts, firms, account_rows) = accounts(&mut chance, today);
    let (users, visitors, crm) = users(&mut chance, today, &firms);
    let visitors = Arc::new(visitors);
    let mut data = Data {
        users: profiles(Entity::Users, users, crm_connection()),
        accounts: profiles(Entity::Accounts, accounts, sales_connection()),
        events: LazyLock::new(Box::new(move || events::events(&visitors))),
        tables: [("crm-integration".to_owned(), crm), ("salesforce-accounts".to_owned(), account_rows)]
            .into(),
    };
    for entity in [Entity::Users, Entity::Accounts] {
        let profiles = data.profiles(entity);
        let joined: Vec<_> = profiles
            .connections
            .iter()
            .filter_map(|connection| {
                data.tables.get(&connection.id)?.columns(&profiles.table, connection).ok()
            })
            .flatten()
            .collect();
        let table = &mut data.profiles_mut(entity).table;
        joined.into_iter().for_each(|(name, column)| table.insert(&name, column));
    }
    data
}

fn profiles(entity: Entity, table: Table, connection: ListedConnection) -> Profiles {
    let label = |name: &str| {
        let word = |word: &str| match word {
            "id" | "os" | "mrr" => word.to_uppercase(),
            word => word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect(),
        };
        name.split('_').map(word).collect::<Vec<String>>().join(" ")
    };
    let listed = types::mapping_of(&table, Catalog::builtin(entity)).into_iter();
    let mapping = listed
        .map(|attribute| MappingAttribute { display_name: Some(label(&attribute.attribute)), ..attribute })
        .collect();
    Profiles { table, mapping, connections: vec![connection] }
}

fn days_before(today: Timestamp, days: i64, chance: &mut Chance) -> Timestamp {
    let seconds = days * 86_400 + chance.between(0, 86_399);
    let millis = chance.between(0, 999);
    today
        .checked_sub(SignedDuration::new(seconds, 0))
        .ok()
        .and_then(|at| at.checked_add(SignedDuration::from_millis(millis)).ok())
        .unwrap_or(today)
}

/// The accounts, and what a connection knows of them.
fn accounts(chance: &mut Chance, today: Timestamp) -> (Table, Vec<Firm>, Join) {
    let mut table = Table::default();
    let mut firms = Vec::new();
    let mut rows = Vec::new();
    for index in 0..ACCOUNTS_IN_ALL {
        let (first, kind) =
            (ACCOUNTS.get(index % ACCOUNTS.len()).copied().unwrap_or("Acme"), index / ACCOUNTS.len());
        let name = match kind {
            0 => format!("{first}corp"),
            1 => format!("{first} Labs"),
            2 => format!("{first} & Co"),
            _ => format!("{first} Group {kind}"),
        };
        let domain = format!("{}.com", name.to_lowercase().replace(" & ", "and").replace(' ', "-"));
        let plan = chance.early(PLANS).copied().unwrap_or("free");
        let (seats, price) = match plan {
            "enterprise" => (chance.between(80, 2_500), 95),
            "business" => (chance.between(20, 400), 60),
            "pro" => (chance.between(3, 60), 30),
            _ => (chance.between(1, 10), 0),
        };
        let created = days_before(today, chance.between(40, 900), chance);
        let status = if plan == "free" {
            "trial"
        } else if chance.percent(88) {
            "active"
        } else {
            "canceled"
        };
        let last = if status == "canceled" { chance.between(35, 200) } else { chance.between(1, 12) };
        let id = format!("{}", 9_001 + index);
        let row = table.begin();
        let country = chance.early(COUNTRIES).map_or("US", |(code, ..)| code);
        let industry = chance.any(INDUSTRIES).copied().unwrap_or("technology");
        for (attribute, value) in [
            ("account_id", id.as_str()),
            ("account_name", &name),
            ("plan_type", plan),
            ("subscription_status", status),
            ("industry", industry),
            ("country", country),
        ] {
            table.add(row, attribute, Datum::from(value));
        }
        table.add(row, "user_count", Datum::from(seats));
        table.add(row, "mrr", Datum::from(seats * price));
        table.add(row, "created_at", Datum::from(created));
        table.add(row, "first_seen", Datum::from(created));
        table.add(row, "last_seen", Datum::from(days_before(today, last, chance)));
        if chance.percent(75) {
            let health = if status == "canceled" { chance.between(5, 45) } else { chance.between(35, 100) };
            let manager = chance.any(MANAGERS).copied().unwrap_or_default();
            rows.push(vec![id.clone(), health.to_string(), manager.to_owned()]);
        }
        firms.push(Firm { id, domain, plan });
    }
    let names = ["account_id", "account_health", "customer_success_manager"].map(str::to_owned).to_vec();
    (table, firms, Join::new(names, rows))
}

/// How a user uses the shop: how many sessions, since when, and when last.
fn habit(chance: &mut Chance) -> (i64, i64, i64) {
    match chance.below(100) {
        // Engaged, and stopped coming.
        0..12 => (chance.between(51, 320), chance.between(160, 700), chance.between(31, 150)),
        // New.
        12..22 => (chance.between(1, 9), chance.between(1, 6), 0),
        // Comes all the time.
        22..45 => (chance.between(51, 600), chance.between(60, 800), chance.between(1, 6)),
        // Came once upon a time.
        45..66 => (chance.between(1, 20), chance.between(310, 800), chance.between(91, 300)),
        _ => (2 + chance.small(48) as i64, chance.between(40, 600), chance.between(1, 29)),
    }
}

/// The users, what events need of them, and what a connection knows of them.
fn users(chance: &mut Chance, today: Timestamp, firms: &[Firm]) -> (Table, Vec<Visitor>, Join) {
    let mut table = Table::default();
    let mut visitors = Vec::with_capacity(USERS);
    let mut rows = Vec::new();
    for index in 0..USERS {
        let (sessions, since, last) = habit(chance);
        let first_seen = days_before(today, since.max(last + 1), chance);
        let last_seen = days_before(today, last.max(1), chance).max(first_seen);
        let created =
            first_seen.checked_sub(SignedDuration::from_secs(chance.between(5, 900))).unwrap_or(first_seen);
        let place = chance.small(firms.len() as u64) as usize;
        let Some(firm) = firms.get(place) else { continue };
        let (first, second) = (chance.early(FIRST_NAMES), chance.any(LAST_NAMES));
        let (first, second) = (first.copied().unwrap_or("Jo"), second.copied().unwrap_or("Doe"));
        let id = format!("{}", 150_001 + index);
        let email =
            format!("{}.{}{}@{}", first.to_lowercase(), second.to_lowercase(), index % 97, firm.domain);
        let &(country, city, region) = chance.early(COUNTRIES).unwrap_or(&("US", "Austin", "Texas"));
        let &(device, os, os_version) = chance.early(DEVICES).unwrap_or(&("Desktop", "Windows", "11"));
        let &(browser, version) = chance.early(BROWSERS).unwrap_or(&("Chrome", "141"));
        let unlucky = chance.percent(14);
        let errors = if unlucky { chance.between(3, 80) } else { chance.small(6) as i64 };
        let row = table.begin();
        for (attribute, value) in [
            ("user_id", id.as_str()),
            ("user_email", &email),
            ("user_name", &format!("{first} {second}")),
            ("user_org_id", &format!("{}", 5_001 + place)),
            ("first_country_code", country),
            ("first_city", city),
            ("first_region", region),
            ("first_browser_name", browser),
            ("first_browser_version", version),
            ("first_device_type", device),
            ("first_os_name", os),
            ("first_os_version", os_version),
            ("last_country_code", country),
            ("last_browser_name", browser),
            ("last_device_type", device),
        ] {
            table.add(row, attribute, Datum::from(value));
        }
        table.add(row, "session_count", Datum::from(sessions));
        table.add(row, "events_count", Datum::from(sessions * chance.between(9, 25)));
        table.add(row, "error_count", Datum::from(errors));
        let loading = if unlucky { chance.between(1_800, 9_000) } else { chance.between(250, 2_400) };
        let loading = Decimal::from_int((loading * 10 + chance.between(0, 9)).into()).divided_by(10);
        table.add(row, "avg_loading_time", Datum::from(loading.unwrap_or(Decimal::ZERO)));
        table.add(row, "user_created", Datum::from(created));
        table.add(row, "first_seen", Datum::from(first_seen));
        table.add(row, "last_seen", Datum::from(last_seen));
        if chance.percent(80) {
            rows.push(customer(chance, &email, firm.plan, sessions));
        }
        visitors.push(Visitor {
            id,
            email,
            account: firm.id.clone(),
            plan: firm.plan,
            country: (country, city),
            browser,
            device,
            sessions,
            first_seen,
            last_seen,
            unlucky,
        });
    }
    let names = [
        "email",
        "subscription_tier",
        "ltv",
        "acquisition_channel",
        "industry",
        "subscription_state",
        "nps",
        "revenue",
    ];
    (table, visitors, Join::new(names.map(str::to_owned).to_vec(), rows))
}

/// A row of the table of customers.
fn customer(chance: &mut Chance, email: &str, plan: &str, sessions: i64) -> Vec<String> {
    let tier = match plan {
        "free" | "pro" => "starter",
        plan => plan,
    };
    let value = sessions * chance.between(3, 160);
    let state = if plan == "free" || chance.percent(8) { "trial" } else { "active" };
    let source = ["referral", "organic", "ads", "partner"];
    let score = if chance.percent(60) { chance.between(0, 10).to_string() } else { String::new() };
    vec![
        email.to_owned(),
        tier.to_owned(),
        format!("{value}.{:02}", chance.below(100)),
        chance.any(&source).copied().unwrap_or_default().to_owned(),
        chance.any(INDUSTRIES).copied().unwrap_or_default().to_owned(),
        state.to_owned(),
        score,
        (value / 2).to_string(),
    ]
}

fn field(id: &str, source_name: &str, kind: &str, display_name: &str, groups: &[&str]) -> Field {
    Field {
        id: id.to_owned(),
        source_name: source_name.to_owned(),
        kind: kind.to_owned(),
        display_name: Some(display_name.to_owned()),
        description: Some(format!("{display_name}, from the column {source_name}")),
        groups: Some(groups.iter().map(|group| (*group).to_owned()).collect()),
    }
}

fn connection(id: &str, attribute: &str, kind: &str, fields: Vec<Field>) -> ListedConnection {
    ListedConnection {
        id: id.to_owned(),
        kind: Some("ref_table".to_owned()),
        join: Some(Joined { attribute: Some(attribute.to_owned()), kind: Some(kind.to_owned()) }),
        fields: Some(fields),
        metadata: None,
        created_at: Some("2025-01-15T10:30:00Z".to_owned()),
        created_by: Some("ops@shop.example".to_owned()),
        updated_at: Some("2025-01-15T10:30:00Z".to_owned()),
        updated_by: Some("ops@shop.example".to_owned()),
    }
}

fn crm_connection() -> ListedConnection {
    let fields = vec![
        field("customer_tier", "subscription_tier", "string", "Customer Tier", &["Business", "Subscription"]),
        field("lifetime_value", "ltv", "number", "Lifetime Value", &["Financial", "Metrics"]),
        field(
            "signup_source",
            "acquisition_channel",
            "string",
            "Signup Source",
            &["Marketing", "Attribution"],
        ),
        field("industry", "industry", "string", "Industry", &["Business"]),
        field(
            "subscription_status",
            "subscription_state",
            "string",
            "Subscription Status",
            &["Subscription"],
        ),
        field("nps_score", "nps", "number", "NPS Score", &["Satisfaction", "Metrics"]),
        field("old_revenue_field", "revenue", "number", "Revenue (old)", &["Financial"]),
    ];
    connection("crm-integration", "user_email", "email", fields)
}

fn sales_connection() -> ListedConnection {
    let fields = vec![
        field("health_score", "account_health", "number", "Health Score", &["Health"]),
        field("csm_owner", "customer_success_manager", "string", "CSM", &["Health"]),
    ];
    connection("salesforce-accounts", "account_id", "account_id", fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_day_gives_the_same_shop() {
        let at = |text: &str| Data::shop(text.parse().unwrap());
        let (morning, evening) = (at("2026-11-25T06:00:00Z"), at("2026-11-25T23:00:00Z"));
        assert_eq!(morning.counts(), (5_000, 300, 200_000));
        let told = |data: &Data| {
            let row = data.users.table.row(4_999);
            let names = ["user_id", "user_email", "last_seen", "@lifetime_value"];
            names.map(|name| row.values(name).map(|datum| datum.to_string()).collect::<String>())
        };
        assert_eq!(told(&morning), told(&evening));
    }

    #[test]
    fn no_event_lies_outside_of_what_its_user_has_seen() {
        let data = Data::shop("2026-11-25T06:00:00Z".parse().unwrap());
        let users = &data.users.table;
        let ids = users.column("user_id").unwrap();
        let rows: std::collections::HashMap<String, usize> =
            (0..users.len()).map(|row| (users.text(row, "user_id").unwrap().to_owned(), row)).collect();
        assert_eq!((ids.distinct().len(), rows.len()), (USERS, USERS));
        for row in 0..data.events.len() {
            let user = rows[data.events.text(row, "@usr.id").unwrap()];
            let at = data.events.moment(row, "timestamp").unwrap();
            let seen = ["first_seen", "last_seen"].map(|name| users.moment(user, name).unwrap());
            assert!(seen[0] <= at && at <= seen[1], "{at} of {user}");
        }
    }
}
