//! What does a comment ask to be silenced?

use jiff::civil::Date;
use rumql_document::Comment;
use rumql_source::{Code, Span};

use crate::settings::{names_a_rule, nearest_selector, specificity};

/// What people write elsewhere, and mean `ignore`.
const SYNONYMS: &[&str] = &[
    "allow",
    "disable",
    "disable-file",
    "disable-line",
    "disable-next-line",
    "ignore-line",
    "ignore-next-line",
    "noqa",
    "off",
    "silence",
    "skip",
    "skip-file",
    "suppress",
];

/// `# rumql: ignore TIM010 until=2027-03-01: the launch day is fixed`
#[derive(Debug)]
pub(crate) struct Suppression<'a> {
    /// All of the comment.
    pub(crate) span: Span,
    /// `ignore` or `ignore-file`.
    pub(crate) verb: Span,
    /// Whether it is about the whole file.
    pub(crate) whole_file: bool,
    /// What it names.
    pub(crate) words: Vec<Word<'a>>,
    /// The last day, in UTC.
    pub(crate) until: Option<Until>,
    /// What stands behind the colon.
    pub(crate) reason: &'a str,
    /// What cannot be read.
    pub(crate) faults: Vec<Fault<'a>>,
}

/// A word that names rules.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'a> {
    /// As written.
    pub(crate) text: &'a str,
    /// Its place in the file.
    pub(crate) span: Span,
}

/// `until=2027-03-01`
#[derive(Debug, Clone, Copy)]
pub(crate) struct Until {
    /// The last day.
    pub(crate) day: Date,
    /// Its place in the file.
    pub(crate) span: Span,
}

/// What cannot be read, and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fault<'a> {
    pub(crate) kind: FaultKind,
    pub(crate) text: &'a str,
    pub(crate) span: Span,
}

/// Ways to write a suppression wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// `rumql ignore TIM010`
    NoColon,
    /// `rumql: disable TIM010`
    Verb,
    /// `rumql: ignore: TIM010`, `rumql: ignore TIM010: until=2027-03-01`
    BehindColon,
    /// `rumql: ignore TIM010 because we like it`
    LooseWord,
    /// `rumql: ignore TIM010 until=soon`
    NoDay,
    /// `rumql: ignore TIM010 until=2027-03-01 until=2027-04-01`
    SecondUntil,
}

impl Word<'_> {
    /// Whether it names any rule.
    pub(crate) fn is_known(&self) -> bool {
        names_a_rule(self.text)
    }

    /// How narrowly it names a code.
    pub(crate) fn width(&self, code: Code) -> Option<u8> {
        specificity(self.text, code)
    }
}

impl<'a> Suppression<'a> {
    /// Reads a comment of `text`; `None` for one that speaks of something else.
    pub(crate) fn read(text: &'a str, comment: &Comment) -> Option<Self> {
        let body = said(text, comment.span);
        let rest = body.after("rumql")?;
        let found = match rest.trimmed().after(":") {
            Some(said) => instruction(said.trimmed())?,
            None => without_colon(rest)?,
        };
        Some(Self { span: comment.span, ..found })
    }

    /// Whether it names no rule at all, and so means every one.
    pub(crate) fn is_blanket(&self) -> bool {
        self.words.is_empty() && self.faults.is_empty()
    }

    fn new(verb: Piece<'a>) -> Self {
        Self {
            span: verb.span(),
            verb: verb.span(),
            whole_file: verb.text == "ignore-file",
            words: Vec::new(),
            until: None,
            reason: "",
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, kind: FaultKind, at: Piece<'a>) {
        self.faults.push(Fault { kind, text: at.text, span: at.span() });
    }
}

/// What a comment says, without `#`, `//` or `/* */`; its first line.
fn said(text: &str, span: Span) -> Piece<'_> {
    let source = span.slice(text);
    let inner = source.trim_start_matches(['#', '/', '*']);
    let start = span.start + (source.len() - inner.len()) as u32;
    let line = inner.lines().next().unwrap_or_default();
    Piece { text: line.strip_suffix("*/").unwrap_or(line), start }.trimmed()
}

/// `rumql ignore TIM010`; prose that begins with the name is no slip.
fn without_colon(rest: Piece<'_>) -> Option<Suppression<'_>> {
    let is_word = rest.text.starts_with([' ', '\t']);
    let (verb, names) = rest.trimmed().verb();
    let is_meant = is_word && is_verb(verb.text) && names.name_a_rule();
    is_meant.then(|| {
        let mut found = Suppression::new(verb);
        found.fault(FaultKind::NoColon, verb);
        found
    })
}

/// What stands behind `rumql:`.
fn instruction(said: Piece<'_>) -> Option<Suppression<'_>> {
    let (verb, rest) = said.verb();
    let mut found = Suppression::new(verb);
    if !is_verb(verb.text) {
        if !is_meant_as_verb(verb.text) && !rest.name_a_rule() {
            return None;
        }
        found.fault(FaultKind::Verb, verb);
        return Some(found);
    }
    let (head, reason) = rest.around(':');
    found.reason = reason.trimmed().text;
    for piece in head.words() {
        word(&mut found, piece);
    }
    let misplaced = |piece: &Piece<'_>| {
        piece.text.starts_with("until=") || (found.words.is_empty() && crate::rule(piece.text).is_some())
    };
    if let Some(piece) = reason.words().find(misplaced) {
        found.fault(FaultKind::BehindColon, piece);
    }
    loose_words(&mut found);
    Some(found)
}

fn word<'a>(found: &mut Suppression<'a>, piece: Piece<'a>) {
    let Some(day) = piece.text.strip_prefix("until").filter(|rest| rest.is_empty() || rest.starts_with('='))
    else {
        return found.words.push(Word { text: piece.text, span: piece.span() });
    };
    let day = day.trim_start_matches('=');
    match day.parse() {
        Ok(_) if found.until.is_some() => found.fault(FaultKind::SecondUntil, piece),
        // A date and nothing else: no time, no short form.
        Ok(day_read) if day.len() == "2027-03-01".len() => {
            found.until = Some(Until { day: day_read, span: piece.span() });
        }
        _ => found.fault(FaultKind::NoDay, piece),
    }
}

/// Words from the first on that cannot be a code are a reason that lacks its colon.
fn loose_words(found: &mut Suppression<'_>) {
    let is_loose = |word: &Word<'_>| !word.is_known() && !looks_like_code(word.text);
    let Some(first) = found.words.iter().position(is_loose) else { return };
    let loose = found.words.split_off(first);
    if let Some(word) = loose.first() {
        let piece = Piece { text: word.text, start: word.span.start };
        found.fault(FaultKind::LooseWord, piece);
    }
}

fn is_verb(word: &str) -> bool {
    matches!(word, "ignore" | "ignore-file")
}

fn is_meant_as_verb(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let is_slip = |verb: &str| strsim::damerau_levenshtein(&lower, verb) <= 2;
    word.len() < 20 && (SYNONYMS.contains(&lower.as_str()) || is_slip("ignore") || is_slip("ignore-file"))
}

/// `TIM10`, `STY0004`, `unknown-atribute`.
fn looks_like_code(word: &str) -> bool {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = word.len() - letters.len();
    let is_code = (1..=5).contains(&digits)
        && (2..=5).contains(&letters.len())
        && letters.chars().all(|c| c.is_ascii_alphabetic());
    is_code || nearest_selector(word).is_some()
}

/// A part of a comment and its place in the file.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    start: u32,
}

impl<'a> Piece<'a> {
    fn span(self) -> Span {
        Span::of(self.text).shift(self.start)
    }

    fn from(self, offset: usize) -> Self {
        Self { text: self.text.get(offset..).unwrap_or_default(), start: self.start + offset as u32 }
    }

    fn up_to(self, offset: usize) -> Self {
        Self { text: self.text.get(..offset).unwrap_or_default(), ..self }
    }

    fn trimmed(self) -> Self {
        let trimmed = self.text.trim_start();
        let start = self.start + (self.text.len() - trimmed.len()) as u32;
        Self { text: trimmed.trim_end(), start }
    }

    /// What stands behind a text that it begins with.
    fn after(self, prefix: &str) -> Option<Self> {
        self.text.starts_with(prefix).then(|| self.from(prefix.len()))
    }

    /// What stands in front of a character and behind it.
    fn around(self, middle: char) -> (Self, Self) {
        match self.text.find(middle) {
            Some(at) => (self.up_to(at), self.from(at + middle.len_utf8())),
            None => (self, self.from(self.text.len())),
        }
    }

    /// The word it begins with, and the rest.
    fn verb(self) -> (Self, Self) {
        let end = self.text.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(self.text.len());
        (self.up_to(end), self.from(end))
    }

    /// Whether a word in front of the first colon is a code or a name.
    fn name_a_rule(self) -> bool {
        self.around(':').0.words().any(|word| crate::rule(word.text).is_some())
    }

    /// What blanks and commas separate.
    fn words(self) -> impl Iterator<Item = Self> {
        let is_separator = |c: char| c.is_whitespace() || c == ',';
        let mut rest = self;
        std::iter::from_fn(move || {
            let start = rest.text.find(|c: char| !is_separator(c))?;
            rest = rest.from(start);
            let end = rest.text.find(is_separator).unwrap_or(rest.text.len());
            let word = rest.up_to(end);
            rest = rest.from(end);
            Some(word)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let comment = Comment { span: Span::of(text), text: String::new() };
        let found = Suppression::read(text, &comment)?;
        let verb = if found.whole_file { "file" } else { "line" };
        let mut shown = vec![verb.to_owned()];
        shown.extend(found.words.iter().map(|word| {
            assert_eq!(word.span.slice(text), word.text);
            word.text.to_owned()
        }));
        shown.extend(found.until.map(|until| until.day.to_string()));
        shown.extend(found.faults.iter().map(|fault| {
            assert_eq!(fault.span.slice(text), fault.text);
            format!("{:?}({})", fault.kind, fault.text)
        }));
        if !found.reason.is_empty() {
            shown.push(format!("\"{}\"", found.reason));
        }
        Some(shown.join(" "))
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(read(text).as_deref().unwrap_or("nothing"), expected);
    }

    #[test]
    fn every_form() {
        check("# rumql: ignore TIM005: the launch day is fixed", "line TIM005 \"the launch day is fixed\"");
        check("#rumql:ignore TIM005", "line TIM005");
        check("// rumql: ignore-file TIM005, REF REF001", "file TIM005 REF REF001");
        check("/* rumql: ignore TIM005: x */", "line TIM005 \"x\"");
        check("/* rumql: ignore TIM005\n * because */", "line TIM005");
        check("# rumql: ignore TIM005 until=2027-03-01: a: b", "line TIM005 2027-03-01 \"a: b\"");
        check("# rumql: ignore unknown-attribute", "line unknown-attribute");
        check("# rumql: ignore", "line");
        check("# rumql: ignore: all of it", "line \"all of it\"");
        check("# rumql: ignore TIM05", "line TIM05");
    }

    #[test]
    fn prose_is_no_instruction() {
        for text in [
            "# rumql",
            "# rumql: the linter of this folder",
            "# rumql finds nothing here",
            "# rumql ignores hidden files",
            "# rumql ignore files are not read",
            "# ignore TIM005",
            "# rumqlx: ignore TIM005",
            "# see rumql: ignore TIM005",
        ] {
            check(text, "nothing");
        }
    }

    #[test]
    fn slips_are_seen() {
        check("# rumql ignore TIM005: x", "line NoColon(ignore)");
        check("# rumql: disable TIM005", "line Verb(disable)");
        check("# rumql: Ignore TIM005", "line Verb(Ignore)");
        check("# rumql: ingore TIM005", "line Verb(ingore)");
        check("# rumql: please TIM005", "line Verb(please)");
        check("# rumql: ignore TIM005 because so", "line TIM005 LooseWord(because)");
        check("# rumql: ignore this", "line LooseWord(this)");
        check("# rumql: ignore TIM005 until=soon", "line TIM005 NoDay(until=soon)");
        check("# rumql: ignore TIM005 until=2027-02-30", "line TIM005 NoDay(until=2027-02-30)");
        check("# rumql: ignore TIM005 until=20270201", "line TIM005 NoDay(until=20270201)");
        check("# rumql: ignore TIM005 until: x", "line TIM005 NoDay(until) \"x\"");
        check(
            "# rumql: ignore TIM005 until=2027-02-01 until=2027-02-01",
            "line TIM005 2027-02-01 SecondUntil(until=2027-02-01)",
        );
    }
}
