//! What did the users of the shop do?

use jiff::{SignedDuration, Timestamp};
use rumql_semantics::Datum;

use super::{
    Chance, Visitor,
    words::{ACTIONS, ERRORS, RESOURCES, VIEWS},
};
use crate::store::Table;

const EVENTS: i64 = 200_000;

/// Events are kept for thirty days.
const KEPT_HOURS: i64 = 30 * 24;

const MILLISECOND: i64 = 1_000_000;

/// All events, by user and not by time. How many a user has goes with the sessions.
pub(super) fn events(visitors: &[Visitor]) -> Table {
    let mut table = Table::default();
    let mut chance = Chance(7_202_611);
    let weight = |visitor: &Visitor| visitor.sessions.min(120) + 4;
    let all: i64 = visitors.iter().map(weight).sum();
    let (mut seen, mut done) = (0, 0);
    for visitor in visitors {
        seen += weight(visitor);
        let until = seen * EVENTS / all.max(1);
        for _ in done..until {
            event(&mut table, &mut chance, visitor);
        }
        done = until;
    }
    table
}

fn event(table: &mut Table, chance: &mut Chance, visitor: &Visitor) {
    let row = table.begin();
    let at = moment(chance, visitor);
    let kind = match chance.below(100) {
        0..34 => "view",
        34..60 => "action",
        60..84 => "resource",
        84..90 => "long_task",
        90..93 => "session",
        _ if visitor.unlucky || chance.percent(25) => "error",
        _ => "view",
    };
    let hour = at.as_second() / 3_600;
    let session = format!("{}-{hour}", visitor.id);
    let &(view, path) = chance.early(VIEWS).unwrap_or(&("Home", "/"));
    let path = path.replace('?', &chance.below(240).to_string());
    let url = format!("https://shop.example{path}");
    for (name, value) in [
        ("type", kind),
        ("usr.id", &visitor.id),
        ("usr.email", &visitor.email),
        ("usr.plan", visitor.plan),
        ("account.id", &visitor.account),
        ("session.id", &session),
        ("session.type", "user"),
        ("application.id", "3f1c9c5e-0000-4000-8000-5b0b5b0b5b0b"),
        ("application.name", "ecommerce-platform"),
        ("view.name", view),
        ("view.url_path", &path),
        ("view.url", &url),
        ("browser.name", visitor.browser),
        ("device.type", visitor.device),
        ("geo.country_iso_code", visitor.country.0),
        ("geo.city", visitor.country.1),
        ("service", "shop-web"),
        ("env", if chance.percent(93) { "prod" } else { "staging" }),
        ("version", if hour % 400 < 260 { "4.17.2" } else { "4.18.0" }),
    ] {
        table.add(row, name, Datum::from(value));
    }
    table.add(row, "timestamp", Datum::from(at));
    match kind {
        "view" => seen(table, row, chance, visitor),
        "action" => done(table, row, chance),
        "resource" => fetched(table, row, chance, visitor),
        "error" => failed(table, row, chance),
        "long_task" => number(table, row, "long_task.duration", chance.between(50, 900) * MILLISECOND),
        _ => {
            number(table, row, "session.time_spent", chance.between(4, 3_000) * 1_000 * MILLISECOND);
            number(table, row, "session.view.count", chance.between(1, 40));
        }
    }
}

/// Between the first and the last time that the user was seen, and not longer ago than events are kept.
fn moment(chance: &mut Chance, visitor: &Visitor) -> Timestamp {
    let kept = visitor.last_seen.checked_sub(SignedDuration::from_hours(KEPT_HOURS));
    let first = kept.map_or(visitor.first_seen, |kept| kept.max(visitor.first_seen));
    let width = visitor.last_seen.as_millisecond().saturating_sub(first.as_millisecond());
    let at = first.as_millisecond().saturating_add(chance.between(0, width));
    Timestamp::from_millisecond(at)
        .map_or(visitor.last_seen, |at| at.clamp(visitor.first_seen, visitor.last_seen))
}

fn seen(table: &mut Table, row: usize, chance: &mut Chance, visitor: &Visitor) {
    let slow = visitor.unlucky && chance.percent(45);
    let loading = if slow { chance.between(2_600, 11_000) } else { chance.between(180, 2_900) };
    number(table, row, "view.loading_time", loading * MILLISECOND);
    number(table, row, "view.time_spent", chance.between(2, 240) * 1_000 * MILLISECOND);
    number(table, row, "view.error.count", if slow { chance.between(0, 4) } else { 0 });
    number(table, row, "view.action.count", chance.between(0, 12));
}

fn done(table: &mut Table, row: usize, chance: &mut Chance) {
    let name = chance.early(ACTIONS).copied().unwrap_or("search");
    table.add(row, "action.name", Datum::from(name));
    table.add(row, "action.target.name", Datum::from(name));
    table.add(row, "action.type", Datum::from(if chance.percent(80) { "click" } else { "custom" }));
    if chance.percent(4) {
        table.add(row, "action.frustration.type", Datum::from("rage_click"));
        if chance.percent(40) {
            table.add(row, "action.frustration.type", Datum::from("dead_click"));
        }
    }
}

fn fetched(table: &mut Table, row: usize, chance: &mut Chance, visitor: &Visitor) {
    let &(url, path, kind) = chance.early(RESOURCES).unwrap_or(&("https://shop.example/", "/", "fetch"));
    let status = match chance.below(100) {
        0..3 => 404,
        3..6 if visitor.unlucky => 503,
        6..8 if visitor.unlucky => 500,
        _ => 200,
    };
    table.add(row, "resource.url", Datum::from(url));
    table.add(row, "resource.url_path", Datum::from(path));
    table.add(row, "resource.type", Datum::from(kind));
    table.add(row, "resource.method", Datum::from(if chance.percent(85) { "GET" } else { "POST" }));
    number(table, row, "resource.status_code", status);
    number(table, row, "resource.duration", chance.between(8, 1_900) * MILLISECOND);
    number(table, row, "resource.size", chance.between(300, 900_000));
}

fn failed(table: &mut Table, row: usize, chance: &mut Chance) {
    let &(kind, message, source) = chance.early(ERRORS).unwrap_or(&("Error", "unknown", "source"));
    table.add(row, "error.type", Datum::from(kind));
    table.add(row, "error.message", Datum::from(message));
    table.add(row, "error.source", Datum::from(source));
    let handling = if chance.percent(70) { "unhandled" } else { "handled" };
    table.add(row, "error.handling", Datum::from(handling));
}

fn number(table: &mut Table, row: usize, name: &str, value: i64) {
    table.add(row, name, Datum::from(value));
}
