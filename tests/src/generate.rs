//! Which texts are the laws tried on?
//!
//! Three strategies, from careless to careful: anything at all, the pieces of the language in
//! any order, and correct queries. Texts are short: a law that breaks, breaks on a short one.

use proptest::{collection::vec, prelude::*, sample::select};

/// Any characters.
pub fn anything() -> impl Strategy<Value = String> {
    prop_oneof![".{0,40}", "(?s).{0,40}", vec(any::<char>(), 0..40).prop_map(String::from_iter)]
}

/// The pieces of the language in any order, up to 60 of them.
pub fn token_soup() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// A correct query, nested up to four deep, with every spelling the grammar allows.
pub fn well_formed() -> impl Strategy<Value = String> {
    (opt_blank(), expression(clause(), false), opt_blank()).prop_map(concat)
}

const PIECES: &[&str] = &[
    // operators, and words that begin like one
    "AND",
    "OR",
    "NOT",
    "TO",
    "and",
    "ORDER",
    "NOTE",
    "&&",
    "||",
    "&",
    "|",
    "-",
    "--",
    "!",
    "+",
    "#",
    "//",
    // punctuation
    ":",
    ":",
    ":",
    ">",
    ">=",
    "<",
    "<=",
    "=",
    "==",
    "!=",
    "=>",
    "<>",
    "=~",
    "(",
    "(",
    ")",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\"",
    "“",
    "”",
    "„",
    "'",
    "\\",
    "*",
    "**",
    "?",
    ",",
    "~",
    "^",
    // blanks, odd ones included
    " ",
    " ",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\u{b}",
    "\u{85}",
    "\u{a0}",
    "\u{200b}",
    "\u{3000}",
    "\u{feff}",
    // names and values
    "a",
    "plan_type",
    "@usr.id",
    "5",
    "-1",
    "1.5",
    "30d",
    "now-7d",
    "2025-01-01",
    "é",
    "日本",
    "👩‍💻",
    // pieces of more than one token
    "f:x",
    "f:(",
    "f:>5",
    "f:[1 TO 5]",
    "\"a b\"",
    "'a b'",
    "last_seen:>7",
    "session_count:\"5\"",
    "days",
    "1E3",
    "CIDR(",
    "CIDR",
    "_exists_:",
    "*:*",
    // escapes
    "\\ ",
    "\\:",
    "\\\"",
    "\\\\",
    "\\n",
    "\\日",
    // what others fill in
    "$var",
    "$var.value",
    "${env}",
    "{{env}}",
    "{{",
    "}}",
    "<now>",
    "<",
];

/// Clauses with operators between them. In a value group a comparison needs no field.
fn expression(clause: BoxedStrategy<String>, in_value: bool) -> BoxedStrategy<String> {
    let clause = if in_value { prop_oneof![3 => clause, 1 => comparison()].boxed() } else { clause };
    let sign = || select(&["-", "- ", "NOT ", "NOT\t"][..]);
    let signs = prop_oneof![4 => sign().prop_map(str::to_owned), 1 => vec(sign(), 2..4).prop_map(|signs| signs.concat())];
    let signed =
        prop_oneof![3 => clause.clone(), 1 => (signs, clause).prop_map(|(signs, clause)| signs + &clause)];
    let operator = (blank(), select(&["", "AND ", "OR ", "&& ", "|| ", "AND\n"][..]));
    let next = (operator, signed.clone())
        .prop_map(|((blank, operator), clause)| format!("{blank}{operator}{clause}"));
    (signed, vec(next, 0..3)).prop_map(|(first, rest)| first + &rest.concat()).boxed()
}

fn clause() -> BoxedStrategy<String> {
    let leaf = prop_oneof![6 => field(), 1 => word(), 1 => phrase(), 1 => range(), 1 => cidr()];
    leaf.prop_recursive(4, 24, 3, |clause| {
        let group = (opt_blank(), expression(clause.clone(), false), opt_blank())
            .prop_map(|(before, inner, after)| format!("({before}{inner}{after})"));
        let value_group =
            (name(), expression(clause, true)).prop_map(|(name, inner)| format!("{name}:({inner})"));
        prop_oneof![group, value_group]
    })
    .boxed()
}

fn field() -> BoxedStrategy<String> {
    let glued = prop_oneof![4 => text(), 2 => comparison(), 1 => phrase(), 1 => range()];
    let spaced = prop_oneof![word(), comparison(), phrase(), range(), "-[a-z0-9]{1,4}"];
    let tight = (name(), glued).prop_map(|(name, value)| format!("{name}:{value}"));
    let loose = (name(), blank(), spaced).prop_map(|(name, blank, value)| format!("{name}:{blank}{value}"));
    prop_oneof![4 => tight, 1 => loose].boxed()
}

fn name() -> BoxedStrategy<String> {
    prop_oneof![
        4 => "[@a-z_][a-z0-9_.-]{0,6}",
        1 => r#"[a-z](\\[ :a"(]|é){1,3}"#,
        1 => Just("\"a b\"".to_owned()),
        1 => Just("*".to_owned()),
    ]
    .boxed()
}

/// A bare word: what a value after a blank may be, too.
fn word() -> BoxedStrategy<String> {
    prop_oneof![
        3 => "[a-z0-9@/.][a-z0-9@.*?+,_-]{0,6}",
        1 => r"(\\.|[a-zé]){1,4}",
        1 => Just("*".to_owned()),
        1 => select(&["TO", "ORDER", "NOTE", "$var", "${env}", "{{env}}-x", "<now>", "a=b", "**"][..])
            .prop_map(str::to_owned),
    ]
    // `//` would begin a comment, and `TO` is no value after a blank.
    .prop_filter("a comment or an operator", |word| !word.starts_with("//") && word != "TO")
    .boxed()
}

/// A value that touches its colon: it may look like an operator, or hold colons of its own.
fn text() -> BoxedStrategy<String> {
    let special = [
        "AND",
        "OR",
        "NOT",
        "TO",
        "-5",
        "-1.5",
        "http://x?a=b&c>d",
        "a:b:c",
        "&&",
        "||",
        "//x",
        "2025-01-01T00:00:00Z",
    ];
    prop_oneof![3 => word(), 1 => select(special.to_vec()).prop_map(str::to_owned)].boxed()
}

fn comparison() -> BoxedStrategy<String> {
    let operand = prop_oneof![
        "-?[0-9]{1,4}(\\.[0-9]{1,2})?[a-z]{0,2}",
        "[a-z]{1,4}",
        Just("2025-01-01T00:00:00Z".to_owned())
    ];
    (select(&[">", ">=", "<", "<="][..]), operand)
        .prop_map(|(operator, operand)| operator.to_owned() + &operand)
        .boxed()
}

fn range() -> BoxedStrategy<String> {
    let bound = || prop_oneof![3 => "-?[a-z0-9]{1,4}", 1 => Just("*".to_owned()), 1 => phrase(), 1 => Just("a:b".to_owned())];
    (select(&["[", "{"][..]), opt_blank(), bound(), blank(), bound(), select(&["]", " ]", "}"][..]))
        .prop_map(|(open, before, low, blank, high, close)| {
            format!("{open}{before}{low}{blank}TO{blank}{high}{close}")
        })
        .boxed()
}

fn phrase() -> BoxedStrategy<String> {
    r#""([a-z *?:()“\n]|\\["\\a]|日){0,6}""#.boxed()
}

fn cidr() -> BoxedStrategy<String> {
    (blank(), "[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}")
        .prop_map(|(blank, block)| format!("CIDR(@ip,{blank}{block}, ::1)"))
        .boxed()
}

fn blank() -> BoxedStrategy<&'static str> {
    prop_oneof![6 => Just(" "), 1 => select(&["  ", "\t", "\n", "\u{a0}", "\u{3000} "][..])].boxed()
}

fn opt_blank() -> BoxedStrategy<&'static str> {
    prop_oneof![3 => Just(""), 1 => blank()].boxed()
}

fn concat((before, query, after): (&str, String, &str)) -> String {
    format!("{before}{query}{after}")
}
