//! What is known about one attribute?

use crate::{Kind, Multiplicity, Unit, nearest};

/// How well it is known that the attribute exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A schema, a documentation page or the organisation's mapping lists it.
    Stated,
    /// It only occurs in an example, as `mrr` does; an organisation may lack it.
    Example,
}

/// The smallest and the largest value seen, as numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The smallest.
    pub min: Option<f64>,
    /// The largest.
    pub max: Option<f64>,
}

/// One attribute of an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// As a query writes it: `user_email`, `@customer_tier`, `@view.loading_time`.
    pub name: String,
    /// The kind of its values.
    pub kind: Kind,
    /// Its type as the source writes it, for messages; empty where the source is silent.
    pub type_name: String,
    /// The unit of the stored number, if it is known.
    pub unit: Option<Unit>,
    /// How many values a record may hold.
    pub multiplicity: Multiplicity,
    /// Known values; empty where none are known.
    pub values: Vec<String>,
    /// Whether no value outside `values` can occur. True of `@type` alone.
    pub closed: bool,
    /// Whether `values` were seen in the organisation's data, not listed by a schema.
    pub observed: bool,
    /// The range seen in the organisation's data.
    pub range: Option<Range>,
    /// The kinds of event that carry it; empty: any. Always empty for profiles.
    pub event_types: Vec<String>,
    /// The label in Datadog's pages.
    pub display_name: Option<String>,
    /// What it holds.
    pub description: Option<String>,
    /// Labels it is sorted under.
    pub groups: Vec<String>,
    /// Whether a connection brings it.
    pub custom: bool,
    /// How well it is known.
    pub basis: Basis,
    /// The attribute to use instead; only a deprecated attribute has one.
    pub replacement: Option<String>,
}

impl Attribute {
    /// Whether `value` is a known value, letters in either case. False where none are known.
    pub fn holds_value(&self, value: &str) -> bool {
        self.spelling_of(value).is_some()
    }

    /// The known spelling of `value`, letters in either case: `mobile` gives `Mobile`.
    /// An exact match goes before others.
    pub fn spelling_of(&self, value: &str) -> Option<&str> {
        let exact = self.values.iter().find(|known| *known == value);
        let known = exact.or_else(|| self.values.iter().find(|known| nearest::same_letters(known, value)));
        known.map(String::as_str)
    }

    /// The known value that `value` most likely means: a slip of the pen (`veiw`), or one
    /// with words around it (`page_view`).
    pub fn nearest_value(&self, value: &str) -> Option<&str> {
        let values = || self.values.iter().map(String::as_str);
        nearest::nearest(values(), value, 1).first().copied().or_else(|| nearest::embedded(values(), value))
    }

    /// Whether an event of this kind may carry it.
    pub fn occurs_on(&self, event_type: &str) -> bool {
        self.event_types.is_empty() || self.event_types.iter().any(|known| known == event_type)
    }

    /// Whether it should not be used in new queries.
    pub fn is_deprecated(&self) -> bool {
        self.replacement.is_some()
    }

    /// An attribute of which nothing but name and type is known.
    pub(crate) fn new(name: &str, type_name: &str) -> Self {
        let (kind, multiplicity) = crate::parse_type(type_name);
        Self {
            name: name.to_owned(),
            kind,
            type_name: type_name.to_owned(),
            unit: None,
            multiplicity,
            values: Vec::new(),
            closed: false,
            observed: false,
            range: None,
            event_types: Vec::new(),
            display_name: None,
            description: None,
            groups: Vec::new(),
            custom: name.starts_with('@'),
            basis: Basis::Stated,
            replacement: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds_of_event() -> Attribute {
        let values = ["action", "error", "long_task", "view", "view_update", "Mobile"];
        Attribute { values: values.map(str::to_owned).to_vec(), ..Attribute::new("@type", "string") }
    }

    #[test]
    fn values_are_known_in_either_case() {
        let attribute = kinds_of_event();
        assert!(attribute.holds_value("VIEW"));
        assert!(!attribute.holds_value("page_view"));
        assert_eq!(attribute.spelling_of("mobile"), Some("Mobile"));
        assert!(!Attribute::new("x", "string").holds_value(""));
    }

    #[test]
    fn the_nearest_value_mends_slips_and_strips_words() {
        let attribute = kinds_of_event();
        assert_eq!(attribute.nearest_value("veiw"), Some("view"));
        assert_eq!(attribute.nearest_value("longtask"), Some("long_task"));
        assert_eq!(attribute.nearest_value("page_view"), Some("view"));
        assert_eq!(attribute.nearest_value("js_error"), Some("error"));
        assert_eq!(attribute.nearest_value("my_view_update"), Some("view_update"));
        assert_eq!(attribute.nearest_value("overview_page"), None);
    }
}
