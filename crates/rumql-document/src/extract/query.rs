//! Which text is a query, where YAML may have read something else?

use rumql_source::{Entity, Span};

use crate::{
    EmbeddedQuery, Expectation, Host, Problem, Role, Scalar, Style, Value, ValueKind, extract::walk::Walk,
    host::yaml::indicator,
};

impl Walk<'_> {
    /// Reads the value of a key that holds a query; whether there is one.
    pub(super) fn query(&mut self, role: Role, key: &'static str, value: &Value) -> bool {
        if let Some(span) = self.misread(value) {
            let scalar = Scalar::yaml_plain(self.text, span);
            let reason = scalar.text.chars().next().map_or("", indicator);
            self.refused(&scalar, reason);
            self.push(role, scalar);
            return true;
        }
        match &value.kind {
            ValueKind::String(scalar) => {
                self.masked(scalar);
                self.push(role, scalar.clone());
            }
            ValueKind::Number(_) | ValueKind::Bool(_) => {
                self.wrong_type(key, value, Expectation::Query);
                if self.host == Host::Yaml {
                    self.push(role, Scalar::yaml_plain(self.text, value.span));
                }
            }
            ValueKind::Seq(_) | ValueKind::Map(_) => {
                self.wrong_type(key, value, Expectation::Query);
                self.free(value);
            }
            // `query: null` is written, and may be the word.
            ValueKind::Null if self.host == Host::Yaml && value.span.slice(self.text).len() > 1 => {
                self.wrong_type(key, value, Expectation::Query);
            }
            ValueKind::Null => return false,
            ValueKind::Alias => {}
        }
        true
    }

    fn push(&mut self, role: Role, scalar: Scalar) {
        if !self.seen.insert(scalar.span) {
            return;
        }
        let entity = match role {
            Role::EventQuery => Some(Entity::Events),
            Role::Query | Role::FacetSearch => self.request.as_ref().and_then(|request| request.entity),
        };
        let request = self.request.is_some().then_some(self.document.requests.len());
        self.document.queries.push(EmbeddedQuery { scalar, entity, role, request });
    }

    /// Reports a query that was read behind a mask.
    fn masked(&mut self, scalar: &Scalar) {
        let at = self.masks.binary_search_by_key(&scalar.span.start, |mask| mask.span.start);
        if let Some(mask) = at.ok().and_then(|at| self.masks.get(at)) {
            self.refused(scalar, mask.reason);
        }
    }

    fn refused(&mut self, scalar: &Scalar, reason: &'static str) {
        self.reported.insert(scalar.span.start);
        let fix = scalar.encode(self.text, &scalar.text);
        self.problem(Problem::YamlIndicator { span: scalar.span, text: scalar.text.clone(), reason, fix });
    }

    /// The bytes of a query that is valid YAML and not the text that was meant: `[1 TO 5]`,
    /// `*name` without its anchor, `!plan:pro`, `>5`.
    fn misread(&self, value: &Value) -> Option<Span> {
        if self.host != Host::Yaml {
            return None;
        }
        let source = value.span.slice(self.text);
        Some(match (&value.kind, value.prefix) {
            (ValueKind::Alias, _) => value.span,
            (ValueKind::Null, Some(prefix)) => prefix.span,
            (ValueKind::Seq(_) | ValueKind::Map(_), None) if is_on_one_line(source) => value.span,
            (ValueKind::String(scalar), Some(prefix)) if prefix.local_tag && is_inline(scalar) => {
                prefix.span.join(value.span)
            }
            (ValueKind::String(scalar), None) if is_lone_header(scalar, source) => value.span,
            _ => return None,
        })
    }
}

/// `[1 TO 5]`, not a list or mapping that is laid out as one.
fn is_on_one_line(source: &str) -> bool {
    source.starts_with(['[', '{']) && !source.contains(['\r', '\n'])
}

fn is_inline(scalar: &Scalar) -> bool {
    matches!(scalar.style, Style::YamlPlain { .. })
}

/// `>5`: the header of a block with nothing below it.
fn is_lone_header(scalar: &Scalar, source: &str) -> bool {
    let is_block = matches!(scalar.style, Style::YamlLiteral { .. } | Style::YamlFolded { .. });
    is_block && scalar.text.is_empty() && source.contains(|c: char| c.is_ascii_digit())
}
