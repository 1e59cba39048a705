//! `policy`: the team asks something of its own queries.

use rumql_document::{RequestKind, Scalar};
use rumql_source::{Diagnostic, Span};
use rumql_syntax::{
    ast::{Expr, Field, Node},
    literal::unescape_name,
};

use crate::{
    context::{QueryCx, RequestCx},
    rule::declare_rule,
    settings::{Demand, Policy},
};

declare_rule! {
    /// ## What it finds
    /// A query that breaks a `[[policy]]` of `rumql.toml`: one that does not ask for an attribute which
    /// `require` names, or that asks for one which `forbid` names. A forbidden attribute may not be a column,
    /// a facet or the order of an answer either.
    ///
    /// ## Why it matters
    /// The team has agreed on it; its own words say why.
    ///
    /// ## Example
    /// Where `rumql.toml` says
    ///
    /// ~~~toml
    /// [[policy]]
    /// require = "service"
    /// entity = "events"
    ///
    /// [[policy]]
    /// forbid = "*email*"
    /// message = "mail addresses stay out of segments, see the privacy handbook"
    /// ~~~
    ///
    /// ```query policy entity=events
    /// @type:error
    /// ^^^^^^^^^^^ warning[STY008]: the query does not ask for `service`
    /// ```
    /// ```query policy
    /// plan_type:pro AND user_email:*@techcorp.com
    ///                   ^^^^^^^^^^ warning[STY008]: mail addresses stay out of segments, see the privacy handbook
    /// ```
    /// No finding:
    /// ```query policy entity=events
    /// @type:error AND service:checkout
    /// ```
    /// ```query policy
    /// plan_type:pro
    /// ```
    ///
    /// ## Fix
    /// None: what is meant is for people to say.
    pub(crate) static META = {
        code: "STY008", name: "policy", level: Warning, since: "0.1.0", query: check, request: check_request
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let entity = cx.embedded.entity;
    let concerns = |policy: &&Policy| policy.entity.is_none_or(|wanted| entity == Some(wanted));
    let policies: Vec<&Policy> = cx.settings.policies.iter().filter(concerns).collect();
    if policies.is_empty() {
        return;
    }
    let names = names(cx);
    for policy in policies {
        let mut asked = names.iter().filter(|(name, _)| policy.names(name));
        match policy.demand {
            // A query that cannot be read may ask for it all the same.
            Demand::Require if cx.is_sound() && asked.next().is_none() => {
                acc.push(breach(cx.settings, policy, Span::of(cx.text())));
            }
            Demand::Require => {}
            Demand::Forbid => acc.extend(asked.map(|(_, span)| breach(cx.settings, policy, *span))),
        }
    }
}

/// The attributes that a query asks for, and where.
fn names(cx: &QueryCx<'_>) -> Vec<(String, Span)> {
    let of_field = |field: Field<'_>| {
        let name = unescape_name(field.name);
        match name.as_str() {
            "_exists_" | "_missing_" if field.value.names_fields() => texts(field.value),
            _ => vec![(name, field.name_span)],
        }
    };
    cx.fields().flat_map(|(_, field)| of_field(field)).collect()
}

/// The texts of a value, and where: `(a OR b)`.
fn texts(value: Node<'_>) -> Vec<(String, Span)> {
    match value.expr() {
        Expr::Text(_) | Expr::Phrase(_) => vec![(unescape_name(value.text()), value.span())],
        _ => value.children().flat_map(texts).collect(),
    }
}

/// What an answer shows of the records.
fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let request = cx.request;
    let settings = cx.input.settings;
    let is_connection = matches!(
        request.kind,
        RequestKind::Connection | RequestKind::CreateConnection | RequestKind::UpdateConnection
    );
    if is_connection {
        return;
    }
    let concerns = |policy: &&Policy| {
        policy.demand == Demand::Forbid && policy.entity.is_none_or(|wanted| request.entity == Some(wanted))
    };
    for policy in settings.policies.iter().filter(concerns) {
        let shown = request.columns.iter().chain(&request.sort_field).chain(&request.facet);
        let guilty = shown.filter(|scalar: &&Scalar| policy.names(&scalar.text));
        acc.extend(guilty.map(|scalar| breach(settings, policy, scalar.span)));
    }
}

fn breach(settings: &crate::Settings, policy: &Policy, span: Span) -> Diagnostic {
    let attribute = policy.attribute.as_str();
    let (message, rule) = match policy.demand {
        Demand::Require => (format!("the query does not ask for `{attribute}`"), "requires"),
        Demand::Forbid => (format!("`{attribute}` is not to be asked for"), "forbids"),
    };
    let mut diagnostic = META
        .at(span, policy.message.clone().unwrap_or(message))
        .note(format!("a policy of `rumql.toml` {rule} `{attribute}`"));
    let own = policy.severity.or_else(|| settings.severity(META.code));
    diagnostic.severity = own.unwrap_or(diagnostic.severity);
    diagnostic
}

#[cfg(test)]
mod tests {
    use rumql_source::{Entity, Severity};

    use crate::{Demand, Policy, Settings, testing::Case};

    fn policy(demand: Demand, attribute: &str) -> Policy {
        let attribute = attribute.to_owned();
        Policy { demand, attribute, entity: None, message: None, severity: None }
    }

    #[track_caller]
    fn check(case: Case, policy: Policy, text: &str, expected: &[&str]) {
        let settings = Settings { policies: vec![policy], ..Settings::default() };
        let found = case.check_with(text, &settings);
        let breaches = found.iter().filter(|finding| finding.diagnostic.code == super::META.code);
        let at: Vec<&str> = breaches.map(|finding| finding.diagnostic.span.slice(text)).collect();
        assert_eq!(at, expected, "{text}");
    }

    #[test]
    fn forbidden_attributes_are_seen_everywhere() {
        let no_email = || policy(Demand::Forbid, "user_email");
        check(Case::users(), no_email(), "-(user_email:* OR plan_type:x)", &["user_email"]);
        check(Case::users(), no_email(), "@user_email:x OR user_emails:y", &[]);
        check(Case::users(), no_email(), "_exists_:(user_email OR user_name)", &["user_email"]);
        check(Case::users(), no_email(), "_missing_:user_email", &["user_email"]);
        let file = "segments:\n- name: a\n  query: plan_type:x\n  select: [user_id, user_email]\n  sort: {field: user_email}\n  limit: 5\n";
        check(Case::yaml(), no_email(), file, &["user_email", "user_email"]);
    }

    #[test]
    fn required_attributes_are_missed_where_they_concern() {
        let env = || policy(Demand::Require, "@env");
        check(Case::users(), env(), "plan_type:x", &["plan_type:x"]);
        check(Case::users(), env(), "plan_type:x AND @env:y", &[]);
        let of_events = || Policy { entity: Some(Entity::Events), ..env() };
        check(Case::users(), of_events(), "plan_type:x", &[]);
        check(Case::events(), of_events(), "@type:error", &["@type:error"]);
    }

    #[test]
    fn a_policy_has_a_severity_of_its_own() {
        let grave = Policy { severity: Some(Severity::Error), ..policy(Demand::Forbid, "plan_type") };
        let settings = Settings { policies: vec![grave], ..Settings::default() };
        assert_eq!(
            Case::users().check_with("plan_type:x", &settings)[0].diagnostic.severity,
            Severity::Error
        );
    }
}
