//! Which texts does a value stand for?

/// A value with its escapes undone: literal text and wildcards in turn.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pattern {
    // INVARIANT: no empty text, no two texts or two `AnyRun` side by side.
    pieces: Vec<Piece>,
}

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    /// Exactly this text.
    Text(String),
    /// `*`: any text, the empty one included.
    AnyRun,
    /// `?`: any one character.
    AnyChar,
}

impl Pattern {
    /// Reads a bare value: `\x` is x, `*` and `?` are wildcards.
    pub fn bare(raw: &str) -> Self {
        Self::read(raw, |c| match c {
            '*' => Some(Piece::AnyRun),
            '?' => Some(Piece::AnyChar),
            _ => None,
        })
    }

    /// Reads what stands between quotes: `\x` is x, wildcards are literal.
    pub fn quoted(raw: &str) -> Self {
        Self::read(raw, |_| None)
    }

    fn read(raw: &str, wildcard: impl Fn(char) -> Option<Piece>) -> Self {
        let mut pattern = Self::default();
        let mut chars = raw.chars();
        while let Some(c) = chars.next() {
            match wildcard(c) {
                Some(piece) => pattern.push(piece),
                // A backslash with nothing after it stands for itself; the parser refused it.
                None if c == '\\' => pattern.push_char(chars.next().unwrap_or(c)),
                None => pattern.push_char(c),
            }
        }
        pattern
    }

    fn push(&mut self, piece: Piece) {
        if piece != Piece::AnyRun || self.pieces.last() != Some(&Piece::AnyRun) {
            self.pieces.push(piece);
        }
    }

    fn push_char(&mut self, c: char) {
        match self.pieces.last_mut() {
            Some(Piece::Text(text)) => text.push(c),
            _ => self.pieces.push(Piece::Text(c.into())),
        }
    }

    /// The parts, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The one text it stands for, if it has no wildcard.
    pub fn as_literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether it stands for every text.
    pub fn is_any(&self) -> bool {
        self.pieces == [Piece::AnyRun]
    }
}

/// The name of a field, its quotes and escapes undone.
pub fn unescape_name(raw: &str) -> String {
    let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
    let mut name = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        name.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    name
}

/// A field's name as a query writes it.
pub fn escape_name(name: &str) -> String {
    escape_where(name, |c, _| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | '$' | '/')))
}

/// A literal text as a bare value writes it: escaped so that it reads back as itself.
pub fn escape(text: &str) -> String {
    escape_where(text, |c, first| {
        matches!(
            c,
            '\\' | '"'
                | ':'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '<'
                | '>'
                | '='
                | '!'
                | '*'
                | '?'
                | '~'
                | '“'
                | '”'
                | '„'
                | '‟'
        ) || c.is_whitespace()
            || (first && matches!(c, '-' | '+' | '#' | '|' | '&' | '\'' | '/'))
    })
}

fn escape_where(text: &str, needs_escape: impl Fn(char, bool) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (index, c) in text.char_indices() {
        if needs_escape(c, index == 0) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_and_wildcards_kept_apart() {
        let text = |text: &str| Piece::Text(text.into());
        assert_eq!(
            Pattern::bare(r"a\*b**c?").pieces(),
            [text("a*b"), Piece::AnyRun, text("c"), Piece::AnyChar]
        );
        assert_eq!(Pattern::quoted(r#"a*\"b"#).as_literal(), Some("a*\"b"));
        assert_eq!(Pattern::bare(r"\n").as_literal(), Some("n"));
        assert!(Pattern::bare("**").is_any());
        assert_eq!(Pattern::bare("").as_literal(), Some(""));
    }

    #[test]
    fn what_is_escaped_reads_back() {
        for text in ["a b", "http://x", "-5", r"c:\d", "“x”", "a*b?", "#tag", "(x)"] {
            assert_eq!(Pattern::bare(&escape(text)).as_literal(), Some(text));
        }
        assert_eq!(escape_name("@user.first name"), r"@user.first\ name");
    }
}
