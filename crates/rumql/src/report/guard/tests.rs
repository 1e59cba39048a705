//! Whatever the text and the span, the report is harmless, small and points right.

use proptest::{prelude::*, test_runner::RngSeed};

use super::*;

fn render(text: &str, labels: &[(Span, &str)], colour: bool) -> String {
    render_all(&[("a/b.rumql", text, labels)], colour)
}

type Text<'a> = (&'a str, &'a str, &'a [(Span, &'a str)]);

fn render_all(texts: &[Text<'_>], colour: bool) -> String {
    let places: Vec<Places> = texts.iter().map(|(_, text, _)| Places::new(text)).collect();
    let parts = texts.iter().zip(&places);
    let parts =
        parts.map(|(&(path, text, labels), places)| Part { path, text, places, labels: labels.to_vec() });
    let (parts, subject) = (parts.collect(), "(users)".into());
    Snippet { parts, more: 0, subject, severity: Severity::Error }.render(colour)
}

#[track_caller]
fn check(text: &str, labels: &[(Span, &str)], expected: &str) {
    assert_eq!(format!("\n{}", render(text, labels, false)), expected);
}

#[test]
fn one_label_stands_behind_its_underline() {
    check(
        "session_count:>50 AND last_seen:<30d",
        &[(Span::new(22, 36), "last seen more than 30 days ago")],
        "
   ╭─[ a/b.rumql:1:23 ] (users)
 1 │ session_count:>50 AND last_seen:<30d
   │                       ───────┬────── last seen more than 30 days ago
",
    );
}

#[test]
fn several_lines() {
    let text = "segments:\n  - x: é\n\n\n\n\n\n\n    within: 30d\n    query: a:1 AND b:2\r\n";
    let at = |part: &str| {
        let start = text.find(part).unwrap();
        Span::from(start..start + part.len())
    };
    check(
        text,
        &[(at("b:2"), ""), (at("30d"), "the window"), (at("é"), "é")],
        "
    ╭─[ a/b.rumql:10:20 ] (users)
  2 │   - x: é
    │        ┬ é
  9 │     within: 30d
    │             ─┬─ the window
 10 │     query: a:1 AND b:2
    │                    ─┬─
",
    );
}

#[test]
fn a_label_over_several_lines() {
    check(
        "(\n  a\n  b\n  c\n) x",
        &[(Span::new(0, 15), "all of it"), (Span::new(16, 17), "")],
        "
   ╭─[ a/b.rumql:1:1 ] (users)
 1 │ ╭─▶ (
   ┆ ┆
 5 │ ├─▶ ) x
   │ │     ┬
   │ ╰────────── all of it
",
    );
}

#[test]
fn places_of_several_texts() {
    let used = "a:1\n\n\n\n\n\n\n\n\n  é @x:1 AND @x:2";
    let texts: [Text<'_>; 3] = [
        ("a.yml", "delete: x", &[(Span::new(8, 9), "")]),
        ("b.yml", used, &[(Span::new(17, 19), "asks for it"), (Span::new(26, 28), "and here")]),
        ("c.yml", "select: [@x]", &[(Span::new(9, 11), "selects it")]),
    ];
    let expected = "
    ╭─[ a.yml:1:9 ] (users)
  1 │ delete: x
    │         ┬
    ├─[ b.yml:10:5 ]
 10 │   é @x:1 AND @x:2
    │     ─┬       ─┬
    │      ╰─────────── asks for it
    │               │
    │               ╰── and here
    ├─[ c.yml:1:10 ]
  1 │ select: [@x]
    │          ─┬ selects it
";
    assert_eq!(format!("\n{}", render_all(&texts, false)), expected);
}

#[test]
fn more_than_eight_places_of_several_texts_are_counted() {
    let labels: Vec<(Span, &str)> = (0..6).map(|at| (Span::new(at, at + 1), "")).collect();
    let texts = [("a", "abcdefgh", &labels[..]), ("b", "abcdefgh", &labels), ("c", "abcdefgh", &labels)];
    let rendered = render_all(&texts, false);
    assert!(rendered.contains("[ b:1:1 ]") && !rendered.contains("[ c:1:1 ]"), "{rendered}");
    assert!(rendered.contains("and 10 more places"), "{rendered}");
}

#[test]
fn several_labels_on_a_line() {
    check(
        "a:1 and b:2 and c:3",
        &[(Span::new(4, 7), ""), (Span::new(12, 15), "also here")],
        "
   ╭─[ a/b.rumql:1:5 ] (users)
 1 │ a:1 and b:2 and c:3
   │     ─┬─     ─┬─
   │              │
   │              ╰─── also here
",
    );
}

#[test]
fn the_end_of_the_text_can_be_pointed_at() {
    check(
        "a:",
        &[(Span::at(2), "a value belongs here")],
        "
   ╭─[ a/b.rumql:1:3 ] (users)
 1 │ a:
   │   ┬ a value belongs here
",
    );
    check(
        "",
        &[(Span::at(0), "")],
        "
   ╭─[ a/b.rumql:1:1 ] (users)
 1 │
   │ ┬
",
    );
}

#[test]
fn control_characters_become_pictures() {
    check(
        "a:\x1b[31m\u{202e}x\u{85}",
        &[(Span::new(2, 3), "an \x1b escape\n")],
        "
   ╭─[ a/b.rumql:1:3 ] (users)
 1 │ a:␛[31m�x·
   │   ┬ an ␛ escape␊
",
    );
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let text = format!("{} guilty {}", "x".repeat(100_000), "y".repeat(100_000));
    let rendered = render(&text, &[(Span::new(100_001, 100_007), "here")], false);
    assert!(
        rendered.contains("x guilty y") && rendered.contains('…') && rendered.contains("here"),
        "{rendered}"
    );
    assert!(rendered.contains(":1:100002 ]"), "{rendered}");
    assert!(rendered.len() < 4096, "{}", rendered.len());
}

#[test]
fn more_than_eight_places_are_counted() {
    let labels: Vec<(Span, &str)> = (0..10).map(|at| (Span::new(at, at + 1), "")).collect();
    assert!(render("abcdefghijkl", &labels, false).contains("and 2 more places"));
}

#[test]
fn a_thousand_places_on_a_long_line_are_quick() {
    let text = "a:1 ".repeat(250_000);
    let labels: Vec<(Span, &str)> = (0..1000).map(|at| (Span::new(at * 4, at * 4 + 3), "x")).collect();
    let rendered = render(&text, &labels, true);
    assert!(rendered.len() <= MAX_SNIPPET, "{}", rendered.len());
}

/// Whether nothing but line breaks and our own colours is below a blank.
fn is_harmless(rendered: &str) -> bool {
    let mut rest = rendered;
    while let Some((_, escape)) = rest.split_once('\x1b') {
        let Some((parameters, after)) = escape.strip_prefix('[').and_then(|it| it.split_once('m')) else {
            return false;
        };
        if !parameters.chars().all(|c| c.is_ascii_digit() || c == ';') {
            return false;
        }
        rest = after;
    }
    let is_plain = |c: char| c == '\n' || c == '\x1b' || (visible(c) == c && c >= ' ');
    rendered.chars().all(is_plain)
}

fn any_text() -> impl Strategy<Value = String> {
    let bytes = proptest::collection::vec(any::<u8>(), 0..400);
    let odd = proptest::collection::vec(
        prop_oneof![
            Just("\n"),
            Just("\r\n"),
            Just("\t"),
            Just("\x1b[2J"),
            Just("\0"),
            Just("\u{202e}"),
            Just("é"),
            Just("日本"),
            Just("👩‍👩‍👧"),
            Just("a\u{301}"),
            Just("\u{feff}"),
            Just("\u{2028}"),
            Just("word "),
            Just("\u{9b}"),
            Just(
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            ),
        ],
        0..40,
    );
    prop_oneof![
        bytes.prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        odd.prop_map(|parts| parts.concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn nothing_harmful_passes(
        text in any_text(),
        spans in proptest::collection::vec((0u32..2000, 0u32..2000), 1..12),
        message in any_text(),
        colour: bool,
    ) {
        let labels: Vec<(Span, &str)> =
            spans.iter().map(|(start, end)| (Span { start: *start, end: *end }, message.as_str())).collect();
        let rendered = render(&text, &labels, colour);
        prop_assert!(is_harmless(&rendered), "{rendered:?}");
        prop_assert!(rendered.len() <= MAX_SNIPPET, "{} bytes", rendered.len());
        prop_assert!(is_harmless(&clean(&text, MAX_MESSAGE)) && clean(&text, MAX_MESSAGE).len() <= MAX_MESSAGE);
    }
}
