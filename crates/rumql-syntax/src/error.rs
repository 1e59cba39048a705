//! What can be wrong with how a query is written?

use rumql_source::Span;

/// One place where a text is not the language. Plain data: the words are chosen where it
/// is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SyntaxError {
    /// The smallest guilty place.
    pub span: Span,
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// The operator or opener it is about, where that is not the whole span.
    pub detail: Option<Span>,
}

impl SyntaxError {
    pub(crate) fn new(kind: SyntaxErrorKind, span: Span) -> Self {
        Self { span, kind, detail: None }
    }
}

/// The closed list of syntax errors, each with a query that raises it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SyntaxErrorKind {
    /// More than [`crate::MAX_LEN`] bytes.
    TooLarge,
    /// More than [`crate::MAX_DEPTH`] groups or negations inside each other.
    TooDeep,
    /// `(a:1 OR b:2`
    UnclosedParen,
    /// `a:1)`
    UnopenedParen,
    /// `name:"Acme`
    UnterminatedQuote,
    /// `name:“Acme Co”`
    SmartQuote,
    /// `name:Acme\`
    TrailingBackslash,
    /// `()` and `f:()`
    EmptyGroup,
    /// `a:1 AND`, `OR a:1`, `a:1 AND AND b:2`
    DanglingOperator,
    /// `plan_type:`, `plan_type:-`, `session_count:>`
    MissingValue,
    /// `:pro`
    MissingField,
    /// `plan,type:pro`
    NameCharacter,
    /// `plan_type :pro`
    SpaceBeforeColon,
    /// `session_count:> 3`
    SpaceAfterComparison,
    /// `session_count>50`, `session_count >= 2`, `>5`
    OperatorBeforeColon,
    /// `plan = pro`, `plan!=pro`, `mrr:=>5`
    ForeignComparison,
    /// `session_count:>"5"`
    QuotedComparison,
    /// `session_count:>*`
    WildcardComparison,
    /// `x:[1 to 5]`, `x:[1,10]`, `x:[1 TO]`, `x:[1 TO 5`
    MalformedRange,
    /// `!a:1`
    BangNegation,
    /// `name:Acme(old)`, `name:Acme"old"`
    GluedOpener,
    /// `a:1 // paid`, `a:1 # paid`
    Comment,
    /// `a:1 | sort b`
    Pipe,
    /// `a:1 ]`
    Unexpected,
}
