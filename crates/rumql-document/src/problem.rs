//! What is wrong with a file around its queries?

use rumql_source::{Edit, Span};

use crate::Scalar;

/// What reading found wrong. Each variant shows an input that triggers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No valid YAML or JSON: `{"data": `. One a file, where the parser stopped.
    Unreadable {
        /// Where the parser stopped.
        span: Span,
        /// What it said.
        message: String,
    },
    /// A query that YAML refuses without quotes, or reads as something else: `query: *`,
    /// `query: @type:error`, `query: >50`, `query: [1 TO 5]`. It is read as it stands.
    YamlIndicator {
        /// The value.
        span: Span,
        /// The query as it was meant.
        text: String,
        /// Why YAML refuses it, or what it reads.
        reason: &'static str,
        /// Puts the value in quotes.
        fix: Edit,
    },
    /// A comment that looks like a part of the query: `query: plan:pro #paid`.
    CommentTruncation {
        /// The query in front of it, as an index into the document's.
        query: usize,
        /// The comment.
        span: Span,
        /// Its text without the `#`.
        text: String,
        /// Takes the comment into the query, in quotes.
        fix: Edit,
    },
    /// A body that is one of ours but for its type: `"type": "query_accounts_request"`.
    WrongDataType {
        /// The type as it is written.
        found: Scalar,
        /// The type that was most likely meant.
        nearest: &'static str,
        /// All types that a body may have.
        expected: &'static [&'static str],
    },
    /// A key that has no meaning at its place: `columns` in the attributes of a users query.
    UnknownKey {
        /// The key as it is written.
        key: Scalar,
        /// Where it stands: "a segment", "the attributes of a users query".
        place: &'static str,
        /// The key that was most likely meant, not yet there.
        nearest: Option<&'static str>,
        /// The keys that have a meaning there.
        allowed: Vec<&'static str>,
    },
    /// A key that other requests take and this one does not: `sort` beside `events`.
    UnsupportedKey {
        /// The whole entry with what separates it from the others: take it out to mend it.
        span: Span,
        /// The key as it is written.
        key: Scalar,
        /// Where it stands.
        place: &'static str,
        /// Why it cannot stand there.
        reason: &'static str,
    },
    /// Accounts are to be filtered by events: `events` in a segment of accounts.
    EventsOnAccounts {
        /// The key as it is written.
        key: Scalar,
        /// Where it stands.
        place: &'static str,
    },
    /// A key that must be there is not: a facet request without `limit`.
    MissingRequired {
        /// What the mapping begins with: its first key, or the opening brace.
        span: Span,
        /// The key.
        key: &'static str,
        /// Where it is missed.
        place: &'static str,
        /// Whether it belongs to a connection, which has rules of its own.
        missing: Missing,
        /// Puts it there, where there is a sensible value to begin with.
        insert: Option<Edit>,
    },
    /// A value of another type: `query: 5001`, `select: user_id`.
    WrongValueType {
        /// The value.
        span: Span,
        /// Its key.
        key: &'static str,
        /// What may stand there.
        expected: Expectation,
        /// What stands there: "a number".
        found: &'static str,
        /// Puts the value in quotes, where that makes it right.
        fix: Option<Edit>,
    },
}

/// What a required key belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A request, a body or a segment.
    Request,
    /// A connection or one of its fields.
    Connection,
}

/// What may stand behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// A query, which is a string.
    Query,
    /// A string.
    String,
    /// `users` or `accounts`.
    Entity,
    /// `true` or `false`.
    Boolean,
    /// Unix seconds.
    Seconds,
    /// Unix seconds or a date and time as a string.
    Moment,
    /// A list.
    List,
    /// A list of strings.
    Strings,
    /// A mapping.
    Mapping,
}

impl Expectation {
    /// The words for it in messages: "a string".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "a query as a string",
            Self::String => "a string",
            Self::Entity => "`users` or `accounts`",
            Self::Boolean => "`true` or `false`",
            Self::Seconds => "a number of Unix seconds",
            Self::Moment => "Unix seconds or an RFC 3339 date and time",
            Self::List => "a list",
            Self::Strings => "a list of strings",
            Self::Mapping => "a mapping",
        }
    }
}

impl Problem {
    /// The smallest guilty place.
    pub fn span(&self) -> Span {
        match self {
            Self::Unreadable { span, .. }
            | Self::YamlIndicator { span, .. }
            | Self::CommentTruncation { span, .. }
            | Self::MissingRequired { span, .. }
            | Self::WrongValueType { span, .. } => *span,
            Self::WrongDataType { found, .. } => found.span,
            Self::UnknownKey { key, .. }
            | Self::UnsupportedKey { key, .. }
            | Self::EventsOnAccounts { key, .. } => key.span,
        }
    }
}
