//! How can a query be written into a file? In every way that YAML and JSON have.

use crate::Host;

/// Bytes that choose; zeroes when they are used up.
#[derive(Debug, Clone)]
pub struct Entropy<'a> {
    bytes: std::slice::Iter<'a, u8>,
    salt: u8,
}

impl<'a> Entropy<'a> {
    /// Choices from these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: bytes.iter(), salt: 0 }
    }

    /// A number below `limit`.
    fn below(&mut self, limit: u8) -> u8 {
        let byte = self.bytes.next().copied().unwrap_or_else(|| {
            self.salt = self.salt.wrapping_mul(5).wrapping_add(77);
            self.salt >> 2
        });
        byte % limit.max(1)
    }

    fn one_in(&mut self, limit: u8) -> bool {
        self.below(limit) == limit - 1
    }
}

/// A file with the query in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// How it is written.
    pub host: Host,
    /// The file.
    pub text: String,
    /// The query that was written: a plain file holds no outer blanks.
    pub query: String,
    /// How many queries the file has.
    pub queries: usize,
}

/// A file with `query` as its first query.
pub fn file(entropy: &mut Entropy<'_>, query: &str) -> Layout {
    let layout = |host, text, queries| Layout { host, text, query: query.to_owned(), queries };
    match entropy.below(8) {
        0 => plain(query),
        1 | 2 => layout(Host::Json, json(entropy, query), 1),
        3 => layout(Host::Yaml, flow_yaml(entropy, query), 2),
        4 => layout(Host::Yaml, bodies_yaml(entropy, query), 2),
        _ => layout(Host::Yaml, block_yaml(entropy, query), 2),
    }
}

fn plain(query: &str) -> Layout {
    let query = query.trim_matches([' ', '\t', '\r', '\n', '\u{feff}', '/']);
    let query = query.trim_matches([' ', '\t', '\r', '\n']);
    let text = format!("\u{feff}// a comment\r\n\n  //another\n \t{query} \r\n");
    Layout { host: Host::Plain, text, query: query.to_owned(), queries: 1 }
}

fn json(entropy: &mut Entropy<'_>, query: &str) -> String {
    let bom = if entropy.one_in(3) { "\u{feff}" } else { "" };
    let mut scalar = String::from("\"");
    for c in query.chars() {
        let raw = c >= ' ' && !matches!(c, '"' | '\\');
        match (entropy.below(4), c) {
            (0, _) => {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| scalar.push_str(&format!("\\u{unit:04X}")))
            }
            (1, '/') => scalar.push_str("\\/"),
            (_, '\n') => scalar.push_str("\\n"),
            (_, '"' | '\\') => scalar.extend(['\\', c]),
            _ if raw => scalar.push(c),
            _ => scalar.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    let text = format!(
        "{bom}{{ // é\n  \"data\": {{\"type\": \"query_users_request\", /* c */\n   \"attributes\": {{\"query\": {scalar}\"\
         , \"limit\": 5, \"select_columns\": [\"a\\u00e9\"]}}}}}}\n"
    );
    with_breaks(entropy, &text)
}

/// The same file with `\r\n`, now and then. No raw break is part of a JSON text.
fn with_breaks(entropy: &mut Entropy<'_>, text: &str) -> String {
    if entropy.one_in(3) { text.replace('\n', "\r\n") } else { text.to_owned() }
}

fn properties(entropy: &mut Entropy<'_>) -> &'static str {
    match entropy.below(6) {
        0 => "&a ",
        1 => "!!str ",
        2 => "&a|b !!str ",
        3 => "!!str &a>  ",
        _ => "",
    }
}

fn flow_yaml(entropy: &mut Entropy<'_>, query: &str) -> String {
    let properties = properties(entropy);
    let scalar = match entropy.below(3) {
        0 => yaml_plain(entropy, query, true, "\n    "),
        1 => yaml_single(entropy, query, "\n    "),
        _ => None,
    };
    let scalar = scalar.unwrap_or_else(|| yaml_double(entropy, query, "\n    "));
    let text = format!(
        "# rumql: é\nsegments: [{{name: one, query: {properties}{scalar}, limit: 5}},\n  {{\"name\": two, query: b:2}}]\n"
    );
    with_breaks(entropy, &text)
}

fn bodies_yaml(entropy: &mut Entropy<'_>, query: &str) -> String {
    let properties = properties(entropy);
    let scalar = yaml_scalar(entropy, query, 4);
    let text = format!(
        "---\ndata:\n  type: query_users_request\n  attributes:\n    query: {properties}{scalar}\n    \
         limit: 3\n...\n---\ndata: {{type: query_account_request, attributes: {{query: 'c:3'}}}}\n"
    );
    with_breaks(entropy, &text)
}

fn block_yaml(entropy: &mut Entropy<'_>, query: &str) -> String {
    let margin = usize::from(entropy.below(5));
    let bom = if entropy.one_in(3) { "\u{feff}" } else { "" };
    let properties = properties(entropy);
    let scalar = yaml_scalar(entropy, query, margin + 2);
    let pad = " ".repeat(margin);
    let again = if properties.contains('&') {
        let name = properties.split('&').nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        format!("{pad}- name: three\n{pad}  query: *{name}\n")
    } else {
        String::new()
    };
    let text = format!(
        "{bom}# é\nsegments:\n{pad}- name: one\n{pad}  query: {properties}{scalar}\n{pad}  limit: 5\n\
         {pad}- name: two\n{pad}  query: \"b:2\"\n{again}"
    );
    with_breaks(entropy, &text)
}

/// A scalar for a block mapping whose keys stand at column `indent`.
fn yaml_scalar(entropy: &mut Entropy<'_>, query: &str, indent: usize) -> String {
    let fold = format!("\n{}", " ".repeat(indent + 1 + usize::from(entropy.below(3))));
    let scalar = match entropy.below(5) {
        0 => yaml_plain(entropy, query, false, &fold),
        1 => yaml_single(entropy, query, &fold),
        2 => yaml_block(entropy, query, indent, false),
        3 => yaml_block(entropy, query, indent, true),
        _ => None,
    };
    scalar.unwrap_or_else(|| yaml_double(entropy, query, &fold))
}

/// Whether the blank between two characters may be a line break: no blank beside it.
fn folds(entropy: &mut Entropy<'_>, before: Option<char>, after: Option<char>) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    is_word(before) && is_word(after) && entropy.one_in(3)
}

/// Each character with its neighbours.
fn neighbours(text: &str) -> impl Iterator<Item = (Option<char>, char, Option<char>)> {
    let before = std::iter::once(None).chain(text.chars().map(Some));
    let after = text.chars().skip(1).map(Some).chain(std::iter::once(None));
    before.zip(text.chars()).zip(after).map(|((before, c), after)| (before, c, after))
}

fn yaml_plain(entropy: &mut Entropy<'_>, query: &str, in_flow: bool, fold: &str) -> Option<String> {
    let is_safe = query.starts_with(|c: char| c.is_alphabetic())
        && query.ends_with(|c: char| c.is_alphabetic())
        && query.chars().all(|c| {
            c.is_alphanumeric() || " :*@<>='\"\\()".contains(c) || (!in_flow && "[]{},".contains(c))
        })
        && !query.contains(": ")
        && !(in_flow && query.contains([':', '"', '\'']))
        && query.contains([' ', ':']);
    is_safe.then(|| {
        let mut scalar = String::new();
        for (before, c, after) in neighbours(query) {
            let folds = c == ' ' && folds(entropy, before, after);
            if folds { scalar.push_str(fold) } else { scalar.push(c) }
        }
        scalar
    })
}

fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

fn yaml_single(entropy: &mut Entropy<'_>, query: &str, fold: &str) -> Option<String> {
    query.chars().all(is_printable).then(|| {
        let mut scalar = String::from("'");
        for (before, c, after) in neighbours(query) {
            match c {
                ' ' if folds(entropy, before, after) => scalar.push_str(fold),
                '\'' => scalar.push_str("''"),
                c => scalar.push(c),
            }
        }
        scalar + "'"
    })
}

fn yaml_double(entropy: &mut Entropy<'_>, query: &str, fold: &str) -> String {
    let mut scalar = String::from("\"");
    for (before, c, after) in neighbours(query) {
        let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        match (entropy.below(9), c) {
            (0, _) if u32::from(c) < 0x100 => scalar.push_str(&format!("\\x{:02x}", u32::from(c))),
            (1, _) => {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| scalar.push_str(&format!("\\u{unit:04x}")))
            }
            (2, _) => scalar.push_str(&format!("\\U{:08X}", u32::from(c))),
            (3, _) if is_word(Some(c)) && is_word(before) => {
                scalar.push_str(&format!("\\{fold}\\U{:08X}", u32::from(c)));
            }
            (4, '\n') if is_word(before) && is_word(after) => scalar.push_str(&format!("\n{fold}")),
            (_, ' ') if folds(entropy, before, after) => scalar.push_str(fold),
            (_, '\n') => scalar.push_str("\\n"),
            (_, '\u{85}') => scalar.push_str("\\N"),
            (_, '\u{a0}') => scalar.push_str("\\_"),
            (_, '"' | '\\') => scalar.extend(['\\', c]),
            (_, c) if is_printable(c) => scalar.push(c),
            (_, c) => scalar.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    scalar + "\""
}

/// A block below a key at column `parent`, without the break that follows a stripped one.
fn yaml_block(entropy: &mut Entropy<'_>, query: &str, parent: usize, folded: bool) -> Option<String> {
    let body = query.trim_end_matches('\n');
    let is_content = |line: &str| line.is_empty() || !line.trim().is_empty();
    let is_text = !body.is_empty()
        && query.chars().all(|c| c == '\n' || is_printable(c))
        && body.split('\n').all(is_content);
    is_text.then(|| {
        let own = 1 + usize::from(entropy.below(9));
        let needs_digit = body.trim_start_matches('\n').starts_with(' ') || entropy.one_in(4);
        let digit = if needs_digit { own.to_string() } else { String::new() };
        let breaks = query.len() - body.len();
        let chomp = match breaks {
            0 => "-",
            1 if entropy.one_in(2) => "",
            _ => "+",
        };
        let order = if entropy.one_in(2) { format!("{digit}{chomp}") } else { format!("{chomp}{digit}") };
        let comment = if entropy.one_in(3) { " # |c" } else { "" };
        let style = if folded { '>' } else { '|' };
        let mut scalar = format!("{style}{order}{comment}");
        let margin = format!("\n{}", " ".repeat(parent - 2 + 2 + own));
        push_lines(entropy, &mut scalar, body, &margin, folded);
        // The file adds the break after the last line.
        scalar.extend(std::iter::repeat_n('\n', breaks.saturating_sub(1)));
        scalar
    })
}

fn push_lines(entropy: &mut Entropy<'_>, scalar: &mut String, body: &str, margin: &str, folded: bool) {
    let is_normal = |line: &str| !line.is_empty() && !line.starts_with(' ');
    let mut above_normal = false;
    let mut gap = false;
    for line in body.split('\n') {
        if line.is_empty() {
            scalar.push('\n');
            gap = true;
            continue;
        }
        if folded && above_normal && is_normal(line) {
            scalar.push('\n');
        }
        scalar.push_str(margin);
        for (before, c, after) in neighbours(line) {
            let breaks = folded && is_normal(line) && c == ' ' && folds(entropy, before, after);
            if breaks { scalar.push_str(margin) } else { scalar.push(c) }
        }
        above_normal = is_normal(line);
        gap = false;
    }
    debug_assert!(!gap, "the body ends with a line of content");
}
