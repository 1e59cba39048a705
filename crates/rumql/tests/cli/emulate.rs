//! Does the emulator answer over HTTP as it does in the process?

use std::{
    io::{BufRead, BufReader},
    process::Child,
};

use super::folder::{Folder, NOW, command};

/// An emulator that ends with the test.
struct Emulator {
    child: Child,
    url: String,
}

impl Emulator {
    fn start(folder: &Folder, args: &[&str]) -> Self {
        let mut child =
            command(&folder.path(".")).args([&["emulate", "--now", NOW][..], args].concat()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
        Self { child, url: url.trim().to_owned() }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_same_answers_over_http() {
    let folder = Folder::of(&[("data/users.jsonl", "{\"user_id\":1,\"zip\":\"007\"}\n{\"user_id\":2}\n")]);
    let ask = ["query", "users", "session_count:>50", "--output", "json", "--limit", "7", "--now", NOW];
    let shop = Emulator::start(&folder, &[]);
    let over_http = folder.run(&[&ask[..], &["--url", &shop.url]].concat());
    let in_process = folder.run(&[&ask[..], &["--demo"]].concat());
    assert_eq!(over_http.ended(0).out, in_process.ended(0).out);
    let own = Emulator::start(&folder, &["--data", "data"]);
    folder.run(&["query", "users", "zip:007", "--count", "--url", &own.url]).ended(0).says("1\n");
}

#[test]
fn what_goes_wrong_on_purpose_goes_wrong() {
    let folder = Folder::empty();
    let emulator = Emulator::start(&folder, &["--fault", "403"]);
    folder.run(&["mapping", "show", "users", "--url", &emulator.url]).ended(3).tells("403: Forbidden");
    let run = folder.run(&["emulate", "--fault", "teapot"]);
    run.ended(2).tells("write a status from 400 to 599, slow=2s, or malformed");
    folder.run(&["emulate", "--data", "none"]).ended(2).tells("it is no folder");
    let port = emulator.url.rsplit(':').next().unwrap();
    folder.run(&["emulate", "--port", port]).ended(2).tells("--port 0 takes a free one");
}
