//! What are the smallest pieces of a query?

use logos::Logos;
use rumql_source::Span;

/// A piece of a query. The pieces of a text lie side by side and cover every byte of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is.
    pub span: Span,
}

/// The kinds of pieces. The variants without a pattern are told apart after reading,
/// from what stands around them.
#[derive(Logos, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Blanks, tabs and line ends.
    #[regex(r"[ \t\r\n\x0b\x0c]+")]
    Blank,
    /// Blanks that do not look or behave like one: U+00A0, U+3000, zero-width characters.
    #[regex(
        "[\u{85}\u{a0}\u{1680}\u{2000}-\u{200d}\u{2028}\u{2029}\u{202f}\u{205f}\u{2060}\u{3000}\u{feff}]+",
        priority = 30
    )]
    OddBlank,

    /// A run of characters with its escapes; also `-` and `=` inside it, `!` after its first, and
    /// whole placeholders such as `${env}` and `{{env}}`.
    #[regex(r#"([^ \t\r\n\x0b\x0c\u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}"“”„‟()\[\]{}:<>=!\\-]|\\(?s:.)|\$\{[^{}]*\}|\{\{[^{}]*\}\})((=*|!*)([^ \t\r\n\x0b\x0c\u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}"“”„‟()\[\]{}:<>=!\\]|\\(?s:.)|\$\{[^{}]*\}|\{\{[^{}]*\}\}))*!*"#, priority = 5)]
    Word,
    /// `*`, or several: any value.
    #[regex(r"\*+", priority = 20)]
    Star,
    /// `<now>`: a note to fill something in.
    #[regex(r"<[A-Za-z0-9_][A-Za-z0-9_.\-]*>")]
    Placeholder,
    /// `"real estate"`.
    #[regex(r#""([^"\\]|\\(?s:.))*""#)]
    Phrase,
    /// A quote that never ends.
    #[regex(r#""([^"\\]|\\(?s:.))*\\?"#)]
    OpenPhrase,
    /// `“real estate”`: quotes from a word processor.
    #[regex(r#"[“”„‟]([^“”„‟"\\]|\\(?s:.))*[“”„‟]"#)]
    CurlyPhrase,
    /// A curly quote with no partner.
    #[regex(r"[“”„‟]", priority = 2)]
    CurlyQuote,
    /// A backslash with nothing after it.
    #[token("\\")]
    Backslash,

    /// `AND`.
    #[token("AND", priority = 20)]
    And,
    /// `OR`.
    #[token("OR", priority = 20)]
    Or,
    /// `NOT`.
    #[token("NOT", priority = 20)]
    Not,
    /// `TO`, an operator between the bounds of a range only.
    #[token("TO", priority = 20)]
    To,
    /// `&&`.
    #[token("&&", priority = 20)]
    AmpAmp,
    /// `||`.
    #[token("||", priority = 20)]
    PipePipe,
    /// `-` at the start of a piece.
    #[token("-")]
    Minus,
    /// `!`, which other languages negate with.
    #[token("!")]
    Bang,

    /// `:`.
    #[token(":")]
    Colon,
    /// `>`.
    #[token(">")]
    Greater,
    /// `>=`.
    #[token(">=")]
    GreaterEqual,
    /// `<`.
    #[token("<")]
    Less,
    /// `<=`.
    #[token("<=")]
    LessEqual,
    /// `=`, `==`, `!=`, `=>`, `=<`, `<>`, `=~`: comparisons of other languages.
    #[regex(r"={1,3}|!={1,2}|=[<>~]|<>|!~")]
    ForeignComparison,

    /// `(`.
    #[token("(")]
    ParenOpen,
    /// `)`.
    #[token(")")]
    ParenClose,
    /// `[`.
    #[token("[")]
    BracketOpen,
    /// `]`.
    #[token("]")]
    BracketClose,
    /// `{`.
    #[token("{")]
    BraceOpen,
    /// `}`.
    #[token("}")]
    BraceClose,

    /// The name before `(` in `CIDR(…)`.
    CidrName,
    /// `//…` or a lone `#`: a comment in other languages.
    Comment,
    /// A lone `|`: a pipe in other languages.
    Pipe,
    /// `(` that no `)` answers.
    ParenUnclosed,
    /// `)` that answers no `(`.
    ParenUnopened,
    /// `(`, `[`, `{` or a quote that touches the end of a word.
    GluedParen,
    /// `[` or `{` that touches the end of a word.
    GluedBracket,
    /// A quoted text that touches the end of a word.
    GluedPhrase,
    /// A comparison outside a field's value.
    LooseComparison,
}

impl TokenKind {
    /// Whether it only separates.
    pub fn is_blank(self) -> bool {
        matches!(self, Self::Blank | Self::OddBlank)
    }

    /// Whether it may begin a value that touches its colon. There an operator is a word.
    pub fn is_word(self) -> bool {
        matches!(
            self,
            Self::Word
                | Self::Star
                | Self::Placeholder
                | Self::And
                | Self::Or
                | Self::Not
                | Self::To
                | Self::AmpAmp
                | Self::PipePipe
                | Self::Pipe
                | Self::Comment
                | Self::CidrName
        )
    }

    /// Whether it compares.
    pub fn is_comparison(self) -> bool {
        matches!(self, Self::Greater | Self::GreaterEqual | Self::Less | Self::LessEqual)
    }

    /// Whether it may stand inside a bare value that has begun, as in `https://x`.
    pub fn continues_value(self) -> bool {
        self.is_word()
            || self.is_comparison()
            || matches!(self, Self::Colon | Self::Minus | Self::ForeignComparison | Self::LooseComparison)
    }
}
