//! Is parsing safe and fast for texts that no one would write?
//!
//! Each text is parsed on a stack of 2 MiB and must be done in seconds: what recurses with the
//! text overflows, what looks at each piece twice for each piece does not end.

use std::{sync::mpsc, thread, time::Duration};

use expect_test::expect;
use rumql_syntax::{Layout, MAX_DEPTH, MAX_LEN, SyntaxErrorKind, format, parse};

const MILLION: usize = 1_000_000;
const PATIENCE: Duration = Duration::from_secs(60);

/// The kinds of errors of a text, each once.
#[track_caller]
fn errors(text: String) -> Vec<SyntaxErrorKind> {
    let (send, receive) = mpsc::channel();
    let work = move || {
        let parse = parse(&text);
        assert_eq!(parse.tree.print(), text);
        format(&parse, Layout::Broken);
        let mut kinds: Vec<_> = parse.errors.iter().map(|error| error.kind).collect();
        kinds.sort();
        kinds.dedup();
        send.send(kinds).unwrap();
    };
    let thread = thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap();
    let kinds = receive.recv_timeout(PATIENCE).expect("parsing panics, or takes more than a minute");
    thread.join().unwrap();
    kinds
}

/// How many pieces are read where each costs an error: fewer in a build that is not optimized.
const MANY: usize = if cfg!(debug_assertions) { MILLION / 20 } else { MILLION };

/// Pieces that are refused, on their own or in a row.
const FAULTS: &[&str] = &[
    ")",
    "\"",
    "a\"",
    "“",
    "[",
    "{",
    "${",
    "{{",
    "[1 TO ",
    ":",
    "a:",
    "a: ",
    ">",
    "<",
    "a:>",
    "a OR ",
    "AND ",
    "|",
    "| ",
    "//",
    "# ",
    "() ",
    "a[0] ",
    "a:[1 to 2] ",
    "a > 5 ",
    "a :b ",
];

#[test]
fn a_million_openers_and_signs_are_read() {
    let pieces = ["(", "f:(", "a(", "CIDR(", "-(", "NOT ", "-", "!", "- NOT!", "(-"];
    expect![[r#"
        "(" [TooDeep]
        "f:(" [TooDeep]
        "a(" [TooDeep]
        "CIDR(" [TooDeep]
        "-(" [TooDeep]
        "NOT " [TooDeep]
        "-" [TooDeep]
        "!" [TooDeep]
        "- NOT!" []
        "(-" [TooDeep]
    "#]]
    .assert_eq(&report(&pieces, MILLION));
}

#[test]
fn a_million_errors_are_read() {
    expect![[r##"
        ")" [UnopenedParen]
        "\"" [GluedOpener]
        "a\"" [GluedOpener]
        "“" [SmartQuote]
        "[" [MalformedRange]
        "{" [MalformedRange]
        "${" [GluedOpener]
        "{{" [MalformedRange]
        "[1 TO " [MalformedRange]
        ":" [MissingField]
        "a:" []
        "a: " [MissingValue]
        ">" [OperatorBeforeColon]
        "<" [OperatorBeforeColon]
        "a:>" []
        "a OR " [DanglingOperator]
        "AND " [DanglingOperator]
        "|" []
        "| " [Pipe]
        "//" [Comment]
        "# " [Comment]
        "() " [EmptyGroup]
        "a[0] " [GluedOpener]
        "a:[1 to 2] " [MalformedRange]
        "a > 5 " [OperatorBeforeColon]
        "a :b " [SpaceBeforeColon]
    "##]]
    .assert_eq(&report(FAULTS, MANY));
}

#[test]
fn a_million_characters_of_any_kind_are_read() {
    let pieces = ["a", " ", "*", "?", "a-", "a ", "a:b "];
    expect![[r#"
        "a" []
        " " []
        "*" []
        "?" []
        "a-" []
        "a " []
        "a:b " []
    "#]]
    .assert_eq(&report(&pieces, MANY));
}

fn report(pieces: &[&str], count: usize) -> String {
    pieces.iter().map(|piece| format!("{piece:?} {:?}\n", errors(piece.repeat(count)))).collect()
}

#[test]
fn a_hundred_thousand_clauses_are_one_flat_chain() {
    assert_eq!(errors(vec!["session_count:>50"; 100_000].join(" AND ")), []);
    assert_eq!(errors(vec!["plan_type:pro"; 100_000].join(" OR ")), []);
    assert_eq!(errors("-a:1 ".repeat(100_000)), []);
    assert_eq!(errors(format!("f:({})", vec!["x"; 100_000].join(" OR "))), []);
}

#[test]
fn a_text_has_at_most_16_mib() {
    assert_eq!(errors("a".repeat(MAX_LEN)), []);
    assert_eq!(errors("a".repeat(MAX_LEN + 1)), [SyntaxErrorKind::TooLarge]);
}

#[test]
fn nesting_ends_at_128() {
    let depth = MAX_DEPTH as usize;
    assert_eq!(depth, 128);
    let nested = |open: &str, close: &str, depth| open.repeat(depth) + "a:1" + &close.repeat(depth);
    for (open, close) in [("(", ")"), ("-", ""), ("NOT ", ""), ("f:(", ")")] {
        assert_eq!(errors(nested(open, close, depth)), [], "{open}");
        assert_eq!(errors(nested(open, close, depth + 1)), [SyntaxErrorKind::TooDeep], "{open}");
    }
    // A sign and a group are two levels.
    assert_eq!(errors(nested("-(", ")", depth / 2)), []);
    assert_eq!(errors(nested("-(", ")", depth / 2 + 1)), [SyntaxErrorKind::TooDeep]);
}

#[test]
fn depth_is_not_length() {
    assert_eq!(errors("(a:1) ".repeat(1_000)), []);
    assert_eq!(errors("-a:1 OR ".repeat(1_000) + "b:2"), []);
}
