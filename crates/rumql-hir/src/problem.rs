//! What can be wrong with what a query means?

use rumql_catalog::{Kind, Unit};
use rumql_source::{Entity, Span};

/// One place where a query cannot mean what it says. Plain data: a rule chooses the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The smallest guilty place.
    pub span: Span,
    /// The attribute it is about, escapes undone.
    pub attribute: String,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// The closed list of problems, each with a query that raises it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The name is not one of this entity.
    Name(NameProblem),
    /// `user_email:>m`: the kind has no order.
    ComparisonOnText {
        /// Whether it is a range.
        range: bool,
    },
    /// `session_count:5*`: the kind is not text.
    WildcardOnNumber {
        /// The kind.
        kind: Kind,
    },
    /// `session_count:>many`, and `mrr:>50%` whatever is known of `mrr`: the value is not of the
    /// kind.
    WrongValue {
        /// What it should be.
        needs: Requirement,
        /// The value that was probably meant.
        meant: Option<String>,
    },
    /// `session_count:>"5"`, `mrr:>.5`, `mrr:>1_000`: a number in a form that is not read.
    NumberForm {
        /// The number in the form that is.
        plain: String,
    },
    /// `@type:page_view`: not one of the known values.
    UnknownValue {
        /// Whether no other value can occur.
        closed: bool,
        /// The known values.
        known: Vec<String>,
        /// The one that was probably meant.
        nearest: Option<String>,
    },
    /// `x:[10 TO 5]`: nothing lies between the bounds.
    InvertedRange,
    /// `last_seen:>1760100076000`: milliseconds where seconds are counted.
    EpochMilliseconds {
        /// The same moment in seconds.
        seconds: i64,
    },
    /// `last_seen:>4102444800`: after now, or before there were such records.
    ImplausibleMoment {
        /// The moment, as RFC 3339.
        moment: String,
        /// Whether it lies after now.
        future: bool,
    },
    /// `last_seen:>3M`: no unit of time with a known length.
    UnknownUnit {
        /// The number before it, as written.
        count: String,
        /// The unit as written.
        suffix: String,
        /// The unit that was meant, if there is one reading.
        meant: Option<&'static str>,
    },
    /// `last_seen:<30`: 30 seconds after 1970.
    MissingUnit,
    /// `@view.loading_time:>3000`: 3 µs. Both bounds of `[100 TO 3000]` are one problem.
    TinyDuration {
        /// The number, or the range, as written.
        written: String,
        /// How long that is: `3 µs`.
        reads_as: String,
        /// The same number of milliseconds, as a duration: `3s`.
        meant: String,
        /// The same in the stored unit.
        meant_stored: String,
    },
    /// `session_count:>5s`: a unit on a number that has none.
    UnitOnUnitless {
        /// The unit as written.
        suffix: String,
        /// The unit of the stored number, if there is another one.
        unit: Option<Unit>,
    },
}

/// What a value has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// A number.
    Number,
    /// A moment or a duration.
    Moment,
}

/// Why a name is not one of this entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameProblem {
    /// `user_emial:x`
    Unknown {
        /// Names that are near, best first.
        nearest: Vec<String>,
        /// Whether a complete list lacks the name; else it is only doubted.
        certain: bool,
    },
    /// `customer_tier:gold`, where `@customer_tier` is known.
    MissingAt,
    /// `@user_email:x`, where `user_email` is known.
    ExtraAt,
    /// `mrr:>5` of users, where accounts have it.
    OtherEntity {
        /// Whose it is.
        entity: Entity,
    },
    /// `User_Email:x`
    Case {
        /// The known spelling.
        known: String,
    },
    /// `User\ Email:x`, where a page of Datadog's calls an attribute so.
    DisplayName {
        /// The attributes that are called so.
        known: Vec<String>,
    },
    /// `@view.loading_time:>3s` of users, or `user_email:x` of events.
    OtherPlane,
}
