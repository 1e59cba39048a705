//! What kind of value does an attribute hold, and how many of them?

/// The kind of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An instant.
    Timestamp,
    /// A type that the catalog does not know. It takes every operator, so that no type
    /// rule speaks about it.
    Other,
}

/// How many values one record may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Multiplicity {
    /// At most one, so `plan_type:a AND plan_type:b` matches nobody.
    One,
    /// Possibly several, so `@device.locales:fr AND @device.locales:en` may match.
    Many,
}

impl Kind {
    /// Reads the type of a mapping; an array's kind is that of its elements. The API
    /// calls the type free text, so an unknown one is [`Kind::Other`], not an error.
    pub fn parse(type_name: &str) -> Self {
        parse_type(type_name).0
    }

    /// The word in messages and the built-in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Timestamp => "timestamp",
            Self::Other => "other",
        }
    }

    /// With an article, for "`session_count` is a whole number".
    pub fn describe(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Timestamp => "a timestamp",
            Self::Other => "of a type unknown here",
        }
    }

    /// Whether it is known to be a number.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }

    /// Whether `f:>v` and `f:[a TO b]` make sense.
    pub fn takes_comparison(self) -> bool {
        matches!(self, Self::Integer | Self::Number | Self::Timestamp | Self::Other)
    }

    /// Whether `f:a*` makes sense. Presence, `f:*`, is not meant: every kind takes it.
    pub fn takes_wildcard(self) -> bool {
        matches!(self, Self::String | Self::Other)
    }

    /// Whether facts about an attribute of one kind may be told of the other.
    pub(crate) fn agrees_with(self, other: Self) -> bool {
        self == other || (self.is_numeric() && other.is_numeric())
    }
}

/// Reads the type of a mapping or schema: `string`, `array<integer>`, `string[]`,
/// `array` (of nobody knows what), `string|array<string>`. A text over 200 bytes is no
/// type: its kind is [`Kind::Other`].
pub fn parse_type(type_name: &str) -> (Kind, Multiplicity) {
    // Bounds the recursion over nested arrays.
    if type_name.len() > 200 {
        return (Kind::Other, Multiplicity::Many);
    }
    let lower = type_name.trim().to_lowercase();
    let alternatives = split_alternatives(&lower).into_iter().map(parse_single);
    alternatives.reduce(either).unwrap_or((Kind::Other, Multiplicity::One))
}

fn parse_single(name: &str) -> (Kind, Multiplicity) {
    match element_of(name) {
        Some(element) => (parse_type(element).0, Multiplicity::Many),
        None if name.contains("array") || name.contains("list") => (Kind::Other, Multiplicity::Many),
        None => (scalar(name), Multiplicity::One),
    }
}

fn element_of(name: &str) -> Option<&str> {
    let list = ["array", "list", "set"].into_iter().find_map(|word| name.strip_prefix(word));
    match list.map(str::trim) {
        Some("") => Some(""),
        Some(rest) => rest
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'))
            .or_else(|| rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')))
            .or_else(|| rest.strip_prefix("of ")),
        None => name.strip_suffix("[]"),
    }
}

fn scalar(name: &str) -> Kind {
    match name {
        "string" | "str" | "text" | "keyword" | "varchar" | "char" => Kind::String,
        "integer" | "int" | "long" | "short" | "bigint" | "int32" | "int64" => Kind::Integer,
        "number" | "double" | "float" | "decimal" | "numeric" | "float32" | "float64" => Kind::Number,
        "boolean" | "bool" => Kind::Boolean,
        "timestamp" | "date" | "datetime" | "date-time" | "date_time" => Kind::Timestamp,
        _ => Kind::Other,
    }
}

fn either(a: (Kind, Multiplicity), b: (Kind, Multiplicity)) -> (Kind, Multiplicity) {
    let kind = match (a.0, b.0) {
        (left, right) if left == right => left,
        (left, right) if left.is_numeric() && right.is_numeric() => Kind::Number,
        _ => Kind::Other,
    };
    (kind, a.1.max(b.1))
}

/// Splits at the bars that no bracket encloses.
fn split_alternatives(name: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    name.split(|c| {
        match c {
            '<' | '(' => depth += 1,
            '>' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '|' && depth == 0
    })
    .map(str::trim)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(type_name: &str, kind: Kind, multiplicity: Multiplicity) {
        assert_eq!(parse_type(type_name), (kind, multiplicity), "{type_name}");
    }

    #[test]
    fn scalars_in_the_spellings_of_several_systems() {
        check("string", Kind::String, Multiplicity::One);
        check(" Long ", Kind::Integer, Multiplicity::One);
        check("double", Kind::Number, Multiplicity::One);
        check("bool", Kind::Boolean, Multiplicity::One);
        check("date", Kind::Timestamp, Multiplicity::One);
    }

    #[test]
    fn an_unknown_type_is_other() {
        check("uuid-ish", Kind::Other, Multiplicity::One);
        check("", Kind::Other, Multiplicity::One);
        check("string|integer", Kind::Other, Multiplicity::One);
        check("settings", Kind::Other, Multiplicity::One);
    }

    #[test]
    fn an_array_has_the_kind_of_its_elements() {
        check("array", Kind::Other, Multiplicity::Many);
        check("array<string>", Kind::String, Multiplicity::Many);
        check("List<Long>", Kind::Integer, Multiplicity::Many);
        check("number[]", Kind::Number, Multiplicity::Many);
        check("array<string|integer>", Kind::Other, Multiplicity::Many);
        check("string_array", Kind::Other, Multiplicity::Many);
        check(&"array<".repeat(100_000), Kind::Other, Multiplicity::Many);
        check("string|array<string>", Kind::String, Multiplicity::Many);
    }

    #[test]
    fn every_word_reads_back() {
        for kind in [Kind::String, Kind::Integer, Kind::Number, Kind::Boolean, Kind::Timestamp, Kind::Other] {
            assert_eq!(Kind::parse(kind.as_str()), kind);
        }
    }

    #[test]
    fn other_takes_everything() {
        assert!(Kind::Other.takes_comparison() && Kind::Other.takes_wildcard());
        assert!(!Kind::String.takes_comparison() && !Kind::Integer.takes_wildcard());
    }
}
