//! How long do a million users and five million events take to load, and to answer?
//!
//! `cargo bench -p rumql-tests --bench store`; the figures stand in `BENCHMARKS.md`.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::{
    fs,
    io::{self, BufRead, BufReader, Read},
    time::Instant,
};

use rumql_api::Operation;
use rumql_emulator::{Emulator, Folder, Options, load};
use serde_json::{Value, json};

const USERS: u64 = 1_000_000;
const EVENTS: u64 = 5_000_000;
const NOW: i64 = 1_795_478_400;

/// Lines that are made while they are read.
struct Lines<F> {
    line: F,
    next: u64,
    end: u64,
    rest: Vec<u8>,
}

impl<F: Fn(u64) -> String> Read for Lines<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.len() < buffer.len() && self.next < self.end {
            self.rest.extend((self.line)(self.next).into_bytes());
            self.next += 1;
        }
        let count = buffer.len().min(self.rest.len());
        buffer[..count].copy_from_slice(&self.rest[..count]);
        self.rest.drain(..count);
        Ok(count)
    }
}

/// A number that looks like chance.
fn mixed(index: u64) -> u64 {
    let mixed = index.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
}

fn user(index: u64) -> String {
    let m = mixed(index);
    let seen = jiff::Timestamp::from_second(NOW - (m % 15_000_000) as i64).unwrap();
    format!(
        "{{\"user_id\":\"{index}\",\"user_email\":\"user{index}@firm{}.example\",\"first_country_code\":\"{}\",\"first_browser_name\":\"{}\",\"session_count\":{},\"last_seen\":\"{seen}\",\"@tier\":\"t{}\"}}\n",
        m % 9_973,
        ["US", "DE", "FR", "IN", "BR"][(m % 5) as usize],
        ["Chrome", "Safari", "Firefox"][(m % 3) as usize],
        m % 400,
        m % 4,
    )
}

fn event(index: u64) -> String {
    let m = mixed(index);
    let at = (NOW - (m % 2_500_000) as i64) * 1_000;
    format!(
        "{{\"type\":\"{}\",\"timestamp\":{at},\"usr\":{{\"id\":\"{}\"}},\"view\":{{\"name\":\"v{}\",\"loading_time\":{}}},\"service\":\"web\"}}\n",
        ["view", "action", "error", "resource"][(m % 4) as usize],
        m % USERS,
        m % 97,
        (m % 9_000) * 1_000_000,
    )
}

struct Files;

impl Folder for Files {
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn BufRead + '_>>> {
        let lines = |line: fn(u64) -> String, end| {
            let lines = Lines { line, next: 0, end, rest: Vec::new() };
            Some(Box::new(BufReader::with_capacity(1 << 16, lines)) as Box<dyn BufRead>)
        };
        Ok(match name {
            "users.jsonl" => lines(user, USERS),
            "events.jsonl" => lines(event, EVENTS),
            _ => None,
        })
    }
}

fn main() {
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        println!("{what:<46} {:>8.2} s", start.elapsed().as_secs_f64());
    };
    timed("the lines, made and thrown away", &mut || {
        for name in ["users.jsonl", "events.jsonl"] {
            io::copy(&mut Files.open(name).unwrap().unwrap(), &mut io::sink()).unwrap();
        }
    });
    let mut data = None;
    timed("1,000,000 users and 5,000,000 events, loaded", &mut || data = Some(load(&Files, None).unwrap()));
    let now = jiff::Timestamp::from_second(NOW).unwrap();
    let emulator = Emulator::new(data.unwrap(), Options { now, faults: Vec::new(), numeric_ranges: false });
    let ask = |operation: Operation, kind: &str, attributes: Value| {
        let body = json!({ "data": { "type": kind, "attributes": attributes } }).to_string();
        let answer = emulator.answer("POST", &operation.path(&[]), body.as_bytes());
        let told = String::from_utf8(answer.body).unwrap();
        assert_eq!(answer.status, 200, "{told}");
        serde_json::from_str::<Value>(&told).unwrap()
    };
    let query = "session_count:>200 AND last_seen:<30d AND user_email:*@firm1*";
    timed("a filter of three tests", &mut || {
        let found =
            ask(Operation::QueryUsers, "query_users_request", json!({ "query": query, "limit": 100 }));
        assert!(found["data"]["attributes"]["total"].as_i64().unwrap() > 1_000);
    });
    timed("everything, sorted by a moment", &mut || {
        let sort = json!({ "query": "*", "limit": 100, "sort": { "field": "last_seen", "order": "DESC" } });
        ask(Operation::QueryUsers, "query_users_request", sort);
    });
    timed("a facet of everything", &mut || {
        let facet = json!({ "facet_id": "first_country_code", "limit": 10 });
        ask(Operation::GetUserFacetInfo, "users_facet_info_request", facet);
    });
    timed("users by their events of a week", &mut || {
        let events = json!({ "query": "session_count:>200", "include_row_count": true, "limit": 100, "event_query": {
            "query": "@type:error AND @view.loading_time:>3s", "time_frame": { "start": NOW - 604_800, "end": NOW } } });
        ask(Operation::QueryEventFilteredUsers, "query_event_filtered_users_request", events);
    });
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(most) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("most memory at once: {}", most.trim_start_matches("VmHWM:").trim());
    }
}
