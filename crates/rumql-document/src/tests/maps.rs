//! Is every query mapped to its bytes and back, however it is written?

use proptest::{prelude::*, test_runner::RngSeed};

use crate::{Host, testing};

/// What queries are made of, and what a host may stumble over.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "a", "b:c", "AND", " ", "  ", "user_email:*@x.com", "(", ")", "é", "😀", "#x", " #", ": ", "- ",
    "\"", "'", "\\", "\n", "\n\n", "\n ", "\t", ">50", "|", "@type:error", "[1 TO 5]", "{x}", ",", "*",
    "&a", "!b", "%", "`", "null", "12", "\u{85}", "\u{a0}", "\u{2028}", "\u{feff}", "\0", "\r", "/",
    "---", "...", "?", ":",
];

/// What files of ours are made of.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "segments:", "\n", "\n  ", "- ", "  - name: x\n", "    query: ", "query: ", "a:b", "*", "@x", ">",
    "|", ">5", "|-\n      x\n", "\"", "'", "[", "]", "{", "}", ",", ": ", "#c", " # c", "&a ", "*a",
    "!t ", "!!str ", "---\n", "data: ", "type: query_users_request", "attributes:", "\u{feff}", "\r\n",
    "é", "<<: ", "? ", "\\", "\\u00e9",
    "{\"data\":{\"type\":\"query_users_request\",\"attributes\":{\"query\":\"", "\"}}}", "\\ud800",
    "//", "/*", "limit: 5\n", "\t", "null",
];

/// Texts that look like queries, and texts of everything that a host may stumble over.
fn query() -> impl Strategy<Value = String> {
    let words = prop::sample::select(WORDS);
    let plain = prop::sample::select(vec!["a:b", " AND ", "last_seen:<30d", " ", "(x)", "é", "😀:x"]);
    prop_oneof![
        prop::collection::vec(words, 0..8).prop_map(|parts| parts.concat()),
        prop::collection::vec(plain, 0..8).prop_map(|parts| parts.concat()),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn a_query_in_any_layout(
        entropy in prop::collection::vec(any::<u8>(), 0..60),
        query in query(),
        new in query(),
    ) {
        testing::embedded(&entropy, &query, &new).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn a_damaged_file(text in damaged_file(), new in query()) {
        for host in [Host::Yaml, Host::Json] {
            testing::arbitrary(&text, host, &new).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn any_text_at_all(text in any_file(), new in query()) {
        for host in [Host::Plain, Host::Yaml, Host::Json] {
            testing::arbitrary(&text, host, &new).map_err(TestCaseError::fail)?;
        }
    }
}

/// A file of ours with something put in, or taken out, anywhere.
fn damaged_file() -> impl Strategy<Value = String> {
    let place = (any::<prop::sample::Index>(), 0_usize..4, prop::sample::select(PIECES));
    (prop::collection::vec(any::<u8>(), 0..60), query(), prop::collection::vec(place, 1..4)).prop_map(
        |(entropy, query, places)| {
            let mut text = testing::file(&mut testing::Entropy::new(&entropy), &query).text;
            for (index, taken, piece) in places {
                let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
                let at = index.index(ends.len());
                let end = ends[(at + taken).min(ends.len() - 1)];
                text.replace_range(ends[at]..end, if taken % 2 == 0 { piece } else { "" });
            }
            text
        },
    )
}

/// Texts of the pieces that files of ours are made of.
fn any_file() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(PIECES);
    prop::collection::vec(pieces, 0..24).prop_map(|parts| parts.concat())
}

#[test]
fn deep_nesting_is_refused() {
    for open in ["[", "{\"a\":", "- ", "{a: "] {
        let text = format!("segments data query\n{}", open.repeat(1_000_000));
        for host in [Host::Yaml, Host::Json] {
            let document = crate::read(&text, host, &crate::Options::default());
            assert_eq!(document.queries.len(), 0);
        }
    }
}

#[test]
fn a_billion_laughs_are_not_copied() {
    let mut text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for level in 1..30 {
        let last = level - 1;
        text += &format!("a{level}: &a{level} [*a{last},*a{last},*a{last},*a{last},*a{last}]\n");
    }
    text += "segments: [{name: x, query: 'a:b', select: *a29}]\n";
    assert_eq!(crate::read(&text, Host::Yaml, &crate::Options::default()).queries.len(), 1);
}

/// Each is the value of a key at column 4, and what it says.
const VALUES: &[(&str, &str)] = &[
    ("|\n", ""),
    ("|+\n\n\n", "\n\n"),
    (">-\n\n", ""),
    ("|  # c\n      a\n", "a\n"),
    ("|1-\n       a\n     b\n", "  a\nb"),
    ("|-\n      > a\n      | b\n", "> a\n| b"),
    ("\n      # |\n      |\n      a\n", "a\n"),
    ("&a|b !xy\n      >\n      a\n", "a\n"),
    (">\n\n      a\n      b\n\n\n      c\n       d\n      e\n\n", "\na b\n\nc\n d\ne\n"),
    ("|\n      a  \n      \t b\n", "a  \n\t b\n"),
    ("|\n      a\n     \n    \n", "a\n"),
    ("|+\n      a\n     \n    \n", "a\n\n\n"),
    ("a\n      b\n\n      c # d\n", "a b\nc"),
    ("\n      a b\n", "a b"),
    ("\"a\\\n       b \\\n\n       \\ c\\td \n      e\"\n", "ab \n c\td e"),
    ("\" a \n \n\n b \"\n", " a\n\nb "),
    ("'a ''\n      b'\n", "a ' b"),
    ("\"\\x41\\u00e9\\U0001F600\\N\\_\\L\\P\\e\\0\\/\"\n", "Aé😀\u{85}\u{a0}\u{2028}\u{2029}\u{1b}\0/"),
    ("\"\"\n", ""),
];

#[test]
fn values_say_what_yaml_says() {
    for (value, expected) in VALUES {
        for line_break in ["\n", "\r\n"] {
            let text =
                format!("segments:\n  - name: x\n    query: {value}    limit: 5\n").replace('\n', line_break);
            let document = crate::read(&text, Host::Yaml, &crate::Options::default());
            assert_eq!(document.queries[0].scalar.text, *expected, "{text}");
            assert_eq!(document.requests[0].limit.as_ref().map(|limit| limit.span.slice(&text)), Some("5"));
            testing::exact(&text, Host::Yaml).unwrap();
            testing::arbitrary(&text, Host::Yaml, "n:\"e w\"\n").unwrap();
        }
    }
}

#[test]
fn the_end_of_the_file_ends_a_block() {
    for (text, expected) in [
        (
            "segments: [{query: b}]\n---\ndata:\n  type: query_users_request\n  attributes:\n    query: |\n      é",
            "é",
        ),
        (
            "segments: [{query: b}]\n---\ndata:\n  type: query_users_request\n  attributes:\n    query: |+\n      a\n\n",
            "a\n\n",
        ),
        (
            "segments: [{query: b}]\n---\ndata:\n  type: query_users_request\n  attributes:\n    query: >-\n      a\n      b",
            "a b",
        ),
    ] {
        let document = crate::read(text, Host::Yaml, &crate::Options::default());
        assert_eq!(document.queries[1].scalar.text, expected);
        testing::exact(text, Host::Yaml).unwrap();
        let edit = document.queries[1].scalar.encode(text, "n\n");
        let after = rumql_source::apply_edits(text, &[edit]).unwrap();
        assert_eq!(crate::read(&after, Host::Yaml, &crate::Options::default()).queries[1].scalar.text, "n\n");
    }
}

#[track_caller]
fn check_encode(value: &str, new: &str, expected: &str) {
    let file = |value: &str| format!("segments:\n  - name: x\n    query: {value}\n    limit: 5\n");
    let text = file(value);
    let document = crate::read(&text, Host::Yaml, &crate::Options::default());
    let edit = document.queries[0].scalar.encode(&text, new);
    assert_eq!(rumql_source::apply_edits(&text, &[edit]).unwrap(), file(expected));
}

#[test]
fn an_edit_keeps_the_style_and_what_does_not_change() {
    check_encode("a:b AND c", "a:b OR c", "a:b OR c");
    check_encode("a:b AND c", "*", "\"*\"");
    check_encode("a:b AND c", "a:\"b c\" # d", "'a:\"b c\" # d'");
    check_encode("a:b\n      AND c", "a:b\n      AND d".replace("\n     ", "").as_str(), "a:b\n      AND d");
    check_encode("'it''s a'", "it's b", "'it''s b'");
    check_encode("'a'", "a\nb", "\"a\\nb\"");
    check_encode("\"\\u00e9 a\"", "é b\"", "\"\\u00e9 b\\\"\"");
    check_encode("|-\n      a\n\n      b", "a\n\nc", "|-\n      a\n\n      c");
    check_encode("|\n      a", "a\nb\n", "|\n      a\n      b");
    check_encode("| # c\n      a", "b", "|- # c\n      b");
    check_encode(">\n      a\n      b", "a b c\n", ">\n      a\n      b c");
    check_encode(">\n      a\n      b", "a\nc\n", ">\n      a\n\n      c");
    check_encode("|- # c\n      a", "\tb\0", "\"\\tb\\x00\" # c");
    check_encode("|-\n      a", "", "\"\"");
}
